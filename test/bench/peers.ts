// The same quotes served by others: how many times as fast as they are we answer.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Case, COMPILED, type Options, startRecord, timed, WARM } from './http.ts';
import { load } from './load.ts';
import { takeQuotes } from './peers/data.ts';
import { DAYS, dayOf } from './record/dates.ts';
import { randomOf } from './record/random.ts';
import { fileOf, type Start, startServer } from './server.ts';
import { median, quantile } from './statistics.ts';

const ROUNDS = 3;
const INSTALL = 240_000; // milliseconds
/** Their versions; what they need to run on this Node stands in for what does not. */
const PACKAGE = {
  name: 'on-record-peers',
  private: true,
  dependencies: { express: '5.3.0', 'json-server': '0.17.4', 'soul-cli': '0.8.2' },
  overrides: { bcrypt: 'npm:bcryptjs@3.0.3', 'better-sqlite3': '13.2.0' },
};

/** Rates in answers a second, times in milliseconds, sizes in bytes. */
export type Compared = {
  peer: string;
  name: string;
  bytes: number;
  rate: number;
  ours: number;
  /** How many times as many answers we give; the median of the rounds. */
  times: number;
  p50: number;
  memory: number;
};
/** What came of it, and why some could not be had. */
export type Peers = { quotes: number; compared: Compared[]; missing: string[] };

type Peer = {
  name: string;
  start: Omit<Start, 'port'>;
  page: (from: string, to: string) => string;
};

export async function comparePeers(db: string, quotes: number, options: Options): Promise<Peers> {
  const { port, progress } = options;
  const found: Peers = { quotes, compared: [], missing: [] };
  const folder = join(tmpdir(), 'on-record-peers');
  const files = { db: join(folder, 'quotes.db'), json: join(folder, 'quotes.json') };
  progress('installing the peers');
  try {
    install(folder);
  } catch (error) {
    return { ...found, missing: [`none can be installed: ${(error as Error).message}`] };
  }
  const record = await startRecord(db, port, 'silent');
  try {
    progress(`handing ${quotes} quotes to the peers`);
    await takeQuotes(`http://127.0.0.1:${port}`, files.db, files.json);
    for (const peer of peersIn(folder, files, port + 1)) {
      progress(`${quotes} quotes served by ${peer.name}`);
      const server = await startServer({ ...peer.start, quiet: true, port: port + 1 }).catch(
        (error: Error) => {
          found.missing.push(`${peer.name} does not start: ${error.message}`);
        },
      );
      if (server === undefined) continue;
      try {
        for (const again of [false, true]) {
          const own = pages(
            again,
            (from, to) => `/v1/quotes?said_on__gte=${from}&said_on__lte=${to}`,
          );
          const theirs = pages(again, peer.page);
          found.compared.push({
            peer: peer.name,
            name: again ? 'the same page again' : 'page of 20 quotes, new each time',
            ...(await inTurns(
              own,
              theirs,
              record,
              server,
              again ? WARM : COMPILED,
              options.seconds,
            )),
            memory: (await server.usage()).memory,
          });
        }
      } finally {
        await server.stop();
      }
    }
  } finally {
    await record.stop();
  }
  return found;
}

function install(folder: string): void {
  const wanted = JSON.stringify(PACKAGE);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), wanted);
  if (existsSync(join(folder, 'node_modules', 'soul-cli'))) return;
  const arguments_ = ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--silent'];
  execFileSync('npm', arguments_, { cwd: folder, timeout: INSTALL, stdio: 'pipe' });
}

const peersIn = (folder: string, files: { db: string; json: string }, port: number): Peer[] => [
  {
    name: 'Express with better-sqlite3',
    start: {
      path: fileOf('peers/express.ts'),
      args: [`${port}`, files.db, folder],
      ready: '/quotes',
    },
    page: (from, to) => `/quotes?from=${from}&to=${to}`,
  },
  {
    name: 'soul-cli',
    start: {
      path: join(folder, 'node_modules/soul-cli/src/server.js'),
      args: ['-d', files.db, '-p', `${port}`],
      imports: [fileOf('peers/loopback.ts')],
      ready: '/api/tables/quotes/rows?_limit=1',
    },
    page: (from, to) =>
      '/api/tables/quotes/rows?_limit=20&_ordering=-said_on&_extend=speaker_key,article_key' +
      `&_filters=said_on__gte:${from},said_on__lte:${to}`,
  },
  {
    name: 'json-server',
    start: {
      path: join(folder, 'node_modules/json-server/lib/cli/bin.js'),
      args: ['--host', '127.0.0.1', '--port', `${port}`, '--quiet', files.json],
      ready: '/quotes?_limit=1',
    },
    page: (from, to) =>
      `/quotes?_limit=20&_sort=said_on&_order=desc&said_on_gte=${from}&said_on_lte=${to}`,
  },
];

function pages(again: boolean, page: Peer['page']): Case {
  const random = randomOf('peers');
  const next = () => page(dayOf(random.whole(0, 300)), dayOf(random.whole(DAYS / 2, DAYS - 1)));
  const [name, path] = ['page', next()];
  return { name, next: () => ({ path: again ? path : next() }) };
}

async function inTurns(
  own: Case,
  theirs: Case,
  record: Awaited<ReturnType<typeof startServer>>,
  peer: Awaited<ReturnType<typeof startServer>>,
  warm: number,
  seconds: number,
) {
  const rounds = [];
  await load(record.port, warm, own.next);
  await load(peer.port, warm, theirs.next);
  for (let turn = 0; turn < ROUNDS; turn += 1) {
    rounds.push({
      own: await timed(record, own, seconds),
      their: await timed(peer, theirs, seconds),
    });
  }
  const refused = rounds.reduce((sum, { their, own }) => sum + their.refused + own.refused, 0);
  if (refused > 0)
    throw new Error(`${refused} pages were refused: the comparison would mean nothing.`);
  return {
    bytes: median(rounds.map(({ their }) => Math.round(their.bytes / their.answers))),
    rate: median(rounds.map(({ their }) => their.rate)),
    ours: median(rounds.map(({ own }) => own.rate)),
    times: median(rounds.map(({ own, their }) => own.rate / their.rate)),
    p50: quantile(
      rounds.flatMap(({ their }) => their.latencies),
      0.5,
    ),
  };
}
