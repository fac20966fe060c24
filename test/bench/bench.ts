// npm run bench: measures the program on synthetic records and tells what came out.
import { spawnSync } from 'node:child_process';
import { createReadStream, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import Database from 'better-sqlite3';
import { UnusableDatabase } from '#db/open.ts';
import { progressBar } from '#record/progress.ts';
import { changesTable } from './against.ts';
import { buildDatabase, OtherRecord } from './build.ts';
import { type Calls, timeCalls } from './calls.ts';
import { type Measured, measureHttp, type Options } from './http.ts';
import { comparePeers, type Peers } from './peers.ts';
import { measureProcesses, type Several } from './processes.ts';
import { callTables, httpTable, peerTable, processTable, startTable } from './report.ts';
import { measureStart, type Started } from './start.ts';

const PARTS = ['calls', 'http', 'processes', 'peers', 'start'] as const;
const MADE_UP_TO = 100_000; // quotes: a larger record takes long and is asked for by name
const PEERS = 100_000; // quotes that the peers serve, or fewer where there are no more
const USAGE = `npm run bench -- [options]
  --sizes N,N,…    quotes of the records to measure (10000,100000,1000000); those up to ${MADE_UP_TO}
                   are made where they are missing, larger ones with npm run bench:data
  --only PART,…    of ${PARTS.join(', ')} (all)
  --budget SECONDS for the questions in process, for each size (240)
  --seconds N      for each round of load (2)
  --port N         the first of two ports of loopback (4100)
  --out FILE       where the numbers go as JSON (data/bench.json)
  --against FILE   an earlier such file to compare with
  --help           show this`;

export type Result = {
  machine: { cpu: string; cores: number; node: string; sqlite: string; commit: string; at: string };
  calls: Calls[];
  http: Measured[];
  processes: Several | null;
  peers: Peers | null;
  started: Started[];
};

/** The options cannot be understood. */
class Misuse extends Error {}

function readOptions() {
  const { values } = parseArgs({
    options: {
      sizes: { type: 'string', default: '10000,100000,1000000' },
      only: { type: 'string', default: PARTS.join(',') },
      budget: { type: 'string', default: '240' },
      seconds: { type: 'string', default: '2' },
      port: { type: 'string', default: '4100' },
      out: { type: 'string', default: 'data/bench.json' },
      against: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const number = (text: string): number => {
    if (!/^[1-9]\d{0,8}$/.test(text)) throw new Misuse(`"${text}" is no whole number above 0.`);
    return Number(text);
  };
  const only = values.only.split(',');
  const unknown = only.find((part) => !PARTS.some((known) => known === part));
  if (unknown !== undefined) throw new Misuse(`"${unknown}" is none of ${PARTS.join(', ')}.`);
  if (values.against !== undefined && !existsSync(values.against)) {
    throw new Misuse(`${values.against} does not exist.`);
  }
  return {
    ...values,
    only,
    sizes: values.sizes
      .split(',')
      .map(number)
      .toSorted((a, b) => a - b),
    budget: number(values.budget),
    options: { port: number(values.port), seconds: number(values.seconds), progress },
  };
}

/** A line of progress takes the place of the one before it, where somebody watches. */
function progress(line: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${line}`);
}

const fileOf = (quotes: number): string => `data/bench-${quotes}.db`;

/** The file, read once: what a server is asked for is mostly in memory, what a disk takes is not its time. */
async function warmed(quotes: number): Promise<string> {
  progress(`${quotes} quotes: reading the file`);
  for await (const _ of createReadStream(fileOf(quotes), { highWaterMark: 2 ** 20 }));
  return fileOf(quotes);
}

/** Whether there is a record of the size; a small one is made. */
function isThere(quotes: number): boolean {
  if (existsSync(fileOf(quotes)) || quotes <= MADE_UP_TO) {
    buildDatabase(fileOf(quotes), quotes, 1, progressBar(process.stderr, 'quotes'));
    return true;
  }
  console.log(
    `There is no record of ${quotes} quotes, so it is left out. Make it with: npm run bench:data -- --quotes ${quotes}\n`,
  );
  return false;
}

function machine(): Result['machine'] {
  const db = new Database(':memory:');
  const sqlite = db.prepare<[], string>('select sqlite_version()').pluck().get() ?? '';
  db.close();
  const git = spawnSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' });
  const commit = git.status === 0 ? git.stdout.trim() : 'unknown'; // outside a repository
  const [first] = cpus();
  const cpu = first?.model.trim() || process.arch;
  return {
    cpu,
    cores: cpus().length,
    node: process.version,
    sqlite,
    commit,
    at: new Date().toISOString(),
  };
}

function tell(heading: string, text: string): void {
  progress('');
  console.log(`\n${heading}\n\n${text}`);
}

async function run(): Promise<void> {
  const { help, only, sizes, budget, options, out, against } = readOptions();
  if (help) {
    console.log(USAGE);
    return;
  }
  const measured = await measureAll(sizes.filter(isThere), only, budget, options);
  mkdirSync(dirname(out), { recursive: true });
  const before = against === undefined ? undefined : JSON.parse(readFileSync(against, 'utf8'));
  writeFileSync(out, `${JSON.stringify(measured, null, 1)}\n`);
  if (before !== undefined) tell(`Compared with ${against}`, changesTable(measured, before));
  console.log(`\nThe numbers are in ${out}.`);
}

async function measureAll(
  sizes: number[],
  only: string[],
  budget: number,
  options: Options,
): Promise<Result> {
  const result: Result = {
    machine: machine(),
    calls: [],
    http: [],
    processes: null,
    peers: null,
    started: [],
  };
  const { cpu, cores, node, sqlite, commit } = result.machine;
  console.log(`${cpu}, ${cores} cores, Node ${node}, SQLite ${sqlite}, commit ${commit}`);
  const [smallest, largest] = [sizes[0], sizes.at(-1)];
  if (smallest === undefined || largest === undefined) return result;
  if (only.includes('calls')) {
    for (const size of sizes) {
      result.calls.push(await timeCalls(await warmed(size), size, budget, progress));
    }
    tell('Every question that the lists can be asked', callTables(result.calls));
  }
  if (only.includes('http')) {
    for (const size of new Set([smallest, largest])) {
      result.http.push(...(await measureHttp(await warmed(size), size, 'silent', options)));
    }
    result.http.push(...(await measureHttp(await warmed(largest), largest, 'info', options)));
    tell('Against a fixed buffer of the same size through Fastify', httpTable(result.http));
  }
  if (only.includes('processes')) {
    result.processes = await measureProcesses(await warmed(largest), largest, options);
    tell('Several processes on one file', processTable(result.processes));
  }
  if (only.includes('peers')) {
    const size = Math.min(PEERS, largest);
    if (!sizes.includes(size))
      buildDatabase(fileOf(size), size, 1, progressBar(process.stderr, 'quotes'));
    result.peers = await comparePeers(fileOf(size), size, options);
    tell('Beside others that serve the same quotes', peerTable(result.peers));
  }
  if (only.includes('start')) {
    for (const size of sizes) {
      result.started.push(await measureStart(fileOf(size), size, options));
    }
    tell('Start, memory, the whole list', startTable(result.started));
  }
  return result;
}

try {
  await run();
} catch (error) {
  const { code, message } = error as NodeJS.ErrnoException;
  const misused = error instanceof Misuse || code?.startsWith('ERR_PARSE_ARGS');
  const expected = error instanceof OtherRecord || error instanceof UnusableDatabase;
  if (!misused && !expected) throw error;
  console.error(misused ? `${message}\n\n${USAGE}` : message);
  process.exitCode = 1;
}
