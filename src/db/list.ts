// A list of records: what it selects, how it may be filtered and sorted; and the reading of it.
import { and, eq, type SQL, sql } from 'drizzle-orm';
import { type AnySQLiteColumn, SQLiteSyncDialect } from 'drizzle-orm/sqlite-core';
import { type CursorValue, makeCursor, readCursor, type SortKey } from './cursor.ts';
import type { Filter } from './filters.ts';
import type { Db } from './open.ts';
import type { Query } from './query.ts';

export type List<T> = {
  /** The name in paths, in the log of changes and in cursors. */
  name: string;
  description: string;
  /** The column of the public id; it ends every sort, so that the order is total. */
  id: AnySQLiteColumn;
  /** The record as JSON; its type is proved to be the wire shape. */
  record: SQL<T>;
  /** The tables it comes from, and a condition where the list is a part of a table. */
  from: SQL;
  where?: SQL;
  filters: Record<string, Filter>;
  sorts: Record<string, AnySQLiteColumn>;
  defaultSort: string;
};

const DEFAULT_LIMIT = 20;
const ESTIMATE_UP_TO = 1000;
const BULK = 500; // records read at a time when a whole list is streamed

/** The records of a page as JSON texts. */
export type Page = {
  records: string[];
  limit: number;
  next: string | null;
  count: number | null;
  countIs: 'exact' | 'at_least' | null;
};

const dialect = new SQLiteSyncDialect();

function rows<T extends unknown[]>(db: Db, query: SQL): T[] {
  const { sql: text, params } = dialect.sqlToQuery(query);
  return db.$client
    .prepare<unknown[], T>(text)
    .raw()
    .all(...params);
}

/** The records after a point in the order; null stands before every value, as SQLite sorts it. */
function isAfter([key, ...keys]: SortKey[], [value, ...values]: CursorValue[]): SQL {
  if (key === undefined || value === undefined) return sql`false`;
  const { column, descending } = key;
  if (value === null) {
    const beyond = descending ? sql`false` : sql`${column} is not null`;
    return sql`(${beyond} or (${column} is null and ${isAfter(keys, values)}))`;
  }
  const beyond = descending
    ? sql`${column} < +${value}${column.notNull ? sql`` : sql` or ${column} is null`}`
    : sql`${column} > +${value}`;
  return sql`(${beyond} or (${column} = +${value} and ${isAfter(keys, values)}))`;
}

const whereAll = (conditions: SQL[]): SQL =>
  conditions.length > 0 ? sql` where ${and(...conditions)}` : sql.empty();

/** One page, in the order asked for. */
export function readPage(db: Db, list: List<unknown>, query: Query, limit = query.limit): Page {
  const size = limit ?? DEFAULT_LIMIT;
  const { conditions, sort, after } = query;
  const keys = sort.map(({ column }) => sql`, ${column}`);
  const order = sort.map(
    ({ column, descending }) => sql`${column}${sql.raw(descending ? ' desc' : '')}`,
  );
  const found = rows<[string, ...CursorValue[]]>(
    db,
    sql`select ${list.record}${sql.join(keys)} from ${list.from}${whereAll(
      after ? [...conditions, isAfter(sort, after)] : conditions,
    )} order by ${sql.join(order, sql`, `)} limit +${size + 1}`,
  );
  const shown = found.slice(0, size);
  const [, ...last] = shown.at(-1) ?? [''];
  return {
    records: shown.map(([record]) => record),
    limit: size,
    next: found.length > size ? makeCursor(list.name, sort, last) : null,
    ...countOf(db, list, query),
  };
}

function countOf(db: Db, list: List<unknown>, query: Query): Pick<Page, 'count' | 'countIs'> {
  if (query.count === 'none') return { count: null, countIs: null };
  const bound = query.count === 'estimate' ? sql` limit ${ESTIMATE_UP_TO + 1}` : sql.empty();
  const matches = sql`select 1 from ${list.from}${whereAll(query.conditions)}${bound}`;
  const count = rows<[number]>(db, sql`select count(*) from (${matches})`)[0]?.[0] ?? 0;
  return query.count === 'estimate' && count > ESTIMATE_UP_TO
    ? { count: ESTIMATE_UP_TO, countIs: 'at_least' }
    : { count, countIs: 'exact' };
}

/** Every record of the list in order, a bounded number in memory at a time. */
export function* readAll(db: Db, list: List<unknown>, query: Query): Generator<string> {
  let after = query.after;
  do {
    const page = readPage(db, list, { ...query, after, count: 'none' }, BULK);
    yield* page.records;
    after = page.next === null ? null : readCursor(list.name, query.sort, page.next);
  } while (after !== null);
}

/** One record as JSON text, undefined where the list has no such id. */
export function readRecord(db: Db, list: List<unknown>, id: string): string | undefined {
  const conditions = [eq(list.id, id), ...(list.where ? [list.where] : [])];
  const [found] = rows<[string]>(
    db,
    sql`select ${list.record} from ${list.from}${whereAll(conditions)}`,
  );
  return found?.[0];
}
