// Rebuilds a record from its feed of changes, or brings such a mirror up to date: every change is
// logged as it was and made again.
import { gte } from 'drizzle-orm';
import { z } from 'zod';
import { isEnd } from '#db/gone.ts';
import type { Db } from '#db/open.ts';
import { changes } from '#db/tables.ts';
import { CHANGE_ACTIONS, CHANGE_ORIGINS, RECORD_KINDS } from '#db/vocabulary.ts';
import type { Feed } from './files.ts';
import { apart, type Form, stands } from './forms.ts';
import { type Refusal, RefusedRecord, refusalsOf } from './refusal.ts';
import { recordSchemas, standingSchema } from './schema.ts';
import { verifyAnchors } from './texts.ts';
import { inTransaction, lastSequence, nextVersion } from './transaction.ts';
import { writeRecord } from './write.ts';
import { startWriting, type Writing } from './writing.ts';

const document = z.record(z.string(), z.unknown()).nullable();
const changeSchema = z.object({
  sequence: z.int().positive(),
  recorded_at: z.iso.datetime(),
  action: z.enum(CHANGE_ACTIONS),
  origin: z.enum(CHANGE_ORIGINS),
  kind: z.enum(RECORD_KINDS),
  record: z.string(),
  reason: z.string(),
  before: document,
  after: document,
});
type Change = z.infer<typeof changeSchema>;

/** How many changes were made again, and how many the database had already. */
export type MirrorReport = { made: number; held: number };

type Refuse = (record: string, problem: string, allowed: string) => never;

/** @throws RefusedRecord where a line cannot be used or the feed does not go on from the database. */
export function mirrorChanges(db: Db, feed: Feed, { checkOnly = false } = {}): MirrorReport {
  const { file } = feed;
  const given = readChanges(feed);
  const refuse: Refuse = (record, problem, allowed) => {
    throw new RefusedRecord([{ file, record, field: '', problem, allowed }]);
  };
  try {
    return inTransaction(db, !checkOnly, () => {
      const fresh = given.slice(heldOf(db, given, refuse));
      const writing: Writing = {
        ...startWriting(db, 'load', () => ''),
        enter: () => 'corrected', // what is written was logged, and is logged as it was
        log: () => {},
      };
      for (const change of fresh) makeAgain(writing, change, file);
      verifyAnchors(db, writing.anchoredIn); // of texts that this mirror holds
      if (fresh.length > 0) nextVersion(db);
      return { made: fresh.length, held: given.length - fresh.length };
    });
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    if (!code.startsWith('SQLITE_CONSTRAINT')) throw error;
    return refuse('', `does not hold together: ${message}`, 'a feed as it was answered, from 1 on');
  }
}

function readChanges({ file, lines }: Feed): Change[] {
  const refusals: Refusal[] = [];
  const read = lines.flatMap((line, index) => {
    const record = `line ${index + 1}`;
    try {
      const content: unknown = JSON.parse(line);
      const parsed = changeSchema.safeParse(content);
      if (parsed.success) return [parsed.data];
      const found = refusalsOf(file, content, parsed.error, '/v1/changes');
      refusals.push(...found.map((refusal) => ({ ...refusal, record })));
    } catch (error) {
      const problem = `is no JSON: ${(error as Error).message}`;
      refusals.push({ file, record, field: '', problem, allowed: 'a line of /v1/changes' });
    }
    return [];
  });
  if (refusals.length > 0) throw new RefusedRecord(refusals);
  return read;
}

/** How many of the changes the database has; those are the same, and the others go on from them. */
function heldOf(db: Db, given: Change[], refuse: Refuse): number {
  const [first] = given;
  if (first === undefined) return 0;
  const held = db.select().from(changes).where(gte(changes.sequence, first.sequence)).all();
  const known = new Map(held.map((row) => [row.sequence, row]));
  let next = Math.min(first.sequence, lastSequence(db) + 1);
  for (const { sequence, kind, record, recorded_at } of given) {
    if (sequence !== next)
      refuse(`change ${sequence}`, 'is out of order', `change ${next} before it`);
    next += 1;
    const row = known.get(sequence);
    if (row === undefined) continue;
    if (row.kind === kind && row.recordId === record && row.recordedAt === recorded_at) continue;
    const problem = `is ${kind} ${record}, but the database has ${row.kind} ${row.recordId} there`;
    refuse(`change ${sequence}`, problem, 'the feed that this database is a mirror of');
  }
  return known.size < given.length ? known.size : given.length;
}

function makeAgain(w: Writing, change: Change, file: string): void {
  const { recorded_at: recordedAt, record: recordId, before, after, ...same } = change;
  w.db
    .insert(changes)
    .values({ ...same, recordedAt, recordId, before: asJson(before), after: asJson(after) })
    .run();
  if (isEnd(change.action)) w.remove(change.kind, recordId);
  else writeAgain(w, change, file);
}

const asJson = (value: object | null): string | null => value && JSON.stringify(value);

/** Writes a record as the log has it; only its shape is checked, since it was checked when it came. */
function writeAgain(w: Writing, { sequence, kind, after }: Change, file: string): void {
  const { standing, record } = apart(kind, (after ?? {}) as Form);
  const parsed = recordSchemas[kind].safeParse(record);
  const at = standingSchema.safeParse(standing);
  const error = parsed.error ?? (stands(kind) ? at.error : undefined);
  if (error !== undefined) {
    const found = refusalsOf(file, after, error, 'record.schema.json');
    throw new RefusedRecord(found.map((refusal) => ({ ...refusal, record: `change ${sequence}` })));
  }
  const { article = '', sha256 = '', position = 0, anchor } = at.data ?? {};
  const where = { article: { id: article, text: { sha256 } }, position, anchor };
  writeRecord(w, kind, parsed.data as object, where);
}
