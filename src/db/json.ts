// Builds JSON inside SQLite, typed: the object of columns that goes in is the type that comes out,
// so a record leaves the database as the text that goes over the wire.
import { Column, is, type SQL, sql } from 'drizzle-orm';

type Source = Column | SQL | SQL.Aliased;

type Value<S> = S extends Column
  ? S['_']['notNull'] extends true
    ? S['_']['data']
    : S['_']['data'] | null
  : S extends SQL<infer T>
    ? T
    : never;

/** The path of a record, or of a list asked about it; null where the id is. */
export const pathTo = <S extends Source>(
  beginning: string,
  id: S,
): SQL<string | Extract<Value<S>, null>> => sql`${sql.raw(`'/v1/${beginning}'`)} || ${id}`;

/** A JSON object of named columns and expressions; booleans become true and false, 2.0 becomes 2. */
export function jsonObject<S extends Record<string, Source>>(
  fields: S,
): SQL<{ [K in keyof S]: Value<S[K]> }> {
  const parts = Object.entries(fields).map(
    ([name, source]) => sql`${sql.raw(`'${name}'`)}, ${asJson(source)}`,
  );
  return sql`json_object(${sql.join(parts, sql`, `)})`;
}

/** The rows of a subquery as a JSON array, in the order given: `[]` where there are none. */
export function jsonArray<T>(element: SQL<T>, from: SQL, order: SQL): SQL<T[]> {
  return sql`json((select json_group_array(${element} order by ${order}) from ${from}))`;
}

/** The value where the key is set, JSON null where it is not (an outer join that found nothing). */
export function unlessNull<T>(key: Column, value: SQL<T>): SQL<T | null> {
  return sql`case when ${key} is null then null else ${value} end`;
}

function asJson(source: Source): Source {
  if (is(source, Column) && source.dataType === 'boolean') {
    return sql`json(iif(${source}, 'true', 'false'))`;
  }
  if (is(source, Column) && source.getSQLType() === 'real') {
    return sql`iif(${source} = cast(${source} as integer), cast(${source} as integer), ${source})`;
  }
  return source;
}
