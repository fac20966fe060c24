// npm run verify: compares every anchor with the texts that are held, and tells what does not match.
import { parseArgs } from 'node:util';
import { isProved, proveAnchors } from '#record/proof.ts';
import { proofTable } from '#record/report.ts';
import { openExisting, runCommand } from './command.ts';

const USAGE = `npm run verify -- [options]
  --json   tell it as JSON
  --help   show this

Compares the words at every anchor with the article texts that are held, and each text with its
SHA-256. It changes no record, and ends with 1 where anything differs.
The database is ONRECORD_DB (data/onrecord.db).`;

const parse = () =>
  parseArgs({
    options: {
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });

runCommand(USAGE, 'verified', parse, ({ values }) => {
  const db = openExisting();
  try {
    const proof = proveAnchors(db);
    console.log(values.json ? JSON.stringify(proof, null, 2) : proofTable(proof));
    if (!isProved(proof)) process.exitCode = 1;
  } finally {
    db.$client.close();
  }
});
