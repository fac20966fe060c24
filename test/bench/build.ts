// Makes a database of the synthetic record on the bulk path of the loader; a run that was stopped
// goes on.
import { existsSync } from 'node:fs';
import { asc } from 'drizzle-orm';
import { openDatabase } from '#db/open.ts';
import { changes } from '#db/tables.ts';
import { type BulkProgress, loadInBulk, type Part } from '#record/bulk.ts';
import { syntheticRecord } from './record/synthetic.ts';

/** The file holds something else than the record that is to be built in it. */
export class OtherRecord extends Error {}

/** What the log of changes says of a synthetic record. */
const nameOf = (quotes: number, seed: number): string =>
  `synthetic record of ${quotes} quotes, seed ${seed}`;

const TOGETHER = 4; // batches; the more come in together, the less often a page is written

/** A synthetic record in parts; the size of each is how many quotes it has. */
export function partsOf(quotes: number, seed: number, together = TOGETHER): Part[] {
  const record = syntheticRecord(quotes, seed);
  const { fromCorrections, batches } = record;
  const numbered = [
    ...inGroups(0, fromCorrections, together),
    ...inGroups(fromCorrections, batches, together),
  ];
  return numbered.map((numbers) => ({
    name: `${nameOf(quotes, seed)}, batches ${numbers}`,
    size: numbers.reduce((sum, number) => sum + record.sizeOf(number), 0),
    read: () => {
      const batches = numbers.map((number) => record.batch(number));
      return {
        files: batches.flatMap(({ files }) => files),
        texts: batches.flatMap(({ texts }) => texts),
      };
    },
  }));
}

/** The numbers from one up to another, so many together. */
const inGroups = (from: number, to: number, together: number): number[][] =>
  Array.from({ length: Math.ceil((to - from) / together) }, (_, index) => {
    const first = from + index * together;
    return Array.from({ length: Math.min(together, to - first) }, (_, offset) => first + offset);
  });

/** @throws OtherRecord */
export function buildDatabase(
  path: string,
  quotes: number,
  seed: number,
  progress: (progress: BulkProgress) => void,
): void {
  const reason = nameOf(quotes, seed);
  const held = existsSync(path) ? reasonIn(path) : undefined;
  if (held === reason) return;
  if (held !== undefined) {
    throw new OtherRecord(`${path} holds another record (${held}), not the ${reason}.`);
  }
  loadInBulk(path, partsOf(quotes, seed), { reason, progress });
}

/** Why the first record came in. */
function reasonIn(path: string): string | undefined {
  const db = openDatabase(path);
  try {
    const { reason } = changes;
    return db.select({ reason }).from(changes).orderBy(asc(changes.sequence)).limit(1).get()
      ?.reason;
  } finally {
    db.$client.close();
  }
}
