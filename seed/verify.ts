// npm run verify: compares every anchor with the texts that are held, and tells what does not match.
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { readConfig } from '#config.ts';
import { openDatabase, UnusableDatabase } from '#db/open.ts';
import { isProved, proveAnchors } from '#record/proof.ts';
import { proofTable } from '#record/report.ts';
import { runCommand } from './command.ts';

const USAGE = `npm run verify -- [options]
  --json   tell it as JSON
  --help   show this

Compares the words at every anchor with the article texts that are held, and each text with its
SHA-256. It changes nothing, and ends with 1 where anything differs.
The database is ONRECORD_DB (data/onrecord.db).`;

const parse = () =>
  parseArgs({
    options: {
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });

runCommand(USAGE, 'verified', parse, ({ values }) => {
  const { ONRECORD_DB } = readConfig();
  if (!existsSync(ONRECORD_DB)) {
    throw new UnusableDatabase(`There is no database ${ONRECORD_DB}; npm run seed makes it.`);
  }
  const db = openDatabase(ONRECORD_DB);
  try {
    const proof = proveAnchors(db);
    console.log(values.json ? JSON.stringify(proof, null, 2) : proofTable(proof));
    if (!isProved(proof)) process.exitCode = 1;
  } finally {
    db.$client.close();
  }
});
