// Answers kept in memory: the same bytes as the first time, of the newest state only, within a limit.
import { request as ask } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { fastify } from 'fastify';
import { describe, expect, onTestFinished, test } from 'vitest';
import { datesOf } from '#db/list.ts';
import { type Db, openDatabase } from '#db/open.ts';
import { giveBack, makeAnswers, ownBytes } from '#http/answers.ts';
import { cacheByVersion } from '#http/caching.ts';
import { compressAnswers } from '#http/compression.ts';
import { onRecord } from './app.ts';
import { listening } from './listening.ts';
import { load, minimal, temporaryFolder } from './minimal.ts';
import { served } from './served.ts';

const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';
const MEGABYTE = 2 ** 20;

type Headers = Record<string, string>;

/** An answer as it came over the socket; the date apart, which no cache may freeze. */
function received(port: number, path: string, asked: Headers, method = 'GET') {
  const headers = { host: 'record.example', ...asked }; // of all servers, however they are reached
  return new Promise<{ status: number | undefined; headers: string[]; body: string }>(
    (resolve, reject) => {
      const sent = ask({ host: '127.0.0.1', port, path, headers, method }, async (answer) => {
        const body = Buffer.concat(await answer.toArray()).toString('base64');
        const told = answer.rawHeaders.map((text, at) =>
          answer.rawHeaders[at - 1]?.toLowerCase() === 'date' ? '' : text,
        );
        resolve({ status: answer.statusCode, headers: told, body });
      });
      sent.on('error', reject).end();
    },
  );
}

describe.each(['json', 'csv', 'ndjson', 'jsonld'])('a repeated GET of %s', (format) => {
  test.each(['identity', 'gzip', 'br', 'zstd'])(
    'is the same in %s, byte for byte',
    async (coding) => {
      await using server = await listening();
      for (const { name, list } of served) {
        const [id] = await server.ids(`/v1/${name}?limit=1`);
        const urls = [
          `/v1/${name}?format=${format}&limit=20`,
          `/v1/${name}?format=${format}`,
          `/v1/${name}/${id}?format=${format}`,
          ...(datesOf(list).length > 0 ? [`/v1/${name}/histogram`] : []),
        ];
        for (const url of urls) {
          const headers = { 'accept-encoding': coding };
          const first = await received(server.port, url, headers);
          expect(first.status, url).toBe(200);
          for (let again = 0; again < 3; again += 1) {
            expect(await received(server.port, url, headers), url).toEqual(first);
          }
        }
      }
    },
  );
});

test('a repeated GET of documents is the same, byte for byte', async () => {
  await using server = await listening();
  for (const url of ['/v1', '/openapi.json', '/docs/', '/docs/js/scalar.js']) {
    for (const coding of ['identity', 'gzip', 'br']) {
      const headers = { 'accept-encoding': coding };
      const first = await received(server.port, url, headers);
      expect(first.status, url).toBe(200);
      for (let again = 0; again < 2; again += 1) {
        expect(await received(server.port, url, headers), url).toEqual(first);
      }
    }
  }
});

test('JSON-LD names records by the Host of each request, kept or not', async () => {
  await using server = await listening();
  for (const host of ['a.example', 'b.example', 'a.example', 'b.example', 'a.example']) {
    const { body } = await received(server.port, '/v1/people?format=jsonld', { host });
    const text = Buffer.from(body, 'base64').toString();
    expect(text).toContain(`http://${host}/v1/people/`);
    expect(text.match(/http:\/\/[ab]\.example/g)?.every((one) => one.includes(host))).toBe(true);
  }
});

test('a kept answer is 304 and HEAD as any other', async () => {
  await using server = await listening();
  const url = '/v1/quotes?limit=2';
  const fresh = await Promise.all(
    [{}, { 'if-none-match': '*' }].map(async (headers) => {
      await using other = await listening();
      return [
        await received(other.port, url, headers, 'HEAD'),
        await received(other.port, url, headers),
      ];
    }),
  );
  const { headers } = await server.app.inject({ url, headers: { host: 'record.example' } });
  for (const [at, asked] of [{}, { 'if-none-match': '*' }].entries()) {
    expect(await received(server.port, url, asked, 'HEAD')).toEqual(fresh[at]?.[0]);
    for (let again = 0; again < 3; again += 1) await received(server.port, url, {});
    expect(await received(server.port, url, asked)).toEqual(fresh[at]?.[1]);
  }
  for (const known of [
    { 'if-none-match': `${headers.etag}` },
    { 'if-none-match': `"other", W/${headers.etag}` },
    { 'if-modified-since': `${headers['last-modified']}` },
  ]) {
    const { status, body } = await received(server.port, url, known as Headers);
    expect([status, body], JSON.stringify(known)).toEqual([304, '']);
  }
  const { status } = await received(server.port, url, { 'if-none-match': '"other"' });
  expect(status).toBe(200);
});

