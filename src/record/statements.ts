// The statements that writing repeats for every record, each prepared once for a transaction.
import { getTableColumns, getTableName, type SQL, sql } from 'drizzle-orm';
import type { SQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core';
import type { Db } from '#db/open.ts';
import type { Keyed } from './keys.ts';

type Row = Record<string, unknown>;
type Statement = { run: (values: Row) => { changes: number } };
/** What becomes of a row whose like is there. */
type OnConflict = 'fail' | 'keep' | 'replace';

export function statementsOf(db: Db) {
  const inserts = new Map<string, Statement>();
  const deletes = new Map<SQLiteColumn, Statement>();

  /** Inserts the columns that a row tells and returns how many rows that made or changed. */
  function insertRow(table: SQLiteTable, row: Row, onConflict: OnConflict): number {
    const columns = Object.keys(row);
    const name = `${onConflict} ${getTableName(table)} ${columns}`;
    const statement = inserts.get(name) ?? prepareInsert(db, table, columns, onConflict);
    inserts.set(name, statement);
    return statement.run(row).changes;
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
    const statement = deletes.get(column) ?? prepareDelete(db, column);
    deletes.set(column, statement);
    statement.run({ value });
  }

  return { insert, add, put, clear };
}

function prepareInsert(
  db: Db,
  table: SQLiteTable,
  columns: string[],
  onConflict: OnConflict,
): Statement {
  const each = (value: (column: string) => SQL | ReturnType<typeof sql.placeholder>) =>
    Object.fromEntries(columns.map((column) => [column, value(column)]));
  const query = db.insert(table).values(each((column) => sql.placeholder(column)));
  if (onConflict === 'keep') query.onConflictDoNothing();
  if (onConflict === 'replace') {
    const known = getTableColumns(table);
    const set = each((column) => sql`excluded.${sql.identifier(known[column]?.name ?? column)}`);
    query.onConflictDoUpdate({ target: (table as SQLiteTable & Keyed).id, set });
  }
  return query.prepare();
}

const prepareDelete = (db: Db, column: SQLiteColumn): Statement =>
  db
    .delete(column.table)
    .where(sql`${column} = +${sql.placeholder('value')}`)
    .prepare();
