// What no index makes cheap: counting all of very many records. It takes plain data (a part of a
// statement, and its values) and gives a number, so that a process which may be stopped could do it as
// well. Nothing else needs that: lists are read in batches (read.ts), facets and estimates stop at a
// bound, relevance is refused where too many match (query.ts), and the file is copied in steps.
import type { Part } from './filter-index.ts';
import type { Db } from './open.ts';
import { readRows } from './statements.ts';

/**
 * How many records follow `from`, all of them. A limit, if only of -1, keeps what counts apart from what
 * is counted: there SQLite leaves out the tables that nothing is read from.
 */
export const countAll = (db: Db, { text, values }: Part): number =>
  readRows<[number]>(db, `select count(*) from (select 1 ${text} limit -1)`, values)[0]?.[0] ?? 0;

/** How many rows a table has: SQLite adds up what is on its pages, or on those of its smallest index. */
export const countRows = (db: Db, table: string): number =>
  readRows<[number]>(db, `select count(*) from ${table}`)[0]?.[0] ?? 0;
