// Corrects, retracts and merges records as a file of corrections says: all of it or nothing, and
// every change in the log with its reason.
import { eq, gt, sql } from 'drizzle-orm';
import type { z } from 'zod';
import type { Db } from '#db/open.ts';
import { changes, texts } from '#db/tables.ts';
import { RECORD_KINDS, type RecordKind } from '#db/vocabulary.ts';
import { amend } from './amend.ts';
import type { Batch } from './batch.ts';
import { checkBatch } from './check.ts';
import { type Draft, type Drafts, draftsOn, isChanged } from './drafts.ts';
import type { ReadCorrections } from './files.ts';
import { dependents, follow } from './follow.ts';
import { apart, emptyBatch, forEachKind, stands } from './forms.ts';
import { knownTo } from './known.ts';
import { writeBatch } from './load.ts';
import { type Refusal, RefusedRecord } from './refusal.ts';
import type { ArticleRecord, standingSchema } from './schema.ts';
import { verifyAnchors } from './texts.ts';
import { inTransaction, lastSequence, nextVersion } from './transaction.ts';
import { startWriting } from './writing.ts';

/** Of each kind: the changes made, and the corrections that were in force already. */
type CorrectionTally = {
  inserted: number;
  corrected: number;
  retracted: number;
  merged: number;
  unchanged: number;
};
export type CorrectionReport = Record<RecordKind, CorrectionTally>;

/** @throws RefusedRecord with every refusal that can be told; nothing is then changed. */
export function correctRecord(
  db: Db,
  { file, content }: ReadCorrections,
  { checkOnly = false } = {},
): CorrectionReport {
  return inTransaction(db, !checkOnly, () => {
    const before = lastSequence(db);
    const drafts = draftsOn(db);
    const unchanged = forEachKind(() => 0);
    const refusals: Refusal[] = [];
    for (const entry of content.corrections) {
      try {
        if (!amend(db, drafts, file, entry)) unchanged[entry.kind] += 1;
      } catch (error) {
        if (!(error instanceof RefusedRecord)) throw error;
        refusals.push(...error.refusals);
      }
    }
    stop(refusals);
    follow(drafts);
    stop(dependents(drafts, file));
    writeDrafts(db, drafts, file);
    if (lastSequence(db) > before) nextVersion(db);
    return tallied(db, before, unchanged);
  });
}

function stop(refusals: Refusal[]): void {
  if (refusals.length > 0) throw new RefusedRecord(refusals);
}

/**
 * What goes is removed first, so that what stays may take over its identifiers, and logged last, what
 * refers before what it refers to: at no point of the log does anything refer to nothing, or belong
 * to two.
 */
function writeDrafts(db: Db, drafts: Drafts, file: string): void {
  const reasonFor = (kind: RecordKind, id: string) =>
    drafts.peek(kind, id)?.reason ??
    drafts.peek('quotes', id)?.reason ??
    'follows from a correction';
  const writing = startWriting(db, 'correction', reasonFor);
  const going = RECORD_KINDS.toReversed().flatMap((kind) =>
    drafts.going().filter((draft) => draft.kind === kind),
  );
  for (const { kind, id } of going) writing.remove(kind, id);
  for (const draft of going.filter(isChanged)) {
    const { kind, id, logged, form } = draft;
    const after = JSON.stringify(form);
    writing.log({ action: 'correct', kind, id, before: logged, after });
  }
  const batch = batchOf(db, drafts, file);
  stop(checkBatch(batch, knownTo(db, batch)));
  writeBatch(writing, batch);
  for (const { kind, id, form, gone, settled } of going) {
    const into = gone?.into ?? null;
    writing.log({
      action: into === null ? 'retract' : 'merge',
      kind,
      id,
      before: JSON.stringify(form),
      after: into === null ? null : JSON.stringify({ merged_into: into }),
      origin: settled ? 'settlement' : 'correction',
    });
  }
  verifyAnchors(db, writing.anchoredIn, batch);
}

/** The drafts that have changed, as a batch of records like those of files. */
function batchOf(db: Db, drafts: Drafts, file: string): Batch {
  const batch = emptyBatch();
  for (const draft of drafts.live().filter(isChanged)) {
    const { record } = apart(draft.kind, draft.form);
    const standing = stands(draft.kind) ? standingOf(db, drafts, draft) : {};
    const located = { file, record, ...standing };
    (batch[draft.kind] as Map<string, unknown>).set(draft.id, located);
  }
  return batch;
}

/** A quote or figure stays in its article, and in the version of the text that it was found in. */
function standingOf(db: Db, drafts: Drafts, { form }: Draft) {
  const { sha256, position, anchor } = form as unknown as z.infer<typeof standingSchema>;
  const article = drafts.get('articles', form.article as string)?.form as unknown as ArticleRecord;
  const text = db.select().from(texts).where(eq(texts.sha256, sha256)).get();
  const of = { sha256, length: text?.length ?? article.text.length };
  return { article: { ...article, text: of }, position, anchor };
}

const COLUMNS = {
  insert: 'inserted',
  correct: 'corrected',
  retract: 'retracted',
  merge: 'merged',
} as const;

function tallied(db: Db, from: number, unchanged: Record<RecordKind, number>): CorrectionReport {
  const report = forEachKind<CorrectionTally>(() => ({
    inserted: 0,
    corrected: 0,
    retracted: 0,
    merged: 0,
    unchanged: 0,
  }));
  for (const kind of RECORD_KINDS) report[kind].unchanged = unchanged[kind];
  const made = db
    .select({ kind: changes.kind, action: changes.action, n: sql<number>`count(*)` })
    .from(changes)
    .where(gt(changes.sequence, from))
    .groupBy(changes.kind, changes.action)
    .all();
  for (const { kind, action, n } of made) report[kind][COLUMNS[action]] = n;
  return report;
}
