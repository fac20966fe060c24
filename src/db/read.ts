// Reads lists: pages in both directions, whole lists, single records, counts, facets, timelines.
import { and, Column, inArray, is, type SQL, sql } from 'drizzle-orm';
import { SQLiteSyncDialect } from 'drizzle-orm/sqlite-core';
import { type Cursor, type CursorValue, makeCursor, readCursor, type SortKey } from './cursor.ts';
import type { Facet, Filter } from './filters.ts';
import type { List } from './list.ts';
import { markedRows, scoredHits, toHtml } from './match.ts';
import type { Db } from './open.ts';
import type { Query } from './query.ts';

const DEFAULT_LIMIT = 20;
const ESTIMATE_UP_TO = 1000;
const MOST_BUCKETS = 50;
const BULK = 500; // records read at a time when a whole list is streamed

/** The records of a page as JSON texts, and the cursors of its neighbours. */
export type Page = {
  records: string[];
  limit: number;
  next: string | null;
  prev: string | null;
};

export type Bucket = { value: string | null; label: string | null; count: number };

const dialect = new SQLiteSyncDialect();

function rows<T extends unknown[]>(db: Db, query: SQL): T[] {
  const { sql: text, params } = dialect.sqlToQuery(query);
  return db.$client
    .prepare<unknown[], T>(text)
    .raw()
    .all(...params);
}

const whereAll = (conditions: SQL[]): SQL =>
  conditions.length > 0 ? sql` where ${and(...conditions)}` : sql.empty();

/** One page, in the order asked for; `highlight` adds the found words between marks. */
export function readPage(
  db: Db,
  list: List<unknown>,
  query: Query,
  { limit = query.limit, highlight = false }: { limit?: number | null; highlight?: boolean } = {},
): Page {
  const size = limit ?? DEFAULT_LIMIT;
  const { conditions, sort, cursor, marking } = query;
  const back = cursor?.side === 'before';
  const order = back ? sort.map(turned) : sort;
  const marks = highlight && marking !== null;
  const found = rows<[string, number, ...CursorValue[]]>(
    db,
    sql`select ${list.record}, ${marks ? marking.search.key : sql`0`}${sql.join(
      sort.map(({ column }) => sql`, ${column}`),
    )} from ${list.from}${rankedBy(query)}${whereAll(
      cursor ? [...conditions, isBeyond(order, cursor.values)] : conditions,
    )} order by ${sql.join(order.map(orderTerm), sql`, `)} limit +${size + 1}`,
  );
  const more = found.length > size;
  const shown = found.slice(0, size);
  if (back) shown.reverse();
  const beside = (side: Cursor['side'], row: (typeof shown)[number] | undefined) => {
    if (row === undefined) return null;
    const [, , ...values] = row;
    return makeCursor(list.name, sort, { side, values }, conditions);
  };
  return {
    records: marks ? addHighlights(db, query, shown) : shown.map(([record]) => record),
    limit: size,
    next: back || more ? beside('after', shown.at(-1)) : null,
    prev: (back && more) || (!back && cursor !== null) ? beside('before', shown[0]) : null,
  };
}

const turned = (key: SortKey): SortKey => ({ ...key, descending: !key.descending });

const orderTerm = ({ column, descending }: SortKey): SQL =>
  sql`${column}${sql.raw(descending ? ' desc' : '')}`;

/** Brings in the scores where the order is by relevance. */
const rankedBy = ({ sort, ranking: match }: Query): SQL =>
  match !== null && sort.some(({ name }) => name === 'relevance')
    ? sql` join (${scoredHits(match.search, match.match)}) as hits on hits.key = ${match.search.key}`
    : sql.empty();

/** The records after a point in the order; null stands before every value, as SQLite sorts it. */
function isBeyond([key, ...keys]: SortKey[], [value, ...values]: CursorValue[]): SQL {
  if (key === undefined || value === undefined) return sql`false`;
  const { column, descending } = key;
  const nullable = is(column, Column) && !column.notNull;
  if (value === null) {
    const beyond = descending ? sql`false` : sql`${column} is not null`;
    return sql`(${beyond} or (${column} is null and ${isBeyond(keys, values)}))`;
  }
  const beyond = descending
    ? sql`${column} < +${value}${nullable ? sql` or ${column} is null` : sql.empty()}`
    : sql`${column} > +${value}`;
  return sql`(${beyond} or (${column} = +${value} and ${isBeyond(keys, values)}))`;
}

