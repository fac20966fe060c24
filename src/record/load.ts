// The one path into the database: checks a batch of record files and writes it in one
// transaction, all or nothing. What is there already and unchanged is left alone.
import { sql } from 'drizzle-orm';
import type { Db } from '#db/open.ts';
import { dataVersion } from '#db/tables.ts';
import { RECORD_KINDS, type RecordKind } from '#db/vocabulary.ts';
import { type Batch, gather } from './batch.ts';
import { checkBatch } from './check.ts';
import type { ArticleText, ReadFile } from './files.ts';
import { knownTo } from './known.ts';
import { RefusedRecord } from './refusal.ts';
import { settle } from './settle.ts';
import { type Anchors, attachTexts, type Texts, verifyAnchors } from './texts.ts';
import {
  writeArticle,
  writeEntity,
  writeFigure,
  writeQuote,
  writeSeries,
  writeStory,
  writeUtterance,
} from './write.ts';
import { startWriting, type Tally } from './writing.ts';

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
    const wrong = checkBatch(batch, knownTo(db, batch));
    if (wrong.length > 0) throw new RefusedRecord(wrong);
    const records = writeBatch(db, batch, options);
    const texts = attachTexts(db, options.texts ?? [], batch);
    const anchors = verifyAnchors(db, batch);
    if (texts.attached > 0 || Object.values(records).some(isChange)) nextVersion(db);
    return { records, texts, anchors };
  });
}

const isChange = ({ inserted, corrected }: Tally): boolean => inserted + corrected > 0;

/** Tells caches that answers may differ from now on. */
function nextVersion(db: Db): void {
  db.update(dataVersion)
    .set({ version: sql`${dataVersion.version} + 1`, changedAt: new Date().toISOString() })
    .run();
}

/** References may point forward: foreign keys are checked at the end. */
function inTransaction<T>(db: Db, keep: boolean, work: () => T): T {
  const client = db.$client;
  client.exec('begin immediate; pragma defer_foreign_keys = on');
  try {
    const result = work();
    client.exec(keep ? 'commit' : 'rollback');
    return result;
  } catch (error) {
    if (client.inTransaction) client.exec('rollback');
    throw error;
  }
}

function writeBatch(
  db: Db,
  batch: Batch,
  { reason = 'loaded from the record files', progress = () => {} }: LoadOptions,
): Report['records'] {
  const writing = startWriting(db, reason);
  const total = RECORD_KINDS.reduce((sum, kind) => sum + batch[kind].size, 0);
  let done = 0;
  const each = <L>(located: Map<string, L>, one: (located: L) => void) => {
    for (const value of located.values()) {
      one(value);
      done += 1;
      progress(done, total);
    }
  };
  each(batch.entities, ({ record }) => writeEntity(writing, record));
  each(batch.series, ({ record }) => writeSeries(writing, record));
  each(batch.stories, ({ record }) => writeStory(writing, record));
  each(batch.utterances, ({ record }) => writeUtterance(writing, record));
  each(batch.articles, ({ record }) => writeArticle(writing, record));
  each(batch.quotes, ({ record, ...where }) => writeQuote(writing, record, where));
  each(batch.figures, ({ record, ...where }) => writeFigure(writing, record, where));
  const apart = settle(writing, batch);
  if (apart.length > 0) throw new RefusedRecord(apart);
  return writing.tallies;
}
