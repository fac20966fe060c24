// The inner keys of public ids: those that a table has, and the next free ones for new ids.
import { eq, sql } from 'drizzle-orm';
import type { AnySQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core';
import type { Db } from '#db/open.ts';

export type Keyed = { id: AnySQLiteColumn };

/** The key of an id, for one transaction. A new id is given its key before its row is written. */
export function keysOf(
  db: Db,
  table: SQLiteTable & Keyed & { slug: AnySQLiteColumn },
): (id: string) => number {
  const found = db
    .select({ key: sql<number>`${table.id}` })
    .from(table)
    .where(eq(table.slug, sql.placeholder('slug')))
    .prepare();
  const last = db
    .select({ key: sql<number>`coalesce(max(${table.id}), 0)` })
    .from(table)
    .get();
  let next = (last?.key ?? 0) + 1;
  const keys = new Map<string, number>();
  return (slug) => {
    const key = keys.get(slug) ?? found.get({ slug })?.key ?? next++;
    keys.set(slug, key);
    return key;
  };
}