/** A route that counts how often it is asked, on a database with a second connection that writes. */
async function counted({
  bytes = MEGABYTE,
  answer = (n: number): unknown => `${n} ${'x'.repeat(2000)}`,
} = {}) {
  const path = join(temporaryFolder(), 'record.db');
  const db = openDatabase(path);
  const writer = openDatabase(path);
  const app = fastify();
  let made = 0;
  compressAnswers(app);
  app.register(async (cached) => {
    cacheByVersion(cached, db, { program: '1', bytes });
    cached.get('/', async () => {
      made += 1;
      return answer(made);
    });
  });
  onTestFinished(async () => {
    await app.close();
    for (const one of [db, writer]) one.$client.close();
  });
  return {
    db,
    writer,
    made: () => made,
    get: async (headers: Headers = {}, url = '/') => (await app.inject({ url, headers })).payload,
    app,
  };
}

const write = (db: Db) => load(db, { 'a.json': minimal().file });

test('an answer that is asked for again is kept, until another connection writes', async () => {
  const { get, made, writer } = await counted();
  await get();
  const kept = await get();
  expect([await get(), await get(), made()]).toEqual([kept, kept, 2]);
  write(writer);
  expect(await get()).not.toBe(kept);
  expect(made()).toBe(3);
});

test('an answer is kept while what is loaded changes nothing', async () => {
  const { get, made, writer } = await counted();
  write(writer);
  await get();
  const kept = await get();
  write(writer);
  expect([await get(), made()]).toEqual([kept, 2]);
});

test('a thousand answers that are asked for once are not kept', async () => {
  const { get, made } = await counted();
  for (let n = 0; n < 1000; n += 1) await get({}, `/?${n}`);
  await get({}, '/?0');
  expect(made()).toBe(1001);
});

test('headers that mean the same share one answer', async () => {
  const { get, made } = await counted();
  for (const accept of ['*/*', 'application/json', BROWSER, 'application/json;charset=utf-8']) {
    for (const encoding of ['gzip', 'GZIP', 'x-gzip', '*', 'gzip, deflate', 'br;q=0, gzip;q=0.1']) {
      await get({ accept, 'accept-encoding': encoding });
    }
  }
  expect(made()).toBe(2);
  for (let again = 0; again < 3; again += 1) {
    await get({ 'accept-encoding': 'br' });
    await get({ 'accept-encoding': 'gzip', 'x-no-compression': '1' });
    await get();
  }
  expect(made()).toBe(6);
});

test('each encoding is compressed once, and decodes to the same', async () => {
  const { app } = await counted({ answer: () => 'x'.repeat(5000) });
  for (const encoding of ['gzip', 'br', 'deflate', 'zstd', 'identity']) {
    const ask = () => app.inject({ url: '/', headers: { 'accept-encoding': encoding } });
    const [first, ...others] = [await ask(), await ask(), await ask()];
    expect(first.headers['content-encoding'] ?? 'identity').toBe(encoding);
    for (const other of others) {
      expect(other.rawPayload.equals(first.rawPayload)).toBe(true);
      expect(other.headers).toEqual({ ...first.headers, date: other.headers.date });
    }
  }
});

test.each([
  ['a failure', () => Promise.reject(new Error('broken'))],
  ['a stream', (n: number) => Readable.from([`${n}`])],
  ['a body larger than an eighth of the memory', () => 'x'.repeat(MEGABYTE / 8)],
])('%s is not kept', async (_, answer) => {
  const { get, made } = await counted({ answer });
  for (let again = 0; again < 4; again += 1) await get();
  expect(made()).toBe(4);
});

