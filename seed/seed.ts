// npm run seed: loads record files, attaches article texts, tells what was done.
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { readConfig } from '#config.ts';
import { type Db, openDatabase } from '#db/open.ts';
import { loadInBulk, unfinished } from '#record/bulk.ts';
import {
  bundledFiles,
  listTexts,
  readFeed,
  readRecordFiles,
  readTextFiles,
  readTexts,
  recordFiles,
} from '#record/files.ts';
import { loadRecord } from '#record/load.ts';
import { mirrorChanges } from '#record/mirror.ts';
import type { NewerText } from '#record/newer.ts';
import { partsOf } from '#record/parts.ts';
import { progressBar, progressLines } from '#record/progress.ts';
import { mirrorLines, reportTable } from '#record/report.ts';
import { optimizedAfter } from '#record/transaction.ts';
import { Misuse, runCommand } from './command.ts';

const USAGE = `npm run seed -- [options]
  --file FILE...  load these record files instead of the bundled record; of a folder, those in it
  --bulk          make a new database of very many records, with every index made at the end; files
                  come in one after the other, so what they refer to stands in them or before them
  --texts DIR     attach the article texts in DIR by their SHA-256 and verify every anchor
  --newer ARTICLE=FILE
                  make the text in FILE the current one of ARTICLE and find its anchors again in
                  it; once for each article; loads no record but those after --file
  --check         check everything and load no record
  --reason TEXT   why records change; kept in the log of changes
  --changes FILE  make every change of a feed again (/v1/changes as NDJSON): a mirror
  --help          show this

The database is ONRECORD_DB (data/onrecord.db).`;

const parse = () =>
  parseArgs({
    allowPositionals: true,
    options: {
      file: { type: 'string', multiple: true },
      texts: { type: 'string' },
      newer: { type: 'string', multiple: true },
      check: { type: 'boolean', default: false },
      reason: { type: 'string' },
      changes: { type: 'string' },
      bulk: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
type Options = ReturnType<typeof parse>;

runCommand(USAGE, 'loaded', parse, (options) => {
  const { values, positionals } = options;
  if (positionals.length > 0 && values.file === undefined) {
    throw new Misuse(`"${positionals[0]}" is no option; name record files after --file.`);
  }
  const { ONRECORD_DB } = readConfig();
  if (values.bulk) {
    console.log(loadingInBulk(options, ONRECORD_DB));
    return;
  }
  const work = values.changes === undefined ? loading(options) : mirroring(options, values.changes);
  const db = openDatabase(values.check && !existsSync(ONRECORD_DB) ? ':memory:' : ONRECORD_DB);
  try {
    console.log(optimizedAfter(db, () => work(db)));
  } finally {
    db.$client.close();
  }
});

/** Reads the files; what it returns loads them and tells of it. */
function loading({ values, positionals }: Options): (db: Db) => string {
  const newer = readNewer(values.newer ?? []);
  const byThemselves = newer.length > 0 ? [] : bundledFiles();
  const named = values.file && recordFiles([...values.file, ...positionals]);
  const files = readRecordFiles(named ?? byThemselves);
  const texts = values.texts === undefined ? [] : readTexts(values.texts);
  return (db) => {
    const report = loadRecord(db, files, {
      texts,
      newer,
      checkOnly: values.check,
      count: true,
      progress: progressLines(process.stderr),
      ...(values.reason !== undefined && { reason: values.reason }),
    });
    return reportTable(report, values.check);
  };
}

/** Loads into a new database and tells of it. */
function loadingInBulk({ values, positionals }: Options, path: string): string {
  if (values.newer ?? values.changes ?? (values.check || undefined)) {
    throw new Misuse('--bulk goes with --file, --texts and --reason only.');
  }
  const files = values.file ? recordFiles([...values.file, ...positionals]) : bundledFiles();
  const texts = values.texts === undefined ? [] : listTexts(values.texts);
  const { reason } = values;
  try {
    const report = loadInBulk(path, partsOf(files, texts), {
      progress: progressBar(process.stderr, 'MB'),
      ...(reason !== undefined && { reason }),
    });
    return reportTable(report, false);
  } finally {
    if (process.stderr.isTTY) process.stderr.write('\n');
    if (existsSync(unfinished(path))) {
      console.error(
        `${unfinished(path)} keeps what was loaded before; the same command goes on there.`,
      );
    }
  }
}

function readNewer(given: string[]): NewerText[] {
  const pairs = given.map((one) => {
    const [, article, path] = /^([^=]+)=(.+)$/s.exec(one) ?? [];
    if (article === undefined || path === undefined) {
      throw new Misuse(
        `"${one}" is no ARTICLE=FILE; name the id of an article and its newer text.`,
      );
    }
    return { article, path };
  });
  const texts = readTextFiles(pairs.map(({ path }) => path));
  return texts.map((text, index) => ({ article: pairs[index]?.article ?? '', text }));
}

function mirroring({ values }: Options, path: string): (db: Db) => string {
  if (values.file ?? values.texts ?? values.newer ?? values.reason) {
    throw new Misuse('--changes goes with --check only; a feed has its reasons and no texts.');
  }
  const feed = readFeed(path);
  return (db) => mirrorLines(mirrorChanges(db, feed, { checkOnly: values.check }), values.check);
}
