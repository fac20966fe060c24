// The process: what it prints, serves and ends with. Every wait is bounded, if only by its test.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { openDatabase } from '#db/open.ts';
import { unfinished } from '#record/bulk.ts';
import program from '../package.json' with { type: 'json' };
import { load, minimal, temporaryFolder } from './minimal.ts';

vi.setConfig({ testTimeout: 60_000 }); // milliseconds; each test starts a process
const PATIENCE = 20_000; // milliseconds for any one thing to happen

const ROOT = join(import.meta.dirname, '..');
const [, ...ARGUMENTS] = program.scripts.start.replace('exec ', '').split(' ');

/** Starts the server as npm does, on a database in a temporary folder and any free port. */
function start(settings: Record<string, string> = {}) {
  const env = { ...process.env, ONRECORD_DB: join(temporaryFolder(), 'record.db'), PORT: '0' };
  const child = spawn(process.execPath, ARGUMENTS, {
    cwd: ROOT,
    env: { ...env, HOST: '127.0.0.1', LOG_LEVEL: 'info', ...settings },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const printed = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (chunk) => (printed.stdout += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk) => (printed.stderr += chunk));
  return { child, printed, closed: once(child, 'close') };
}

type Started = ReturnType<typeof start>;

/** The address, once the server has printed it and the examples. */
async function addressOf({ child, printed }: Started): Promise<string> {
  for (let waited = 0; waited < PATIENCE && running(child); waited += 20) {
    const found = /serves at (http\S+)\n\n(?: {2}curl .*\n){3}/.exec(printed.stdout);
    if (found?.[1] !== undefined) return found[1];
    await sleep(20);
  }
  throw new Error(`the server does not serve: ${printed.stdout}${printed.stderr}`);
}

const running = ({ exitCode, signalCode }: ChildProcess) =>
  exitCode === null && signalCode === null;

/** How the process ended, and what it had printed. */
async function endOf({ closed, printed }: Started) {
  const [code, signal] = await closed;
  return { code, signal, ...printed };
}

const logLines = (stdout: string) => stdout.split('\n').filter((line) => line.startsWith('{'));

test('the server loads the bundled record, prints its address and three examples that answer', async () => {
  const server = start();
  const address = await addressOf(server);
  expect(address).toMatch(/^http:\/\/127\.0\.0\.1:[1-9]\d*$/);
  const examples = [...server.printed.stdout.matchAll(/^ {2}curl '(http\S+)'$/gm)];
  expect(examples).toHaveLength(3);
  for (const [, url = ''] of examples) {
    const response = await fetch(url);
    expect(response.status, url).toBe(200);
    expect(await response.text(), url).toMatch(/\d/);
  }
  const ready = await fetch(`${address}/health/ready`);
  expect([ready.status, await ready.json()]).toEqual([200, { status: 'ready' }]);
  const logged = logLines(server.printed.stdout).map((line) => JSON.parse(line));
  expect(logged[0]).toMatchObject({
    articles: 5,
    msg: expect.stringMatching(/^loaded the bundled/),
  });
});

test.for(['SIGTERM', 'SIGINT'] as const)('%s ends the server with code 0', async (signal) => {
  const ONRECORD_DB = join(temporaryFolder(), 'record.db');
  const server = start({ ONRECORD_DB });
  const address = await addressOf(server);
  await (await fetch(`${address}/health/live`)).text(); // leaves a connection open
  server.child.kill(signal);
  expect(await endOf(server)).toMatchObject({ code: 0, signal: null, stderr: '' });
  expect(existsSync(`${ONRECORD_DB}-wal`)).toBe(false);
});

test('a second start on the same file serves without loading again', async () => {
  const ONRECORD_DB = join(temporaryFolder(), 'record.db');
  const first = start({ ONRECORD_DB });
  const count = async (address: string) => {
    const answer = await fetch(`${address}/v1/quotes?count=exact&limit=1`);
    return ((await answer.json()) as { page: { count: number } }).page.count;
  };
  const before = await count(await addressOf(first));
  expect(before).toBeGreaterThan(0);
  first.child.kill('SIGTERM');
  await first.closed;
  const second = start({ ONRECORD_DB });
  expect(await count(await addressOf(second))).toBe(before);
  expect(second.printed.stdout).not.toContain('loaded the bundled record');
});

test('a file whose JSON another version of the program has made is served as this one tells it', async () => {
  const ONRECORD_DB = join(temporaryFolder(), 'record.db');
  const db = openDatabase(ONRECORD_DB);
  load(db, { 'a.json': minimal().file });
  db.$client.exec("update quotes_json set json = '{}'; update json_shapes set sha256 = 'a'");
  db.$client.close();
  const server = start({ ONRECORD_DB });
  const answer = await fetch(`${await addressOf(server)}/v1/quotes?limit=1`);
  expect(await answer.json()).toMatchObject({ data: [{ article: { id: expect.any(String) } }] });
  expect(server.printed.stdout).toContain('its stored JSON is made anew');
});

test('LOG_LEVEL=silent logs no line', async () => {
  const server = start({ LOG_LEVEL: 'silent' });
  await fetch(`${await addressOf(server)}/v1/quotes`);
  server.child.kill('SIGTERM');
  const { code, stdout, stderr } = await endOf(server);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(logLines(stdout)).toEqual([]);
});

const PORTS = 'a whole number from 0 to 65535';

test.for([
  ['PORT', 'abc', PORTS],
  ['PORT', '70000', PORTS],
  ['PORT', '-1', PORTS],
  ['PORT', '', PORTS],
  ['LOG_LEVEL', 'loud', 'one of fatal, error, warn, info, debug, trace, silent'],
  ['HOST', '', 'an address or host name'],
  ['ONRECORD_DB', '', 'the path of a file'],
  ['PROCESSES', '0', 'a whole number from 1 to 256'],
  ['PROCESSES', 'all', 'a whole number from 1 to 256'],
  ['CACHE_MB', '-1', 'a whole number from 0 to 65536'],
  ['CACHE_MB', '1.5', 'a whole number from 0 to 65536'],
] as const)('%s=%j ends the server with 1 and what is allowed', async ([name, value, allowed]) => {
  const { code, stdout, stderr } = await endOf(start({ [name]: value }));
  expect({ code, stdout, stderr }).toEqual({
    code: 1,
    stdout: '',
    stderr: `${name}="${value}" cannot be used: it must be ${allowed}.\n`,
  });
});

test.for(['1', '2'])(
  'a port in use ends %s processes with 1 and one message',
  async (PROCESSES) => {
    const other = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void other.close());
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    const { code, stderr } = await endOf(start({ PORT: `${port}`, PROCESSES }));
    expect(code).toBe(1);
    expect(stderr).toMatch(/^.*EADDRINUSE.* 127\.0\.0\.1:\d+\. Set PORT to a free port\.\n$/);
  },
);

