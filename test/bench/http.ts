// Answers over HTTP against what this machine can do at all: a fixed buffer of the same size through
// Fastify, in turns with the real server, each a process of its own, asked by this one.
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { get, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import program from '../../package.json' with { type: 'json' };
import { type Asked, load, type Round } from './load.ts';
import { DAYS, dayOf } from './record/dates.ts';
import { type Random, randomOf } from './record/random.ts';
import { commonWords } from './record/words.ts';
import { type World, worldOf } from './record/world.ts';
import { fileOf, type Server, startServer } from './server.ts';
import { median, quantile } from './statistics.ts';

const ROUNDS = 3;
/** Seconds of load before what is measured: of another question, and of a server that has just begun. */
export const WARM = 3;
export const COMPILED = 12; // until then a page becomes cheaper every second, as more of it is compiled
const OFTEN_QUOTED = 30; // speakers who fill a page even among 10,000 quotes
const FREQUENT = 300; // words that do

/** What is asked of a server; `next` makes one question after another. */
export type Case = { name: string; next: () => Asked; status?: number; awake?: boolean };
/** One case measured: rates in answers a second, times in milliseconds, sizes in bytes. */
export type Measured = {
  quotes: number;
  log: 'silent' | 'info';
  name: string;
  bytes: number;
  ceiling: number;
  rate: number;
  /** Of the rate of the ceiling; the median of the rounds. */
  share: number;
  /** The same by processor time, which does not depend on how fast the load comes. */
  cpuShare: number;
  /** Microseconds of processor time for an answer. */
  cpu: number;
  p50: number;
  p99: number;
  /** Anonymous memory after the case. */
  memory: number;
  refused: number;
};

export type Options = { port: number; seconds: number; progress: (line: string) => void };

/** What `npm start` puts between node and the file of the program. */
const FLAGS = program.scripts.start.split(' ').slice(2, -1);

/** Starts the program itself on a file, as `npm start` does. */
export const startRecord = (
  db: string,
  port: number,
  log: 'silent' | 'info',
  { output, ...env }: { output?: string; PROCESSES?: string } = {},
) =>
  startServer({
    path: fileOf('../../src/server.ts'),
    flags: FLAGS,
    env: { ONRECORD_DB: db, PORT: `${port}`, LOG_LEVEL: log, ...env },
    port,
    ready: '/v1/quotes?limit=1',
    ...(output !== undefined && { log: output }),
  });

const startCeiling = (port: number) =>
  startServer({ path: fileOf('ceiling.ts'), args: [`${port}`], port, ready: '/2' });

export async function measureHttp(
  db: string,
  quotes: number,
  log: 'silent' | 'info',
  { port, seconds, progress }: Options,
): Promise<Measured[]> {
  const folder = mkdtempSync(join(tmpdir(), 'on-record-'));
  const ceiling = await startCeiling(port + 1);
  const record = await startRecord(db, port, log, { output: join(folder, 'log') });
  try {
    progress(`${quotes} quotes over HTTP: until all is compiled`);
    await load(port, COMPILED, newPages('compiled').next);
    const found: Measured[] = [];
    for (const one of await casesOf(worldOf(quotes, 1), port)) {
      progress(`${quotes} quotes over HTTP, log ${log}: ${one.name}`);
      found.push({ quotes, log, ...(await measure(record, ceiling, one, seconds)) });
    }
    return found;
  } finally {
    await Promise.all([record.stop(), ceiling.stop()]);
    rmSync(folder, { recursive: true });
  }
}

const late = (random: Random) => dayOf(random.whole(DAYS / 2, DAYS - 1));
const early = (random: Random) => dayOf(random.whole(0, 300));

/** Pages of 20 quotes of spans of days, hardly ever the same; `name` begins another row of them. */
export function newPages(name: string): Case {
  const random = randomOf(name);
  return {
    name: 'page of 20 quotes, new each time',
    next: () => ({
      path: `/v1/quotes?said_on__gte=${early(random)}&said_on__lte=${late(random)}`,
    }),
  };
}

/** The pages of the goals; all but the repeated ones are never asked for twice. */
async function casesOf({ id }: World, port: number): Promise<Case[]> {
  const random = randomOf('load');
  const words = commonWords('en', FREQUENT);
  const repeated = '/v1/quotes?limit=20';
  const etag = await etagOf(port, repeated);
  let turn = 0;
  const anew = (path: string): Asked => {
    turn += 1;
    return { path: spelledAnew(path, turn) };
  };
  const bySpeaker = () => `/v1/quotes?speaker=${id.person(random.whole(0, OFTEN_QUOTED - 1))}`;
  return [
    newPages('pages'),
    { name: 'the same page again', next: () => ({ path: repeated }) },
    {
      name: 'the same page, 304',
      next: () => ({ path: repeated, headers: `if-none-match: ${etag}\r\n` }),
      status: 304,
    },
    { name: 'page by speaker, new each time', next: () => anew(bySpeaker()) },
    {
      name: 'page by speaker up to a day, new each time',
      next: () => anew(`${bySpeaker()}&said_on__lte=${late(random)}`),
    },
    {
      name: 'page by full text, new each time',
      next: () => anew(`/v1/quotes?q=${random.pick(words)}&limit=20`),
    },
  ];
}

/** The same question in other letters, so that no answer that was kept for its URL fits. */
function spelledAnew(url: string, turn: number): string {
  const from = (url.match(/^\/v1\/([^?]*\?|\w+\/)/)?.[0] ?? url).length;
  let bits = turn;
  const spelled = url.slice(from).replace(/(?<!%.?)[a-z]/g, (letter) => {
    const encode = (bits & 1) === 1;
    bits >>= 1;
    return encode ? `%${letter.charCodeAt(0).toString(16)}` : letter;
  });
  return `${url.slice(0, from)}${spelled}`;
}

/** As the load asks, which accepts anything: the tag of another form would not match. */
async function etagOf(port: number, path: string): Promise<string> {
  const [answer] = (await once(
    get({ host: '127.0.0.1', port, path, agent: false }),
    'response',
  )) as [IncomingMessage];
  answer.resume();
  return `${answer.headers.etag}`;
}

async function measure(record: Server, ceiling: Server, one: Case, seconds: number) {
  const size = await sizeOf(record.port, one);
  const fixed: Case = { name: 'fixed', next: () => ({ path: `/${size}` }) };
  await load(ceiling.port, WARM, fixed.next);
  await load(record.port, WARM, one.next, one);
  const rounds: { top: Timed; own: Timed }[] = [];
  for (let turn = 0; turn < ROUNDS; turn += 1) {
    rounds.push({
      top: await timed(ceiling, fixed, seconds),
      own: await timed(record, one, seconds),
    });
  }
  const own = rounds.map((round) => round.own);
  const latencies = own.flatMap((round) => round.latencies);
  return {
    name: one.name,
    bytes: size,
    ceiling: median(rounds.map(({ top }) => top.rate)),
    rate: median(own.map(({ rate }) => rate)),
    share: median(rounds.map(({ top, own }) => own.rate / top.rate)),
    cpuShare: median(rounds.map(({ top, own }) => top.cpu / own.cpu)),
    cpu: median(own.map(({ cpu }) => cpu)),
    p50: quantile(latencies, 0.5),
    p99: quantile(latencies, 0.99),
    memory: (await record.usage()).memory,
    refused: own.reduce((sum, { refused }) => sum + refused, 0),
  };
}

/** The size of a whole answer: what a 304 saves counts, too. */
async function sizeOf(port: number, { next }: Case): Promise<number> {
  const sizes: number[] = [];
  for (let turn = 0; turn < 20; turn += 1) {
    const answer = await fetch(`http://127.0.0.1:${port}${next().path}`);
    sizes.push((await answer.arrayBuffer()).byteLength);
  }
  return median(sizes);
}

export type Timed = Round & { rate: number; cpu: number };

/** One round of load, with what it cost the server. */
export async function timed(server: Server, one: Case, seconds: number): Promise<Timed> {
  const before = await server.usage();
  const round = await load(server.port, seconds, one.next, one);
  const after = await server.usage();
  return {
    ...round,
    rate: round.answers / round.seconds,
    cpu: (after.cpu - before.cpu) / round.answers,
  };
}
