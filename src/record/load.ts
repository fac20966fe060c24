// The one path into the database: checks a batch of record files and writes it in one
// transaction, all or nothing. What is there already and unchanged is left alone.
import type { Db } from '#db/open.ts';
import { RECORD_KINDS, type RecordKind } from '#db/vocabulary.ts';
import { type Batch, gather } from './batch.ts';
import { checkBatch } from './check.ts';
import type { ArticleText, ReadFile } from './files.ts';
import { knownTo } from './known.ts';
import { carryForward, type Moves } from './moves.ts';
import { keepNewer, type NewerText, refuseUnrelated, takeNewer } from './newer.ts';
import { newsOf } from './past.ts';
import { RefusedRecord } from './refusal.ts';
import { settle } from './settle.ts';
import { attachTexts, type Counts, countAll, verifyAnchors } from './texts.ts';
import { inTransaction, nextVersion } from './transaction.ts';
import { writeRecord } from './write.ts';
import { startWriting, type Tally, type Writing } from './writing.ts';

export type Report = {
  /** Of each kind of record: how many were new, changed, or the same as before. */
  records: Record<RecordKind, Tally>;
  /** How many texts are held that were not. */
  attached: number;
  /** Articles whose text is newer now, or whose anchors were carried to it. */
  moves: Moves[];
  /** What is on record now, where asked for. */
  counts?: Counts;
};

export type LoadOptions = {
  texts?: ArticleText[];
  /** Newer versions of the texts of articles; each becomes the current one. */
  newer?: NewerText[];
  /** Why records change; it goes into the log of changes. */
  reason?: string;
  /** Check everything and keep nothing. */
  checkOnly?: boolean;
  /** Count what is on record at the end, which takes the longer the more there is. */
  count?: boolean;
  /** Called as records are written. */
  progress?: (done: number, total: number) => void;
};

/** @throws RefusedRecord with every refusal at once; the database is then as it was before. */
export const loadRecord = (db: Db, files: ReadFile[], options: LoadOptions = {}): Report =>
  inTransaction(db, options.checkOnly !== true, () => loadWithin(db, files, options));

/**
 * Loads within a transaction, which its caller ends.
 * @throws RefusedRecord with every refusal at once; the transaction is then to be rolled back.
 */
export function loadWithin(db: Db, files: ReadFile[], options: LoadOptions): Report {
  const { batch, refusals } = gather(files);
  if (refusals.length > 0) throw new RefusedRecord(refusals);
  const news = newsOf(db, batch);
  const wrong = [...news.refusals, ...checkBatch(news.batch, knownTo(db, news.batch, batch))];
  if (wrong.length > 0) throw new RefusedRecord(wrong);
  const { newer = [], reason, progress } = options;
  const writing = startWriting(db, 'load', () => reason ?? 'loaded from the record files');
  const records = writing.tallies;
  for (const kind of RECORD_KINDS) records[kind].unchanged = news.unchanged[kind];
  writeBatch(writing, news.batch, progress);
  keepNewer(db, news.newer);
  const { taken, current } = takeNewer(db, newer);
  const given = [...(options.texts ?? []), ...current];
  const attached = attachTexts(db, given, batch);
  const touched = new Set([...given, ...newer.map(({ text }) => text)].map(sha256Of));
  for (const sha256 of writing.anchoredIn) touched.add(sha256);
  verifyAnchors(db, touched, batch);
  const moves = carryForward(writing, touched, new Set([...taken, ...attached]), reason);
  refuseUnrelated(newer, moves);
  if (attached.length + moves.length > 0 || Object.values(records).some(isChange)) nextVersion(db);
  const counts = options.count === true && { counts: countAll(db) };
  return { records, attached: attached.length, moves, ...counts };
}

const sha256Of = ({ sha256 }: ArticleText): string => sha256;
const isChange = ({ inserted, corrected }: Tally): boolean => inserted + corrected > 0;

/** Writes what was checked, and settles it; `progress` counts on from what is unchanged. */
export function writeBatch(
  writing: Writing,
  batch: Batch,
  progress: NonNullable<LoadOptions['progress']> = () => {},
): void {
  let done = RECORD_KINDS.reduce((sum, kind) => sum + writing.tallies[kind].unchanged, 0);
  const total = RECORD_KINDS.reduce((sum, kind) => sum + batch[kind].size, done);
  for (const kind of RECORD_KINDS) {
    for (const { record, file: _file, ...standing } of batch[kind].values()) {
      writeRecord(writing, kind, record, standing);
      done += 1;
      progress(done, total);
    }
  }
  const apart = settle(writing, batch);
  if (apart.length > 0) throw new RefusedRecord(apart);
}