function addHighlights(
  db: Db,
  { marking: match }: Query,
  shown: [string, number, ...unknown[]][],
): string[] {
  if (match === null || shown.length === 0) return shown.map(([record]) => record);
  const { search } = match;
  const marked = new Map<number, Record<string, string>>();
  const keys = shown.map(([, key]) => key);
  for (const [key, ...columns] of rows<[number, ...(string | null)[]]>(
    db,
    markedRows(search, match.match, keys),
  )) {
    const fragments = marked.get(key) ?? {};
    search.columns.forEach((column, index) => {
      const html = toHtml(columns[index] ?? null);
      if (html !== undefined) fragments[column] ??= html;
    });
    marked.set(key, fragments);
  }
  return shown.map(
    ([record, key]) =>
      `${record.slice(0, -1)},"highlight":${JSON.stringify(marked.get(key) ?? {})}}`,
  );
}

/** How many records match; an estimate stops counting at a bound and says so. */
export function readCount(
  db: Db,
  list: List<unknown>,
  { count: wanted, conditions }: Query,
): { count: number | null; count_is: 'exact' | 'at_least' | null } {
  if (wanted === 'none') return { count: null, count_is: null };
  const bound = wanted === 'estimate' ? sql` limit ${ESTIMATE_UP_TO + 1}` : sql.empty();
  const matches = sql`select 1 from ${list.from}${whereAll(conditions)}${bound}`;
  const count = rows<[number]>(db, sql`select count(*) from (${matches})`)[0]?.[0] ?? 0;
  return wanted === 'estimate' && count > ESTIMATE_UP_TO
    ? { count: ESTIMATE_UP_TO, count_is: 'at_least' }
    : { count, count_is: 'exact' };
}

/** The commonest values of each dimension asked for, under the same conditions as the page. */
export function readFacets(
  db: Db,
  list: List<unknown>,
  { facets, conditions }: Query,
): Record<string, Bucket[]> {
  return Object.fromEntries(
    facets.map((name) => {
      const facet = list.filters[name]?.facet as Facet;
      const { value, label = value, join = sql.empty() } = facet;
      const counted = rows<[string | null, string | null, number]>(
        db,
        sql`select ${value}, ${label}, count(distinct ${list.id}) as n from ${list.from}${join}${whereAll(
          conditions,
        )} group by 1 order by n desc, 1 limit ${sql.raw(`${MOST_BUCKETS}`)}`,
      );
      return [name, counted.map(([value, label, count]) => ({ value, label, count }))];
    }),
  );
}

export const INTERVALS = { day: 10, month: 7, year: 4 } as const; // characters of the date

/** Records a day, month or year, in order of time; those without the date are counted apart. */
export function readTimeline(
  db: Db,
  list: List<unknown>,
  { conditions }: Query,
  { date, interval }: { date: string; interval: keyof typeof INTERVALS },
): { data: { date: string; count: number }[]; undated: number } {
  const column = list.filters[date]?.date as NonNullable<Filter['date']>;
  const counted = rows<[string | null, number]>(
    db,
    sql`select substr(${column}, 1, ${sql.raw(`${INTERVALS[interval]}`)}), count(*) from ${list.from}${whereAll(
      conditions,
    )} group by 1 order by 1`,
  );
  return {
    data: counted.flatMap(([value, count]) => (value === null ? [] : [{ date: value, count }])),
    undated: counted.find(([value]) => value === null)?.[1] ?? 0,
  };
}

/** Every record of the list in order, in batches of a bounded number. */
export function* readAll(
  db: Db,
  list: List<unknown>,
  query: Query,
  { highlight = false } = {},
): Generator<string[]> {
  let cursor = query.cursor;
  for (;;) {
    const page = readPage(db, list, { ...query, cursor }, { limit: BULK, highlight });
    yield page.records;
    if (page.next === null) return;
    cursor = readCursor(list.name, query.sort, page.next, query.conditions);
  }
}

/** One record as JSON text, undefined where the list has no such id. */
export const readRecord = (db: Db, list: List<unknown>, id: string): string | undefined =>
  readRecords(db, list, [id]).get(id);

/** The records of some ids, by id; those that do not exist are left out. */
export function readRecords(db: Db, list: List<unknown>, ids: string[]): Map<string, string> {
  if (ids.length === 0) return new Map();
  const found = rows<[string, string]>(
    db,
    sql`select ${list.id}, ${list.record} from ${list.from} where ${inArray(list.id, ids)}`,
  );
  return new Map(found);
}
