// npm run correct: corrects, retracts and merges records as a file says, and tells what was done.
import { parseArgs } from 'node:util';
import { correctRecord } from '#record/correct.ts';
import { readCorrections } from '#record/files.ts';
import { correctionTable } from '#record/report.ts';
import { Misuse, openExisting, runCommand } from './command.ts';

const USAGE = `npm run correct -- FILE [options]
  FILE     corrections, retractions and merges in the format of seed/correction.schema.json
  --check  check everything and change no record
  --help   show this

The database is ONRECORD_DB (data/onrecord.db).`;

const parse = () =>
  parseArgs({
    allowPositionals: true,
    options: {
      check: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });

runCommand(USAGE, 'corrected', parse, ({ values, positionals }) => {
  const [path, ...more] = positionals;
  if (path === undefined) throw new Misuse('Name a file of corrections.');
  if (more.length > 0) throw new Misuse('Corrections are made one file at a time.');
  const corrections = readCorrections(path);
  const db = openExisting();
  try {
    const report = correctRecord(db, corrections, { checkOnly: values.check });
    console.log(correctionTable(report, values.check));
  } finally {
    db.$client.close();
  }
});