test('an answer is not kept where the record changes before it is complete', async () => {
  const slowly = Promise.withResolvers<string>();
  const begun = Promise.withResolvers<void>();
  const { get, made, writer } = await counted({
    answer: (n) => {
      if (n !== 2) return `${n}`;
      begun.resolve();
      return slowly.promise;
    },
  });
  await get();
  const slow = get();
  await begun.promise;
  write(writer);
  expect(await get({}, '/?other')).toBe('3'); // the server now knows of the new state
  slowly.resolve('of the old state');
  expect(await slow).toBe('of the old state');
  expect([await get(), made()]).toEqual(['4', 4]);
});

test('without memory every answer is made anew, and is the same', async () => {
  const { get, made } = await counted({ bytes: 0 });
  for (let again = 0; again < 4; again += 1) await get();
  expect(made()).toBe(4);
  await using server = await listening(() => onRecord({ cacheBytes: 0 }));
  await using keeping = await listening();
  for (const headers of [{}, { 'accept-encoding': 'gzip' }]) {
    const without = await received(server.port, '/v1/quotes', headers);
    for (let again = 0; again < 3; again += 1) {
      expect(await received(keeping.port, '/v1/quotes', headers)).toEqual(without);
    }
  }
});

describe('the memory of answers', () => {
  const answerOf = (size: number) => ({
    headers: { etag: '"a"' },
    body: ownBytes('x'.repeat(size)),
  });

  test('never holds more bytes than its limit', () => {
    const answers = makeAnswers(MEGABYTE);
    for (let n = 0; n < 5000; n += 1) {
      answers.set(`/v1/quotes?n=${n}`, answerOf((n * 37) % 9000));
      const held = [...answers.values()].reduce((sum, { body }) => sum + body.buffer.byteLength, 0);
      expect(answers.calculatedSize).toBeLessThanOrEqual(MEGABYTE);
      expect(held).toBeLessThanOrEqual(answers.calculatedSize);
    }
    expect(answers.size).toBeGreaterThan(100);
  });

  test('lets go what was not asked for longest', () => {
    const answers = makeAnswers(MEGABYTE);
    answers.set('often', answerOf(10));
    answers.set('once', answerOf(10));
    for (let n = 0; n < 1000; n += 1) {
      answers.set(`${n}`, answerOf(10_000));
      expect(answers.get('often')).toBeDefined();
    }
    expect(answers.get('once')).toBeUndefined();
  });

  test('counts empty bodies and long URLs', () => {
    const answers = makeAnswers(MEGABYTE);
    for (let n = 0; n < 5000; n += 1) answers.set(`${n}${'u'.repeat(n)}`, answerOf(0));
    expect(answers.size).toBeLessThan(700);
    const urls = [...answers.keys()].reduce((sum, key) => sum + key.length, 0);
    expect(urls).toBeLessThan(MEGABYTE);
  });
});

test.each(['é', 'x', '🌊 text', Buffer.alloc(20_000).subarray(5, 100)])(
  'the bytes kept of a body stand alone (%#)',
  (body) => {
    const own = ownBytes(body);
    expect(own.equals(Buffer.from(body))).toBe(true);
    expect(own.buffer.byteLength).toBe(own.length);
  },
);

describe('the memory of an answer', () => {
  test('is given back where the bytes have it for themselves', () => {
    const [own, part] = [Buffer.allocUnsafeSlow(10), Buffer.alloc(100).subarray(10, 20)];
    for (const bytes of [own, part]) giveBack(bytes);
    expect([own.length, part.length]).toEqual([0, 10]);
  });

  test('is not given back before a client has it that reads late', async () => {
    await using world = await listening(() => onRecord({ cacheBytes: 0 }));
    const urls = Array.from({ length: 100 }, (_, turn) => `/v1/quotes?limit=${100 - (turn % 10)}`);
    const expected = await Promise.all(urls.map(async (url) => (await world.get(url)).text));
    const socket = connect(world.port, '127.0.0.1').pause();
    for (const url of urls) socket.write(`GET ${url} HTTP/1.1\r\nhost: record.example\r\n\r\n`);
    socket.end();
    await wait(200);
    const received = Buffer.concat(await socket.toArray()).toString();
    expect(received.length).toBeGreaterThan(10 * MEGABYTE);
    expect(received.split(/HTTP\/1\.1 200 OK\r\n[^{]*\r\n\r\n/).slice(1)).toEqual(expected);
  });
});