test('an address of another machine ends the server with 1 and a message', async () => {
  const { code, stderr } = await endOf(start({ HOST: '192.0.2.1' })); // reserved for documentation
  expect(code).toBe(1);
  expect(stderr).toMatch(/^.*192\.0\.2\.1.*\. Set HOST and PORT to an address .*\n$/);
});

test('an unusable database ends the server with 1 and a message without a stack trace', async () => {
  const ONRECORD_DB = join(temporaryFolder(), 'record.db');
  writeFileSync(ONRECORD_DB, 'This is a text. '.repeat(99));
  const { code, stderr } = await endOf(start({ ONRECORD_DB }));
  expect(code).toBe(1);
  expect(stderr).toMatch(/^The database .*record\.db cannot be opened: .* set ONRECORD_DB .*\n$/);
});

test('a load in bulk that is not finished is not begun over with the bundled record', async () => {
  const ONRECORD_DB = join(temporaryFolder(), 'record.db');
  const loading = unfinished(ONRECORD_DB);
  writeFileSync(loading, 'what was loaded before');
  const { code, stdout, stderr } = await endOf(start({ ONRECORD_DB }));
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toMatch(/^.*record\.db holds no record yet, .* same command, or delete .*\n$/);
  expect(stderr).toContain(`delete ${loading} `);
  rmSync(loading);
  await addressOf(start({ ONRECORD_DB }));
});

test('a record is served beside a load in bulk that is not finished', async () => {
  const ONRECORD_DB = join(temporaryFolder(), 'record.db');
  const writer = openDatabase(ONRECORD_DB);
  load(writer, { 'a.json': minimal().file });
  writer.$client.close();
  writeFileSync(unfinished(ONRECORD_DB), 'what was loaded before');
  await addressOf(start({ ONRECORD_DB }));
});

async function freePort(): Promise<number> {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as { port: number };
  await once(other.close(), 'close');
  return port;
}

/** The processes that have answered so far, by what they logged; each connection goes to another. */
async function answering(address: string, { printed }: Started): Promise<number[]> {
  const options = { headers: { connection: 'close' }, signal: AbortSignal.timeout(1000) };
  const asked = Array.from({ length: 8 }, () => fetch(`${address}/health/live`, options));
  await Promise.allSettled(asked); // one that dies leaves its clients without an answer
  await sleep(50);
  const lines = logLines(printed.stdout).map((line) => JSON.parse(line));
  return [...new Set<number>(lines.filter(({ url }) => url).map(({ pid }) => pid))];
}

