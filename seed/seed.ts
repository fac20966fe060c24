// npm run seed: loads record files, attaches article texts, tells what was done.
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { InvalidConfig, readConfig } from '#config.ts';
import { openDatabase, UnusableDatabase } from '#db/open.ts';
import { bundledFiles, readRecordFiles, readTexts } from '#record/files.ts';
import { loadRecord } from '#record/load.ts';
import { RefusedRecord } from '#record/refusal.ts';
import { progressLines, reportTable } from '#record/report.ts';

const USAGE = `npm run seed -- [options]
  --file FILE...  load these record files instead of the bundled record
  --texts DIR     attach the article texts in DIR by their SHA-256 and verify every anchor
  --check         check everything and load nothing
  --reason TEXT   why records change; kept in the log of changes
  --help          show this

The database is ONRECORD_DB (data/onrecord.db).`;

/** The options cannot be understood. */
class Misuse extends Error {}

function readOptions() {
  try {
    return parse();
  } catch (error) {
    throw new Misuse((error as Error).message);
  }
}

const parse = () =>
  parseArgs({
    allowPositionals: true,
    options: {
      file: { type: 'string', multiple: true },
      texts: { type: 'string' },
      check: { type: 'boolean', default: false },
      reason: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });

function run(): void {
  const { values, positionals } = readOptions();
  if (values.help) {
    console.log(USAGE);
    return;
  }
  if (positionals.length > 0 && values.file === undefined) {
    throw new Misuse(`"${positionals[0]}" is no option; name record files after --file.`);
  }
  const { ONRECORD_DB } = readConfig();
  const files = readRecordFiles(values.file ? [...values.file, ...positionals] : bundledFiles());
  const texts = values.texts === undefined ? [] : readTexts(values.texts);
  const db = openDatabase(values.check && !existsSync(ONRECORD_DB) ? ':memory:' : ONRECORD_DB);
  try {
    const report = loadRecord(db, files, {
      texts,
      checkOnly: values.check,
      progress: progressLines(process.stderr),
      ...(values.reason !== undefined && { reason: values.reason }),
    });
    console.log(reportTable(report, values.check));
  } finally {
    db.$client.close();
  }
}

try {
  run();
} catch (error) {
  if (error instanceof RefusedRecord) {
    console.error(error.message);
    const { length } = error.refusals;
    console.error(`Refused for ${length} reason${length === 1 ? '' : 's'}; nothing was loaded.`);
  } else if (error instanceof UnusableDatabase || error instanceof InvalidConfig) {
    console.error(error.message);
  } else if (error instanceof Misuse) {
    console.error(`${error.message}\n\n${USAGE}`);
  } else {
    throw error;
  }
  process.exitCode = 1;
}
