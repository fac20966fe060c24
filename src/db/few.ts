// What finds few records, which are sooner sorted than met along an order: an index of a table, or a rare
// word of the index of filters. It is found out by counting up to a bound.
import { bounds, type Condition } from './condition.ts';
import type { SortKey } from './cursor.ts';
import { daysWithin, indexed, KEY, type Part } from './filter-index.ts';
import type { List } from './list.ts';
import { matchesMore } from './match.ts';
import type { Db } from './open.ts';
import { readRows, textOf } from './statements.ts';

export const MOST_SORTED = 1000; // records that are sorted at once, where there are no stretches to divide them by
export const MOST_FETCHED = 4000; // records that are at most fetched and sorted instead of met along the order
const RARE = 100; // records of a word that are sooner asked about all else than intersected in the index of filters

/**
 * Conditions on one column that an index finds few records by; those in the index of filters wait. As
 * few as are sooner sorted than so many of all records are met along the order as are asked for.
 */
export function fewest(
  db: Db,
  list: List<unknown>,
  conditions: Condition[],
  [first]: SortKey[],
  limit = Number.POSITIVE_INFINITY,
): Condition[] | undefined {
  const sought = conditions.filter(
    (one) => one.seek !== undefined && !bounds(one, first?.column) && !isExactIn(one),
  );
  if (sought.length === 0) return undefined;
  const last = lastKey(db, list);
  const seekable = sought.filter((one) => last > MOST_FETCHED || !isByManyKeys(one));
  const columns = [...new Set(seekable.map(({ bound }) => bound?.column))];
  const even = Math.ceil(Math.sqrt(limit * last)); // met as often as the order is as long
  const most = Math.min(MOST_FETCHED, conditions.length > 1 ? Math.max(MOST_SORTED, even) : even);
  return columns
    .map((column) => seekable.filter(({ bound }) => bound?.column === column))
    .find((some) => {
      const searches = some.flatMap(({ match }) => match ?? []);
      if (searches.length > 0)
        return !searches.some((match) => matchesMore(db, match, MOST_FETCHED));
      const inWords = some.some(({ words }) => words !== undefined);
      return !findsMore(db, list, some, inWords ? RARE : most);
    });
}

/** Whether the index of filters has just what a condition asks for, or the words of a search. */
const isExactIn = ({ words, still, match }: Condition): boolean =>
  words !== undefined && (still === undefined || match !== undefined);

/** Whether an index finds a condition by many keys: few records are sooner tested. */
const isByManyKeys = ({ bound, match }: Condition): boolean =>
  bound === undefined && match === undefined;

/** The last key, which is about how many records there are. */
export const lastKey = (db: Db, { id }: List<unknown>): number =>
  readRows<[number | null]>(db, `select max(rowid) from ${textOf(id.table)}`)[0]?.[0] ?? 0;

/** Whether an index finds more than so many records; in a table of one row for each, that one alone is read. */
function findsMore(db: Db, list: List<unknown>, conditions: Condition[], most: number): boolean {
  const [{ bound } = {}] = conditions;
  const [table = null, ...others] = new Set(conditions.map((one) => one.bound?.table ?? null));
  const isRecord = table !== null && (table === list.id.table || table === list.rows);
  const own = isRecord && others.length === 0;
  const seeks = conditions.map(({ seek }) => seek).join(' and ');
  const values = conditions.flatMap((one) => one.values);
  const limit = bound?.sign === 'or' ? Math.min(MOST_SORTED, most) : most;
  return (
    readRows(
      db,
      `select 1 from ${textOf(own ? table : list.from)} where ${seeks} limit 1 offset +?`,
      [...values, limit],
    ).length > 0
  );
}

/**
 * What one of several conditions finds in the index of filters, where that is so little that the rest,
 * which only compares columns, is sooner asked of each record: to intersect it with what very many
 * records have takes longer.
 */
export function rare(db: Db, list: List<unknown>, conditions: Condition[]): Part | undefined {
  const sought = conditions.filter(({ words }) => words !== undefined);
  if (list.index === undefined || sought.length < 2) return undefined;
  const days = daysWithin(list, conditions);
  const dear = sought.filter(({ bound }) => bound === undefined);
  if (dear.length > 1) return undefined;
  for (const { words } of dear.length > 0 ? dear : sought) {
    const { text, values } = indexed(list, words ?? '', days);
    const more = `select 1 ${text} limit 1 offset ${RARE}`;
    if (readRows(db, more, values).length > 0) continue;
    return { text: `select hit.rowid & ${KEY} as key ${text}`, values };
  }
  return undefined;
}
