// The one path into the database: checks a batch of record files and writes it in one
// transaction, all or nothing. What is there already and unchanged is left alone.
import type { Db } from '#db/open.ts';
import { RECORD_KINDS, type RecordKind } from '#db/vocabulary.ts';
import { type Batch, gather } from './batch.ts';
import { checkBatch } from './check.ts';
import type { ArticleText, ReadFile } from './files.ts';
import { knownTo } from './known.ts';
import { newsOf } from './past.ts';
import { RefusedRecord } from './refusal.ts';
import { settle } from './settle.ts';
import { type Anchors, attachTexts, type Texts, verifyAnchors } from './texts.ts';
import { inTransaction, nextVersion } from './transaction.ts';
import { writeRecord } from './write.ts';
import { startWriting, type Tally, type Writing } from './writing.ts';

export type Report = {
  /** Of each kind of record: how many were new, changed, or the same as before. */
  records: Record<RecordKind, Tally>;
  texts: Texts;
  anchors: Anchors;
};

export type LoadOptions = {
  texts?: ArticleText[];
  /** Why records change; it goes into the log of changes. */
  reason?: string;
  /** Check everything and keep nothing. */
  checkOnly?: boolean;
  /** Called as records are written. */
  progress?: (done: number, total: number) => void;
};

/** @throws RefusedRecord with every refusal at once; the database is then as it was before. */
export function loadRecord(db: Db, files: ReadFile[], options: LoadOptions = {}): Report {
  const { batch, refusals } = gather(files);
  if (refusals.length > 0) throw new RefusedRecord(refusals);
  return inTransaction(db, options.checkOnly !== true, () => {
    const news = newsOf(db, batch);
    const wrong = [...news.refusals, ...checkBatch(news.batch, knownTo(db, news.batch, batch))];
    if (wrong.length > 0) throw new RefusedRecord(wrong);
    const { reason = 'loaded from the record files', progress } = options;
    const writing = startWriting(db, 'load', () => reason);
    const records = writing.tallies;
    for (const kind of RECORD_KINDS) records[kind].unchanged = news.unchanged[kind];
    writeBatch(writing, news.batch, progress);
    const texts = attachTexts(db, options.texts ?? [], batch);
    const anchors = verifyAnchors(db, batch);
    if (texts.attached > 0 || Object.values(records).some(isChange)) nextVersion(db);
    return { records, texts, anchors };
  });
}

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
