// The whole record to take away: NDJSON of all lists, and the SQLite file without article texts.
import { once } from 'node:events';
import { readdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { type Db, openDatabase } from '#db/open.ts';
import program from '../package.json' with { type: 'json' };
import { appOn, onRecord, PROBLEM, type TestApp } from './app.ts';
import { listening } from './listening.ts';
import { attachText, load, minimal, TEXT, temporaryFolder } from './minimal.ts';
import { onSample } from './sample.ts';
import { texts } from './sample-articles.ts';
import { served, walk } from './served.ts';

vi.setConfig({ testTimeout: 20_000 }); // milliseconds, on a busy machine

type Line = { list: string; record: { id: string } };
type Header = { data_version: number; counts: Record<string, number> };
type Dump = { header: Header; lines: Line[] };

/** The lines of a dump, the header apart. */
function readDump(text: string): Dump {
  expect(text.endsWith('\n')).toBe(true);
  const [header, ...lines] = text.trimEnd().split('\n');
  return { ...JSON.parse(header ?? ''), lines: lines.map((line) => JSON.parse(line) as Line) };
}

/** A file that holds the smallest record, and a second connection that writes to it. */
async function onFile() {
  const path = join(temporaryFolder(), 'record.db');
  const writer = openDatabase(path);
  load(writer, { 'a.json': minimal().file });
  const world = await appOn(openDatabase(path));
  onTestFinished(() => void writer.$client.close());
  return { world, writer, path };
}

const addPeople = (db: Db, from: string, count: number, rest: object = {}) =>
  load(db, {
    'people.json': {
      entities: Array.from({ length: count }, (_, index) => ({
        id: `${from}-${`${index}`.padStart(5, '0')}`,
        kind: 'person',
        name: 'Ada',
        names: [{ name: 'Ada', script: 'Latn', kind: 'name' }],
        ...rest,
      })),
    },
  });

async function exportedDb({ app }: TestApp): Promise<Buffer> {
  const { statusCode, rawPayload } = await app.inject('/v1/export.db');
  expect(statusCode).toBe(200);
  return rawPayload;
}

/** The application on an exported file, opened as any other. */
function appOnExport(bytes: Buffer): Promise<TestApp> {
  const path = join(temporaryFolder(), 'export.db');
  writeFileSync(path, bytes);
  return appOn(openDatabase(path));
}

/** Temporary files go to a folder of the test, which shows what is left. */
function ownTemporaryFolder(): string {
  const folder = temporaryFolder();
  vi.stubEnv('TMPDIR', folder);
  onTestFinished(() => void vi.unstubAllEnvs());
  return folder;
}

describe('GET /v1/export', () => {
  test('tells the versions and the counts first, then every record of every list by id', async () => {
    await using world = await onRecord();
    const { statusCode, headers, payload } = await world.app.inject('/v1/export');
    expect(statusCode).toBe(200);
    expect(headers).toMatchObject({
      'content-type': 'application/x-ndjson; charset=utf-8',
      'content-disposition': 'attachment; filename="on-record.ndjson"',
    });
    const { header, lines } = readDump(payload);
    expect(header).toEqual({
      program_version: program.version,
      data_version: 1,
      changed_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      counts: expect.any(Object),
    });
    expect(Object.keys(header.counts)).toEqual(served.map(({ name }) => name));
    expect([...new Set(lines.map(({ list }) => list))]).toEqual(served.map(({ name }) => name));
    for (const { name } of served) {
      const records = lines.filter(({ list }) => list === name).map(({ record }) => record);
      expect(records).toEqual(await walk(world, `/v1/${name}?sort=id`));
      expect(header.counts[name]).toBe(records.length);
    }
  });

  test('is compressed where the client can read it', async () => {
    await using server = await listening();
    const answer = await fetch(`http://127.0.0.1:${server.port}/v1/export`);
    expect(answer.headers.get('content-encoding')).toMatch(/^(br|gzip|deflate)$/);
    expect(readDump(await answer.text()).lines.length).toBeGreaterThan(100);
  });

  test('shows one state of the record while another process writes', async () => {
    const { world, writer } = await onFile();
    await using _closing = world;
    addPeople(writer, 'before', 2000);
    const answer = await world.app.inject({ url: '/v1/export', payloadAsStream: true });
    addPeople(writer, 'after', 10);
    const { header, lines } = readDump(Buffer.concat(await answer.stream().toArray()).toString());
    const people = lines.filter(({ list }) => list === 'people');
    expect(people).toHaveLength(2001);
    expect(header.counts.people).toBe(2001);
    const again = readDump((await world.app.inject('/v1/export')).payload);
    expect(again.header.counts.people).toBe(2011);
    expect(again.header.data_version).toBe(header.data_version + 1);
  });

  test('reads no further than its client, and lets go of the file when that breaks off', async () => {
    const { world, writer } = await onFile();
    await using server = await listening(async () => world);
    addPeople(writer, 'before', 2000, { position: 'x'.repeat(8000) }); // more than sockets hold
    const socket = connect(server.port, '127.0.0.1');
    socket.write('GET /v1/export HTTP/1.1\r\nHost: a\r\n\r\n');
    await once(socket, 'data');
    socket.pause();
    addPeople(writer, 'after', 10);
    writer.$client.pragma('busy_timeout = 0');
    const held = () =>
      (writer.$client.pragma('wal_checkpoint(truncate)') as [{ busy: number }])[0].busy;
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(held()).toBe(1);
    socket.destroy();
    await expect.poll(held, { timeout: 5000 }).toBe(0);
  });
});

describe('GET /v1/export.db', () => {
  test('opens as a database that gives the same answers', async () => {
    await using world = await onRecord();
    const { statusCode, headers, rawPayload } = await world.app.inject('/v1/export.db');
    expect(statusCode).toBe(200);
    expect(headers).toMatchObject({
      'content-type': 'application/vnd.sqlite3',
      'content-disposition': 'attachment; filename="on-record.db"',
      'content-length': `${rawPayload.length}`,
    });
    await using copy = await appOnExport(rawPayload);
    expect(copy.db.$client.pragma('integrity_check', { simple: true })).toBe('ok');
    for (const { name } of served) {
      expect(await walk(copy, `/v1/${name}`)).toEqual(await walk(world, `/v1/${name}`));
    }
    const question = '/v1/quotes?q=planes&highlight=true&facet=speaker';
    expect((await copy.get(question)).body).toEqual((await world.get(question)).body);
  });

  test('holds no article text: not in the table, not in the index, nowhere in the file', async () => {
    await using world = await onSample({ held: true });
    const bytes = await exportedDb(world);
    await using copy = await appOnExport(bytes);
    const held = 'select count(*) from texts where content is not null';
    expect(world.db.$client.prepare(held).pluck().get()).toBeGreaterThan(0);
    expect(copy.db.$client.prepare(held).pluck().get()).toBe(0);
    for (const { content } of texts) {
      for (const line of content.split('\n').filter((one) => one.length > 60)) {
        expect(bytes.includes(line)).toBe(false);
      }
    }
    copy.db.$client.exec("insert into articles_fts(articles_fts) values ('integrity-check')");
  });

  test('finds articles by headline and abstract, and no longer by their text', async () => {
    const { world, writer } = await onFile();
    await using _closing = world;
    attachText(writer, TEXT);
    await using copy = await appOnExport(await exportedDb(world));
    const finds = async (app: TestApp, q: string) => (await app.ids(`/v1/articles?q=${q}`)).length;
    expect([await finds(world, 'bridge'), await finds(copy, 'bridge')]).toEqual([1, 0]);
    expect([await finds(world, 'flood'), await finds(copy, 'flood')]).toEqual([1, 1]);
    attachText(copy.db, TEXT);
    expect(await finds(copy, 'bridge')).toBe(1);
  });

  test('is whole for each of many clients at once, while another process writes', async () => {
    const { world, writer } = await onFile();
    await using _closing = world;
    addPeople(writer, 'before', 500);
    const asked = Array.from({ length: 5 }, () => exportedDb(world));
    for (let round = 0; round < 5; round += 1) {
      addPeople(writer, `round-${round}`, 10);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    for (const bytes of await Promise.all(asked)) {
      await using copy = await appOnExport(bytes);
      expect(copy.db.$client.pragma('integrity_check', { simple: true })).toBe('ok');
      const { page } = (await copy.get('/v1/people?count=exact')).body;
      expect((page.count - 1) % 10).toBe(0);
      expect(page.count).toBeGreaterThanOrEqual(501);
    }
  });

  test('leaves no temporary file, whether it is read, broken off or fails', async () => {
    const folder = ownTemporaryFolder();
    await using server = await listening();
    await exportedDb(server);
    expect(readdirSync(folder)).toEqual([]);
    for (const wait of [0, 20]) {
      const socket = connect(server.port, '127.0.0.1');
      socket.write('GET /v1/export.db HTTP/1.1\r\nHost: a\r\n\r\n');
      if (wait === 0) await once(socket, 'data');
      else await new Promise((resolve) => setTimeout(resolve, wait));
      socket.destroy();
    }
    server.db.$client.close();
    expect((await server.app.inject('/v1/export.db')).statusCode).toBe(500);
    await expect.poll(() => readdirSync(folder), { timeout: 5000 }).toEqual([]);
  });
});

describe.each(['/v1/export', '/v1/export.db'])('%s', (url) => {
  test('answers HEAD with its headers and makes nothing, nor for a client that has it', async () => {
    const folder = ownTemporaryFolder();
    await using world = await onRecord();
    const { statusCode, headers, payload } = await world.app.inject({ method: 'HEAD', url });
    expect([statusCode, payload]).toEqual([200, '']);
    expect(headers['content-disposition']).toMatch(/^attachment; filename="on-record\.\w+"$/);
    const known = { 'if-none-match': `${headers.etag}` };
    const again = await world.app.inject({ url, headers: known });
    expect([again.statusCode, again.payload]).toEqual([304, '']);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('takes no parameter', async () => {
    await using world = await onRecord();
    const [error] = await world.refused(`${url}?speaker=x`);
    expect(error).toMatchObject({ parameter: 'speaker', suggestion: expect.any(String) });
  });

  test('is a 500 problem where the database fails', async () => {
    await using world = await onRecord();
    world.db.$client.close();
    const { statusCode, headers } = await world.app.inject(url);
    expect(statusCode).toBe(500);
    expect(headers['content-type']).toMatch(PROBLEM);
    expect(headers['content-disposition']).toBeUndefined();
  });
});
