// The statements that writing repeats for every record, each prepared once for a transaction.
import type { Statement } from 'better-sqlite3';
import { getTableColumns, getTableName } from 'drizzle-orm';
import type { SQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core';
import type { Db } from '#db/open.ts';
import type { Keyed } from './keys.ts';

type Row = Record<string, unknown>;
/** What becomes of a row whose like is there. */
type OnConflict = 'fail' | 'keep' | 'replace';
type Insert = { columns: string[]; onConflict: OnConflict; statement: Statement };

export function statementsOf(db: Db) {
  const inserts = new Map<SQLiteTable, Insert[]>();
  const deletes = new Map<SQLiteColumn, Statement>();

  /** Inserts the columns that a row tells and returns how many rows that made or changed. */
  function insertRow(table: SQLiteTable, row: Row, onConflict: OnConflict): number {
    const columns = Object.keys(row);
    const prepared = inserts.get(table) ?? [];
    let insert = prepared.find(
      (one) => one.onConflict === onConflict && areSame(one.columns, columns),
    );
    if (insert === undefined) {
      const statement = db.$client.prepare(insertInto(table, columns, onConflict));
      insert = { columns, onConflict, statement };
      inserts.set(table, [...prepared, insert]);
    }
    return insert.statement.run(...Object.values(row).map(asStored)).changes;
  }

  function insert<T extends SQLiteTable>(table: T, row: T['$inferInsert']): void {
    insertRow(table, row, 'fail');
  }

  /** Inserts a row where there is none like it, and says whether it did. */
  function add<T extends SQLiteTable>(table: T, row: T['$inferInsert']): boolean {
    return insertRow(table, row, 'keep') > 0;
  }

  /** Inserts a row, or replaces the one that has its key. */
  function put<T extends SQLiteTable & Keyed>(table: T, row: T['$inferInsert']): void {
    insertRow(table, row, 'replace');
  }

  /** Deletes the rows that have a value in a column. */
  function clear(column: SQLiteColumn, value: number): void {
    const statement = deletes.get(column) ?? db.$client.prepare(deleteWhere(column));
    deletes.set(column, statement);
    statement.run(value);
  }

  return { insert, add, put, clear };
}

const areSame = (some: string[], others: string[]): boolean =>
  some.length === others.length && some.every((column, index) => column === others[index]);

const asStored = (value: unknown): unknown => (typeof value === 'boolean' ? Number(value) : value);

/** Written by hand, since drizzle's own statements take several times as long on every row. */
function insertInto(table: SQLiteTable, columns: string[], onConflict: OnConflict): string {
  const known = getTableColumns(table);
  const names = columns.map((column) => quoted(known[column]?.name ?? column));
  const values = columns.map(() => '?');
  const insert = `insert into ${quoted(getTableName(table))} (${names}) values (${values})`;
  if (onConflict === 'fail') return insert;
  if (onConflict === 'keep') return `${insert} on conflict do nothing`;
  const replaced = names.map((name) => `${name} = excluded.${name}`);
  return `${insert} on conflict (id) do update set ${replaced}`;
}

const deleteWhere = ({ table, name }: SQLiteColumn): string =>
  `delete from ${quoted(getTableName(table))} where ${quoted(name)} = +?`;

const quoted = (name: string): string => `"${name}"`;
