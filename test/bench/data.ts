// npm run bench:data: makes a database of as many synthetic quotes as wanted.
import { parseArgs } from 'node:util';
import { UnusableDatabase } from '#db/open.ts';
import { progressBar } from '#record/progress.ts';
import { buildDatabase, OtherRecord } from './build.ts';

const USAGE = `npm run bench:data -- [options]
  --quotes NUMBER  how many quotes to make (100000)
  --out FILE       the database file (data/bench-NUMBER.db); a run that was stopped goes on
  --seed NUMBER    another record of the same size (1)
  --help           show this`;

const options = {
  quotes: { type: 'string', default: '100000' },
  out: { type: 'string' },
  seed: { type: 'string', default: '1' },
  help: { type: 'boolean', default: false },
} as const;

try {
  const { values } = parseArgs({ options });
  const [quotes, seed] = [values.quotes, values.seed].map((value) =>
    /^\d{1,9}$/.test(value) ? Number(value) : 0,
  );
  if (values.help) console.log(USAGE);
  else if (!quotes || !seed) throw new OtherRecord(`A NUMBER is whole and above 0.\n\n${USAGE}`);
  else {
    const path = values.out ?? `data/bench-${quotes}.db`;
    const began = performance.now();
    buildDatabase(path, quotes, seed, progressBar(process.stderr, 'quotes'));
    const seconds = (performance.now() - began) / 1000;
    if (process.stderr.isTTY) process.stderr.write('\n');
    console.log(`${path} holds ${quotes} quotes: ${seconds.toFixed(1)} s, with every index.`);
  }
} catch (error) {
  const { code, message } = error as NodeJS.ErrnoException;
  const expected = error instanceof OtherRecord || error instanceof UnusableDatabase;
  if (!expected && !code?.startsWith('ERR_PARSE_ARGS')) throw error;
  console.error(message);
  process.exitCode = 1;
}
