// One transaction a file: all of it or nothing, and caches are told.
import { max, sql } from 'drizzle-orm';
import { articleList } from '#articles/queries.ts';
import { indexChanged } from '#db/index.ts';
import { optimizeIndexes } from '#db/index-all.ts';
import type { Db } from '#db/open.ts';
import { changes, dataVersion } from '#db/tables.ts';
import { figureList } from '#figures/queries.ts';
import { quoteList } from '#quotes/queries.ts';
import { utteranceList } from '#utterances/queries.ts';

/** The lists whose records are indexed, or kept as JSON. */
export const INDEXED = [quoteList, figureList, articleList, utteranceList];

/** References may point forward: foreign keys are checked at the end, and what changed is indexed. */
export function inTransaction<T>(db: Db, keep: boolean, work: () => T): T {
  const client = db.$client;
  client.exec('begin immediate; pragma defer_foreign_keys = on');
  try {
    const result = work();
    if (keep) indexChanged(db, INDEXED);
    client.exec(keep ? 'commit' : 'rollback');
    return result;
  } catch (error) {
    if (client.inTransaction) client.exec('rollback');
    throw error;
  }
}

/** The number of the last change, 0 where there is none. */
export const lastSequence = (db: Db): number =>
  db
    .select({ last: max(changes.sequence) })
    .from(changes)
    .get()?.last ?? 0;

const MANY = 10_000; // changes

/**
 * What loads leave in pieces is merged where there were many changes: a search looks into each piece.
 * That takes seconds at a million quotes, so a load of a few leaves it.
 */
export function optimizedAfter<T>(db: Db, load: () => T, many = MANY): T {
  const before = lastSequence(db);
  const result = load();
  if (lastSequence(db) - before >= many) optimizeIndexes(db, INDEXED);
  return result;
}

/** Tells caches that answers may differ from now on. */
export function nextVersion(db: Db): void {
  db.update(dataVersion)
    .set({ version: sql`${dataVersion.version} + 1`, changedAt: new Date().toISOString() })
    .run();
}
