// Finds what a client names: entities by id, Wikidata id or any spelling, other records by id.
import { and, eq, getTableName, gte, inArray, lt, type SQL, sql } from 'drizzle-orm';
import type { AnySQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core';
import { closest, distance } from 'fastest-levenshtein';
import { type Gone, goneOf, told } from './gone.ts';
import { InvalidValue, shown } from './invalid.ts';
import { normalizeName } from './normalize.ts';
import type { Db } from './open.ts';
import { entities, names } from './tables.ts';
import { type ENTITY_KINDS, RECORD_KINDS, type RecordKind } from './vocabulary.ts';

export type EntityKind = (typeof ENTITY_KINDS)[number];

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
  const fields = { key: entities.id, id: entities.slug, kind: entities.kind, name: entities.name };
  const byId = db
    .select(fields)
    .from(entities)
    .where(
      and(
        /^Q[1-9]\d*$/.test(value) ? eq(entities.wikidataId, value) : eq(entities.slug, value),
        inArray(entities.kind, [...kinds]),
      ),
    )
    .get();
  if (byId !== undefined) return [{ ...byId, matched: value }];
  const gone = ID.test(value) ? goneOf(db, 'entities', value) : undefined;
  if (gone?.into) {
    return resolveEntities(db, gone.into, kinds).map((one) => ({ ...one, matched: value }));
  }
  const bySpelling = db
    .select({ ...fields, matched: names.name })
    .from(names)
    .innerJoin(entities, eq(entities.id, names.entityId))
    .where(and(eq(names.normalized, normalizeName(value)), inArray(entities.kind, [...kinds])))
    .orderBy(entities.slug, sql`${names.name} = ${value} desc`)
    .limit(MOST_CANDIDATES)
    .all()
    .filter(({ key }, position, all) => key !== all[position - 1]?.key);
  if (bySpelling.length > 0) return bySpelling;
  if (gone !== undefined) throw retracted(value, gone);
  throw new InvalidValue(
    `no ${list(kinds)} on record has the id, Wikidata id or spelling ${shown(value)}`,
    nearestName(db, value, kinds),
  );
}

/**
 * Words of a vocabulary that the record itself makes: measures, languages, occasions.
 * @throws InvalidValue for one that no record has, with the nearest that one has.
 */
export function refuseUnknownWord(db: Db, column: AnySQLiteColumn, value: string): void {
  const table = column.table;
  const known = db.get(sql`select 1 as known from ${table} where ${column} = +${value} limit 1`);
  if (known !== undefined) return;
  const words = db
    .all<{ word: string }>(
      sql`select distinct ${column} as word from ${table} where ${column} is not null limit ${NEIGHBOURS}`,
    )
    .map(({ word }) => word);
  throw new InvalidValue(
    `no record has the ${column.name} ${shown(value)}`,
    nearest(value.toLowerCase(), words) ?? (words.length <= 20 ? words.join(', ') || null : null),
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
  const keyOf = (slug: string) =>
    db
      .select({ key: sql<number>`${table.id}` })
      .from(table)
      .where(eq(table.slug, slug))
      .get()?.key;
  const key = keyOf(id);
  if (key !== undefined) return { key, mergedInto: null };
  const mergedInto = survivorOf(db, table, id);
  const survivor = mergedInto === null ? undefined : keyOf(mergedInto);
  if (survivor !== undefined) return { key: survivor, mergedInto };
  throw new InvalidValue(
    `no record of ${getTableName(table)} has the id ${shown(id)}`,
    nearestId(db, table.slug, sql`${table}`, id),
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

/** The id nearest to one that does not exist, among those that begin alike. */
export function nearestId(db: Db, column: AnySQLiteColumn, from: SQL, id: string): string | null {
  const ids = db
    .all<{ id: string }>(
      sql`select ${column} as id from ${from} where ${beginsLike(column, id)} limit ${NEIGHBOURS}`,
    )
    .map((row) => row.id);
  return nearest(id, ids);
}

function nearestName(db: Db, value: string, kinds: readonly EntityKind[]): string | null {
  const wanted = normalizeName(value);
  const found = db
    .select({ normalized: names.normalized, name: names.name })
    .from(names)
    .innerJoin(entities, eq(entities.id, names.entityId))
    .where(and(beginsLike(names.normalized, wanted), inArray(entities.kind, [...kinds])))
    .limit(NEIGHBOURS)
    .all();
  const best = nearest(
    wanted,
    found.map(({ normalized }) => normalized),
  );
  return found.find(({ normalized }) => normalized === best)?.name ?? null;
}

const beginsLike = (column: AnySQLiteColumn, value: string) => {
  const beginning = value.slice(0, Math.max(1, Math.min(2, value.length - 1)));
  return and(gte(column, beginning), lt(column, `${beginning}\u{10FFFF}`));
};

/** The nearest word, where it is near enough to be what was meant. */
function nearest(wanted: string, words: string[]): string | null {
  if (wanted === '' || words.length === 0) return null;
  const longer = words.filter((word) => word.startsWith(wanted));
  if (longer.length > 0) return longer.reduce((a, b) => (b.length < a.length ? b : a));
  const best = closest(wanted, words);
  return distance(wanted, best) <= Math.max(2, wanted.length / 2) ? best : null;
}

const list = (kinds: readonly string[]): string =>
  kinds.length === 1
    ? `${kinds[0]}`
    : `${kinds.slice(0, -1).join(', ')} or ${kinds[kinds.length - 1]}`;
