// Finds what a client names: entities by id, Wikidata id or any spelling, other records by id.
import { getTableName, type SQLWrapper } from 'drizzle-orm';
import type { AnySQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core';
import { type Gone, goneOf, told } from './gone.ts';
import { InvalidValue, shown, wordNear } from './invalid.ts';
import { normalizeName } from './normalize.ts';
import type { Db } from './open.ts';
import { readRows, textOf } from './statements.ts';
import { type EntityKind, RECORD_KINDS, type RecordKind } from './vocabulary.ts';

/** `matched` is the id, Wikidata id or spelling on record that the value was found by. */
type ResolvedEntity = {
  key: number;
  id: string;
  kind: EntityKind;
  name: string;
  matched: string;
};

const MOST_CANDIDATES = 100; // spellings
const NEIGHBOURS = 500; // how many names or ids that begin alike are compared for a suggestion

/**
 * The one entity of the given kinds that a value names.
 * @throws InvalidValue where nothing, or more than one entity, has the spelling.
 */
export function resolveEntity(db: Db, value: string, kinds: readonly EntityKind[]): ResolvedEntity {
  const found = resolveEntities(db, value, kinds);
  const [first] = found;
  if (first !== undefined && found.length === 1) return first;
  throw new InvalidValue(
    `${shown(value)} is a spelling of ${found.length} entities`,
    `use an id: ${found.map(({ id }) => id).join(', ')}`,
    found.map(({ id, kind, name }) => ({ id, kind, name })),
  );
}

/**
 * Every entity of the given kinds that a value names; an id or Wikidata id names one.
 * @throws InvalidValue where there is none, with the nearest spelling.
 */
export function resolveEntities(
  db: Db,
  value: string,
  kinds: readonly EntityKind[],
): ResolvedEntity[] {
  const byId = entityBy(db, 'slug', value) ?? entityByWikidata(db, value);
  if (byId !== undefined && kinds.includes(byId.kind)) return [byId];
  const gone = ID.test(value) ? goneOf(db, 'entities', value) : undefined;
  if (gone?.into) {
    return resolveEntities(db, gone.into, kinds).map((one) => ({ ...one, matched: value }));
  }
  const bySpelling = readRows<[number, string, EntityKind, string, string]>(
    db,
    `select entities.id, slug, entities.kind, entities.name, names.name
      from names cross join entities on entities.id = names.entity_id
      where normalized = +? and entities.kind in (${quoted(kinds)})
      order by slug, names.name = +? desc limit ${MOST_CANDIDATES}`,
    [normalizeName(value), value],
  )
    .map(([key, id, kind, name, matched]) => ({ key, id, kind, name, matched }))
    .filter(({ key }, position, all) => key !== all[position - 1]?.key);
  if (bySpelling.length > 0) return bySpelling;
  if (gone !== undefined) throw retracted(value, gone);
  throw new InvalidValue(
    `no ${list(kinds)} on record has the id, Wikidata id or spelling ${shown(value)}`,
    nearestName(db, value, kinds),
  );
}

const entityByWikidata = (db: Db, value: string): ResolvedEntity | undefined =>
  /^Q[1-9]\d*$/i.test(value) ? entityBy(db, 'wikidata_id', value.toUpperCase()) : undefined;

function entityBy(
  db: Db,
  column: 'slug' | 'wikidata_id',
  value: string,
): ResolvedEntity | undefined {
  return readRows<[number, string, EntityKind, string]>(
    db,
    `select id, slug, kind, name from entities where ${column} = +?`,
    [value],
  ).map(([key, id, kind, name]) => ({ key, id, kind, name, matched: value }))[0];
}

/**
 * Words of a vocabulary that the record itself makes: measures, languages, occasions.
 * @throws InvalidValue for one that no record has, with the nearest that one has.
 */
export function refuseUnknownWord(db: Db, column: AnySQLiteColumn, value: string): void {
  const [table, word] = [textOf(column.table), textOf(column)];
  const known = readRows(db, `select 1 from ${table} where ${word} = +? limit 1`, [value]);
  if (known.length > 0) return;
  const words = readRows<[string]>(
    db,
    `select distinct ${word} from ${table} where ${word} is not null limit ${NEIGHBOURS}`,
  ).flat();
  throw new InvalidValue(
    `no record has the ${column.name} ${shown(value)}`,
    wordNear(value, words) ?? (words.length <= 20 ? words.join(', ') || null : null),
  );
}

const ID = /^[a-z0-9-]+$/;

/** The history of what is gone tells the rest. */
const retracted = (id: string, gone: Gone) =>
  new InvalidValue(`${shown(id)} ${told(gone)}`, 'another id, or leave it out');

/**
 * The inner key of the record of a table that has this public id, and the id of the record that it
 * was merged into, if it was.
 * @throws InvalidValue where there is none, with the nearest id.
 */
export function resolveRecord(
  db: Db,
  table: SQLiteTable & { id: AnySQLiteColumn; slug: AnySQLiteColumn },
  id: string,
): { key: number; mergedInto: string | null } {
  const name = getTableName(table);
  const keyOf = (slug: string) =>
    readRows<[number]>(db, `select id from ${name} where slug = +?`, [slug])[0]?.[0];
  const key = keyOf(id);
  if (key !== undefined) return { key, mergedInto: null };
  const mergedInto = survivorOf(db, table, id);
  const survivor = mergedInto === null ? undefined : keyOf(mergedInto);
  if (survivor !== undefined) return { key: survivor, mergedInto };
  throw new InvalidValue(
    `no record of ${name} has the id ${shown(id)}`,
    nearestId(db, table.slug, table, id),
  );
}

/**
 * The record that one of a table was merged into; null where the id is there, or never was.
 * @throws InvalidValue where it was retracted.
 */
export function survivorOf(db: Db, table: SQLiteTable, id: string): string | null {
  const kind = getTableName(table) as RecordKind;
  const gone = RECORD_KINDS.includes(kind) ? goneOf(db, kind, id) : undefined;
  if (gone?.into === null) throw retracted(id, gone);
  return gone?.into ?? null;
}

/** The id nearest to one that does not exist, among those that begin alike but for case. */
export function nearestId(
  db: Db,
  column: AnySQLiteColumn,
  from: SQLWrapper,
  id: string,
): string | null {
  const [select, name] = [`select ${textOf(column)} from ${textOf(from)} where`, textOf(column)];
  const lower = id.toLowerCase();
  const ids = readRows<[string]>(
    db,
    `${select} ${name} = +? union all ${select} ${beginsAlike(name)} limit ${NEIGHBOURS}`,
    [lower, ...bounds(lower)],
  ).flat();
  return wordNear(id, ids);
}

function nearestName(db: Db, value: string, kinds: readonly EntityKind[]): string | null {
  const wanted = normalizeName(value);
  const found = readRows<[string, string]>(
    db,
    `select normalized, names.name from names cross join entities on entities.id = names.entity_id
      where ${beginsAlike('normalized')} and entities.kind in (${quoted(kinds)}) limit ${NEIGHBOURS}`,
    bounds(wanted),
  );
  const best = wordNear(
    wanted,
    found.map(([normalized]) => normalized),
  );
  return found.find(([normalized]) => normalized === best)?.[1] ?? null;
}

const quoted = (kinds: readonly EntityKind[]): string =>
  kinds.map((kind) => `'${kind}'`).join(', ');

/** A condition for words that begin alike, and the values of its bounds. */
const beginsAlike = (column: string): string => `${column} >= +? and ${column} < +?`;
const bounds = (value: string): [string, string] => {
  const beginning = value.slice(0, Math.max(1, Math.min(2, value.length - 1)));
  return [beginning, `${beginning}\u{10FFFF}`];
};

const list = (kinds: readonly string[]): string =>
  kinds.length === 1
    ? `${kinds[0]}`
    : `${kinds.slice(0, -1).join(', ')} or ${kinds[kinds.length - 1]}`;