/** Asks until as many processes have answered; the newest stand last. */
async function until(count: number, address: string, server: Started): Promise<number[]> {
  for (let waited = 0; waited < PATIENCE; waited += 100) {
    const pids = await answering(address, server);
    if (pids.length >= count) return pids;
    await sleep(100);
  }
  throw new Error(`there are no ${count} processes: ${server.printed.stdout}`);
}

describe('several processes on one file', () => {
  test('all answer, and all see at once what another process writes', async () => {
    const ONRECORD_DB = join(temporaryFolder(), 'record.db');
    const writer = openDatabase(ONRECORD_DB);
    onTestFinished(() => void writer.$client.close());
    const { file, close } = minimal();
    load(writer, { 'a.json': file });
    const server = start({ ONRECORD_DB, PROCESSES: '3' });
    const address = await addressOf(server);
    await until(3, address, server);
    const read = async () => {
      const headers = { connection: 'close' };
      const answers = await Promise.all(
        Array.from({ length: 12 }, () => fetch(`${address}/v1/quotes`, { headers })),
      );
      const texts = await Promise.all(answers.map((answer) => answer.text()));
      return {
        tags: new Set(answers.map((answer) => answer.headers.get('etag'))),
        texts: new Set(texts),
      };
    };
    for (let change = 0; change < 3; change += 1) {
      close.content = `The bridge is closed for ${change} days.`;
      load(writer, { 'a.json': file });
      const { tags, texts } = await read();
      expect([tags.size, texts.size]).toEqual([1, 1]);
      expect([...texts][0]).toContain(close.content);
    }
  });

  test('those that are started at once, and find a file that nobody has migrated yet', async () => {
    const ONRECORD_DB = join(temporaryFolder(), 'record.db');
    const servers = Array.from({ length: 4 }, () => start({ ONRECORD_DB }));
    const addresses = await Promise.all(servers.map(addressOf));
    const answers = await Promise.all(addresses.map((address) => fetch(`${address}/v1/quotes`)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  });

  test('one that dies is replaced, and told of in the log', async () => {
    const server = start({ PROCESSES: '2' });
    const address = await addressOf(server);
    const [first = 0] = await until(2, address, server);
    process.kill(first, 'SIGKILL');
    const pids = await until(3, address, server);
    expect(pids).toHaveLength(3);
    const told = logLines(server.printed.stdout).map((line) => JSON.parse(line));
    expect(told).toContainEqual(
      expect.objectContaining({ died: first, signal: 'SIGKILL', level: 50 }),
    );
  });

  test('all that die are replaced, unless none can be started any more', async () => {
    const ONRECORD_DB = join(temporaryFolder(), 'record.db');
    const server = start({ ONRECORD_DB, PROCESSES: '2', PORT: `${await freePort()}` });
    const address = await addressOf(server);
    for (const pid of await until(2, address, server)) process.kill(pid, 'SIGKILL');
    const pids = await until(4, address, server);
    writeFileSync(ONRECORD_DB, 'This is a text. '.repeat(99));
    for (const pid of pids.slice(2)) process.kill(pid, 'SIGKILL');
    const { code, stderr } = await endOf(server);
    expect(code).toBe(1);
    expect(stderr).toContain('cannot be opened');
  });

  test.for(['SIGTERM', 'SIGINT'] as const)('%s ends all with code 0', async (signal) => {
    const ONRECORD_DB = join(temporaryFolder(), 'record.db');
    const server = start({ ONRECORD_DB, PROCESSES: '2' });
    const address = await addressOf(server);
    const pids = await until(2, address, server);
    server.child.kill(signal);
    expect(await endOf(server)).toMatchObject({ code: 0, signal: null, stderr: '' });
    for (const pid of pids) expect(() => process.kill(pid, 0), `${pid} lives`).toThrow('ESRCH');
    expect(existsSync(`${ONRECORD_DB}-wal`)).toBe(false);
  });

  test('end where the one that keeps them is killed', async () => {
    const server = start({ PROCESSES: '2' });
    const address = await addressOf(server);
    await until(2, address, server);
    server.child.kill('SIGKILL');
    await server.closed; // its output closes with the last process that holds it
    await expect(fetch(`${address}/health/live`)).rejects.toThrow();
  });
});

const { problemWith } = createRequire(import.meta.url)('../src/node-version.cjs');

test.for(['v22.18.0', 'v24.0.0', 'v26.1.0'])('Node %s is new enough', (version) => {
  expect(problemWith(version)).toBeUndefined();
});

test.for(['v20.20.2', 'v22.17.9'])('Node %s is refused, and which is needed is told', (version) => {
  expect(problemWith(version)).toMatch(new RegExp(`needs Node 22\\.18 or later, .* ${version}\\.`));
});
