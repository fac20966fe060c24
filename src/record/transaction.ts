// One transaction a file: all of it or nothing, and caches are told.
import { sql } from 'drizzle-orm';
import { articleList } from '#articles/queries.ts';
import { indexChanged } from '#db/index.ts';
import type { Db } from '#db/open.ts';
import { dataVersion } from '#db/tables.ts';
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

/** Tells caches that answers may differ from now on. */
export function nextVersion(db: Db): void {
  db.update(dataVersion)
    .set({ version: sql`${dataVersion.version} + 1`, changedAt: new Date().toISOString() })
    .run();
}
