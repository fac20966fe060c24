// Statements as text, prepared once for each connection. Parameters stand as `+?`: bare ones make
// SQLite prepare the statement again on every call.
import type { Statement } from 'better-sqlite3';
import { type SQLWrapper, sql } from 'drizzle-orm';
import { SQLiteSyncDialect } from 'drizzle-orm/sqlite-core';
import type { Db } from './open.ts';

export type Value = string | number | null;

/** Where a value goes in a declared piece of SQL; write it as `+${BOUND}`. */
export const BOUND = sql.raw('?');

const MOST_KEPT = 1000; // statements of one connection, each of some 10 KB
const dialect = new SQLiteSyncDialect();
const texts = new WeakMap<SQLWrapper, string>();
const kept = new WeakMap<Db['$client'], Map<string, Statement>>();
const states = new WeakMap<Db['$client'], <T>(read: () => T) => T>();

/** SQL without values as text: what is the same for every question is written once. */
export function textOf(declared: SQLWrapper): string {
  const known = texts.get(declared);
  if (known !== undefined) return known;
  const { sql: text, params } = dialect.sqlToQuery(sql`${declared}`);
  if (params.length > 0) throw new TypeError(`a value stands in the declaration: ${text}`);
  texts.set(declared, text);
  return text;
}

/** The rows that a statement finds, each as an array of its columns. */
export const readRows = <T extends unknown[]>(db: Db, text: string, values: Value[] = []): T[] =>
  prepared(db, text)
    .raw(true)
    .all(...values) as T[];

/** The same, each row as an object of its columns by name. */
export const readObjects = <T extends object>(db: Db, text: string, values: Value[] = []): T[] =>
  prepared(db, text)
    .raw(false)
    .all(...values) as T[];

/** What several statements read, all of one state, whatever another process writes meanwhile. */
export function atOneState<T>({ $client: client }: Db, read: () => T): T {
  const within = states.get(client) ?? client.transaction((read) => read());
  states.set(client, within);
  return within(read);
}

function prepared(db: Db, text: string): Statement {
  let statements = kept.get(db.$client);
  if (statements === undefined) {
    statements = new Map();
    kept.set(db.$client, statements);
  }
  let statement = statements.get(text);
  if (statement === undefined) {
    statement = db.$client.prepare(text);
    if (statements.size >= MOST_KEPT) statements.delete(statements.keys().next().value ?? '');
    statements.set(text, statement);
  }
  return statement;
}
