// Caching, cross-origin reading and compression of every list, its records and its timelines.
import { brotliDecompressSync, gunzipSync, inflateSync, zstdDecompressSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { datesOf } from '#db/list.ts';
import { emptyApp, onRecord, PROBLEM, type TestApp } from './app.ts';
import { attachText, load, minimal, TEXT } from './minimal.ts';
import { served } from './served.ts';

const STRONG = /^"[\w-]{8,}"$/;
const OTHER_FORMATS = ['text/csv', 'application/x-ndjson', 'application/ld+json'];
const FORMATS = ['application/json', ...OTHER_FORMATS];
const DECODERS: Record<string, (packed: Buffer) => Buffer> = {
  zstd: zstdDecompressSync,
  br: brotliDecompressSync,
  gzip: gunzipSync,
  deflate: inflateSync,
};
const ENCODINGS = Object.keys(DECODERS);
type Headers = Record<string, string>;

const ask = async ({ app }: TestApp, url: string, headers: Headers = {}, method = 'GET') => {
  const answer = await app.inject({ method: method as 'GET', url, headers });
  const told = answer.headers as Record<string, string | undefined>;
  return { status: answer.statusCode, headers: told, bytes: answer.rawPayload };
};

const routes = [
  { route: '/v1', urlOf: async () => '/v1' },
  ...served.flatMap(({ name, list }) => [
    { route: `/v1/${name}`, urlOf: async () => `/v1/${name}` },
    {
      route: `/v1/${name}/{id}`,
      urlOf: async ({ ids }: TestApp) => `/v1/${name}/${(await ids(`/v1/${name}?limit=1`))[0]}`,
    },
    ...(datesOf(list).length > 0
      ? [{ route: `/v1/${name}/histogram`, urlOf: async () => `/v1/${name}/histogram` }]
      : []),
  ]),
];

describe.each(routes)('GET $route', ({ urlOf }) => {
  test('has a strong ETag, the same each time, and says how it may be kept', async () => {
    await using world = await onRecord();
    const url = await urlOf(world);
    const { status, headers } = await ask(world, url);
    expect(status).toBe(200);
    expect(headers.etag).toMatch(STRONG);
    expect(Date.parse(`${headers['last-modified']}`)).not.toBeNaN();
    expect(headers['cache-control']).toContain('no-cache');
    expect(headers.vary?.toLowerCase().split(/, */)).toEqual(
      expect.arrayContaining(['accept', 'accept-encoding']),
    );
    expect((await ask(world, url)).headers.etag).toBe(headers.etag);
    const head = await ask(world, url, {}, 'HEAD');
    expect([head.status, head.headers.etag, head.bytes.length]).toEqual([200, headers.etag, 0]);
  });

  test('is 304 without a body where its ETag is known', async () => {
    await using world = await onRecord();
    const url = await urlOf(world);
    const { etag = '' } = (await ask(world, url)).headers;
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`, `${etag},W/"other"`, '*']) {
      for (const method of ['GET', 'HEAD']) {
        const { status, headers, bytes } = await ask(
          world,
          url,
          { 'if-none-match': known },
          method,
        );
        expect([status, bytes.length], known).toEqual([304, 0]);
        expect(headers).toMatchObject({
          etag,
          vary: expect.anything(),
          'cache-control': expect.anything(),
        });
        expect(headers['content-type']).toBeUndefined();
        expect(headers['access-control-allow-origin']).toBe('*');
      }
    }
    for (const other of ['"other"', etag.slice(1, -1), '']) {
      expect((await ask(world, url, { 'if-none-match': other })).status, other).toBe(200);
    }
  });

  test('is 304 since its date, but where an ETag is asked for', async () => {
    await using world = await onRecord();
    const url = await urlOf(world);
    const since = `${(await ask(world, url)).headers['last-modified']}`;
    const before = new Date(Date.parse(since) - 1000).toUTCString();
    const asked = (headers: Headers) => ask(world, url, headers).then(({ status }) => status);
    expect(await asked({ 'if-modified-since': since })).toBe(304);
    expect(await asked({ 'if-modified-since': before })).toBe(200);
    expect(await asked({ 'if-modified-since': 'yesterday' })).toBe(200);
    expect(await asked({ 'if-modified-since': since, 'if-none-match': '"other"' })).toBe(200);
  });

  test('has another ETag for another URL, format and encoding', async () => {
    await using world = await onRecord();
    const url = await urlOf(world);
    const asked: [string, Headers][] = [
      [url, {}],
      [`${url}/`, {}],
      [url, { host: 'elsewhere.example' }], // JSON-LD holds it
      ...OTHER_FORMATS.map((accept): [string, Headers] => [url, { accept }]),
      ...ENCODINGS.map((one): [string, Headers] => [url, { 'accept-encoding': one }]),
    ];
    const tags = await Promise.all(
      asked.map(async ([to, h]) => (await ask(world, to, h)).headers.etag),
    );
    expect(new Set(tags).size).toBe(asked.length);
  });

  test('has the same ETag where other headers mean the same', async () => {
    await using world = await onRecord();
    const url = await urlOf(world);
    const { etag } = (await ask(world, url)).headers;
    for (const accept of [
      '*/*',
      'application/json',
      'application/json, */*;q=0.1',
      'image/*, */*',
    ]) {
      for (const encoding of ['', 'identity', 'unheard-of', 'gzip;q=0', 'identity, br;q=0.5']) {
        const same = await ask(world, url, { accept, 'accept-encoding': encoding });
        expect(same.headers.etag, `${accept} ${encoding}`).toBe(etag);
      }
    }
  });

  test.each(ENCODINGS)('decodes from %s to the plain body', async (encoding) => {
    await using world = await onRecord();
    const url = await urlOf(world);
    for (const accept of FORMATS) {
      const plain = await ask(world, url, { accept });
      const packed = await ask(world, url, { accept, 'accept-encoding': encoding });
      expect(packed.headers['content-type']).toBe(plain.headers['content-type']);
      expect(packed.headers.vary).toMatch(/accept-encoding/i);
      const is = packed.headers['content-encoding'];
      expect([undefined, encoding]).toContain(is);
      if (plain.bytes.length > 4096) expect(is, accept).toBe(encoding);
      const body = is === undefined ? packed.bytes : DECODERS[encoding]?.(packed.bytes);
      expect(body?.equals(plain.bytes)).toBe(true);
    }
  });

  test('may be read by any page, and OPTIONS says how', async () => {
    await using world = await onRecord();
    const url = await urlOf(world);
    const { headers } = await ask(world, url, { origin: 'https://reader.example' });
    expect(headers['access-control-allow-origin']).toBe('*');
    expect(headers['access-control-expose-headers']).toMatch(/etag.*link/);
    const preflight = { origin: 'https://reader.example', 'access-control-request-method': 'GET' };
    for (const asked of [{}, { ...preflight, 'access-control-request-headers': 'if-none-match' }]) {
      const answer = await ask(world, url, asked, 'OPTIONS');
      expect([answer.status, answer.bytes.length]).toEqual([204, 0]);
      expect(answer.headers.allow?.split(', ').sort()).toEqual(['GET', 'HEAD', 'OPTIONS']);
      expect(answer.headers['access-control-allow-origin']).toBe('*');
      expect(answer.headers['access-control-allow-methods']).toContain('GET');
      expect(answer.headers['access-control-allow-headers']).toContain('if-none-match');
    }
  });
});

describe.each([
  ['GET', '/v1/quotes?limit=0', {}, 400],
  ['HEAD', '/v1/quotes?limit=0', {}, 400],
  ['GET', '/v1/quotes/histogram?limit=1', {}, 400],
  ['GET', '/v1/quotes/nothing-at-all', {}, 404],
  ['GET', '/v1/nothing', {}, 404],
  ['GET', '/nothing', {}, 404],
  ['GET', '/v1/quotes', { accept: 'image/png' }, 406],
  ['GET', '/v1/quotes/%E0', {}, 400],
  ['GET', '/v1/quotes?q=%00', {}, 400],
  ['GET', `/v1/quotes/${'a'.repeat(201)}`, {}, 414],
  ['POST', '/v1/quotes', {}, 405],
] as const)('the problem of %s %.40s', (method, url, headers, status) => {
  test('has no ETag and is not kept', async () => {
    await using world = await onRecord();
    const answer = await ask(world, url, headers, method);
    expect(answer.status).toBe(status);
    expect(answer.headers['content-type']).toMatch(PROBLEM);
    expect(answer.headers.etag).toBeUndefined();
    expect(answer.headers['last-modified']).toBeUndefined();
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  test('may be read by any page', async () => {
    await using world = await onRecord();
    const answer = await ask(world, url, headers, method);
    expect(answer.headers['access-control-allow-origin']).toBe('*');
  });

  test('is the same whatever the client has kept', async () => {
    await using world = await onRecord();
    const { 'last-modified': since = '' } = (await ask(world, '/v1')).headers;
    for (const kept of [{ 'if-modified-since': since }, { 'if-none-match': '*' }]) {
      const answer = await ask(world, url, { ...headers, ...kept }, method);
      expect(answer.status, JSON.stringify(kept)).toBe(status);
    }
  });
});

test('a load changes ETags where it changes something, and only there', async () => {
  await using world = await emptyApp();
  const tag = async (url = '/v1/quotes') => `${(await ask(world, url)).headers.etag}`;
  const stays = async (work: () => unknown) => {
    const before = await tag();
    work();
    expect(await tag()).toBe(before);
    expect((await ask(world, '/v1/quotes', { 'if-none-match': before })).status).toBe(304);
  };
  const changes = async (work: () => unknown) => {
    const before = await tag();
    work();
    expect(await tag()).not.toBe(before);
    expect((await ask(world, '/v1/quotes', { 'if-none-match': before })).status).toBe(200);
  };
  const { file, close, mayor } = minimal();
  await stays(() => load(world.db, { 'a.json': file }, { checkOnly: true }));
  await changes(() => load(world.db, { 'a.json': file }));
  await stays(() => load(world.db, { 'a.json': file }));
  await stays(() => expect(() => load(world.db, { 'a.json': { articles: 5 } })).toThrow());
  close.content = 'The bridge is closed.';
  await stays(() => load(world.db, { 'a.json': file }, { checkOnly: true }));
  await changes(() => load(world.db, { 'a.json': file }));
  mayor.names.push({ name: 'A. Quill', script: 'Latn', language: 'en', kind: 'name' });
  await changes(() => load(world.db, { 'a.json': file }));
  await changes(() => attachText(world.db, TEXT));
  await stays(() => attachText(world.db, TEXT));
});
