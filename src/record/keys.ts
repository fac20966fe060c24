// The inner keys of public ids: those that a table has, and the next free ones for new ids.
import { sql } from 'drizzle-orm';
import type { AnySQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core';
import type { Db } from '#db/open.ts';
import { BOUND, readRows, textOf } from '#db/statements.ts';

export type Keyed = { id: AnySQLiteColumn };

/** The key of an id, for one transaction. A new id is given its key before its row is written. */
export function keysOf(db: Db, table: SQLiteTable & Keyed & { slug: AnySQLiteColumn }) {
  const found = textOf(sql`select ${table.id} from ${table} where ${table.slug} = +${BOUND}`);
  const [last = [0]] = readRows<[number]>(
    db,
    textOf(sql`select coalesce(max(${table.id}), 0) from ${table}`),
  );
  const firstNew = last[0] + 1;
  let next = firstNew;
  const keys = new Map<string, number>();
  const keyOf = (slug: string): number => {
    const key = keys.get(slug) ?? readRows<[number]>(db, found, [slug])[0]?.[0] ?? next++;
    keys.set(slug, key);
    return key;
  };
  /** Whether an id had no row when the transaction began. */
  const isNew = (slug: string): boolean => keyOf(slug) >= firstNew;
  return Object.assign(keyOf, { isNew });
}
