// Loads the synthetic record into a file through the loader, goes on where an earlier run was
// stopped, and tells how it goes.
import { asc, sql } from 'drizzle-orm';
import { type Db, openDatabase } from '#db/open.ts';
import { changes, quotes } from '#db/tables.ts';
import { loadRecord } from '#record/load.ts';
import { syntheticRecord } from './record/synthetic.ts';

/** The file holds something else than the record that is to be built in it. */
export class OtherRecord extends Error {}

/** What the log of changes says of a synthetic record; a build goes on where it finds its own. */
export const nameOf = (quotes: number, seed: number): string =>
  `synthetic record of ${quotes} quotes, seed ${seed}`;

/** @throws OtherRecord */
export function buildDatabase(
  path: string,
  wanted: number,
  seed: number,
  progress: (line: string) => void,
): void {
  const record = syntheticRecord(wanted, seed);
  const reason = nameOf(wanted, seed);
  const db = openDatabase(path);
  try {
    refuseOther(db, path, reason);
    db.$client.pragma('synchronous = OFF'); // a file that a power cut spoils is made again
    db.$client.pragma('cache_size = -262144'); // KiB; indexes of random keys are revisited
    const before = db.select({ n: sql<number>`count(*)` }).from(quotes).get()?.n ?? 0;
    const began = performance.now();
    let held = before;
    for (let number = record.batchAfter(before); number < record.batches; number += 1) {
      const batch = record.batch(number);
      loadRecord(db, batch.files, { texts: batch.texts, reason });
      held += batch.quotes;
      const rate = (1000 * (held - before)) / (performance.now() - began);
      const left = rate === 0 ? '' : `, ${Math.ceil((wanted - held) / rate)} s left`;
      progress(`${held} of ${wanted} quotes, ${Math.round(rate)} a second${left}`);
    }
  } finally {
    db.$client.close();
  }
}

function refuseOther(db: Db, path: string, reason: string): void {
  const first = db
    .select({ reason: changes.reason })
    .from(changes)
    .orderBy(asc(changes.sequence))
    .limit(1)
    .get();
  if (first === undefined || first.reason === reason) return;
  throw new OtherRecord(`${path} holds another record (${first.reason}), not the ${reason}.`);
}
