// CSV of every list: a header always, one row per record, every field of the record in a column.
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { getDefaultHighWaterMark } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { quoteSchema } from '#quotes/schema.ts';
import { type Batch, csvOf } from '../src/http/csv.ts';
import { toLines } from '../src/http/formats.ts';
import { columnsOf } from '../src/http/resource.ts';
import { appOn, emptyApp, onRecord } from './app.ts';
import { listening } from './listening.ts';
import { manyRecords } from './many.ts';
import { load } from './minimal.ts';
import { served, walk } from './served.ts';

describe.each(served)('GET /v1/$name?format=csv', ({ name }) => {
  const path = `/v1/${name}`;

  test('holds the whole list, each record in a row, each field in a column', async () => {
    await using world = await onRecord();
    const records = await walk(world, path);
    const { status, headers, text } = await world.get(`${path}?format=csv`);
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('text/csv; charset=utf-8; header=present');
    expect(headers['content-disposition']).toBe(`attachment; filename="${name}.csv"`);
    const [columns = [], ...rows] = parseCsv(text);
    expect(rows).toHaveLength(records.length);
    records.forEach((record, index) => {
      const row = Object.fromEntries(columns.map((column, at) => [column, rows[index]?.[at]]));
      const cells = Object.fromEntries(columns.map((column) => [column, '']));
      expect(row).toEqual({ ...cells, ...flatten(record, columns) });
    });
  });

  test('has only its header where nothing is found', async () => {
    await using world = await onRecord();
    const [whole = ''] = (await world.get(`${path}?format=csv`)).text.split('\r\n');
    const { status, text } = await world.get(`${path}?format=csv&id=nothing-at-all`);
    expect([status, text]).toEqual([200, `${whole}\r\n`]);
  });

  test('is a page where a limit is given, and links to the next', async () => {
    await using world = await onRecord();
    const whole = await walk(world, `${path}?sort=id`);
    const { headers, text } = await world.get(`${path}?format=csv&limit=1&sort=id`);
    expect(parseCsv(text)).toHaveLength(2);
    if (whole.length === 1) return;
    const [, link = ''] = /<([^>]+)>; rel="next"/.exec(`${headers.link}`) ?? [];
    const next = parseCsv((await world.get(link)).text);
    expect(next).toHaveLength(2);
    expect(next[1]?.[0]).toBe(whole[1]?.id);
  });

  test('goes on after a cursor, to the end', async () => {
    await using world = await onRecord();
    const whole = await walk(world, `${path}?sort=id`);
    const { next } = (await world.get(`${path}?sort=id&limit=1`)).body.page;
    if (next === null) return;
    const { text } = await world.get(`${path}?sort=id&format=csv&cursor=${next}`);
    expect(parseCsv(text)).toHaveLength(whole.length);
  });
});

test('GET /v1/people?format=csv streams a list that is longer than any page, whole and in order', async () => {
  await using world = await emptyApp();
  const count = 1101;
  load(world.db, { 'people.json': { entities: Array.from({ length: count }, person) } });
  const rows = parseCsv((await world.get('/v1/people?format=csv')).text).slice(1);
  const ids = Array.from({ length: count }, (_, index) => person(0, index).id);
  expect(rows.map(([id]) => id)).toEqual(ids);
  const { body } = await world.get('/v1/people?count=exact');
  expect(body.page).toMatchObject({ count, count_is: 'exact' });
  const estimate = (await world.get('/v1/people?count=estimate')).body;
  expect(estimate.page).toMatchObject({ count: 1000, count_is: 'at_least' });
});

test('a text that a spreadsheet would run is preceded by an apostrophe, and any text is kept', async () => {
  await using world = await emptyApp();
  const texts = ['=1+1', '+1', '-1', '@sum(a1)', 'a, b', 'say "no"', 'two\nlines', 'a=b', '0'];
  const entities = texts.map((position, index) => ({ ...person(0, index), position }));
  load(world.db, { 'people.json': { entities } });
  const [columns = [], ...rows] = parseCsv((await world.get('/v1/people?format=csv')).text);
  const cells = rows.map((row) => row[columns.indexOf('position')]);
  expect(cells).toEqual(["'=1+1", "'+1", "'-1", "'@sum(a1)", ...texts.slice(4)]);
});

const SIGNS = [...',"\\\n\r\t\u0001\f=＋ї🙂{]:'];

test.each(SIGNS)(
  '%j is written as csv-stringify does, at every place of texts of every length',
  (sign) => {
    const schema = z.strictObject({
      text: z.string(),
      below: z.strictObject({ text: z.string(), none: z.strictObject({ a: z.int() }).nullable() }),
      list: z.array(z.string()),
      number: z.number(),
      last: z.string(),
    });
    const texts = Array.from({ length: 12 }, (_, length) =>
      Array.from({ length: length + 1 }, (_, at) => [
        `${'a'.repeat(at)}${sign}${'b'.repeat(length - at)}`,
        `${'a'.repeat(at)}${sign},${sign}${'b'.repeat(length - at)}`,
      ]),
    ).flat(2);
    const records = texts.map((text, number) =>
      JSON.stringify({ text, below: { text, none: null }, list: [text, ''], number, last: text }),
    );
    const columns = ['text', 'below.text', 'below.none.a', 'list', 'number', 'last'];
    for (const count of [1, 7, records.length]) {
      expect(cut(schema, records, count)).toBe(toLines('csv', records, columns));
    }
  },
);

test('a long list that several read slowly, packed or not, arrives whole and unchanged', async () => {
  await using world = await listening(() => appOn(manyRecords()));
  const { payload } = await world.app.inject('/v1/quotes?format=ndjson');
  const whole = toLines('csv', payload.trimEnd().split('\n'), columnsOf(quoteSchema));
  expect(whole.length).toBeGreaterThan(5_000_000);
  const url = `http://127.0.0.1:${world.port}/v1/quotes?format=csv`;
  const readSlowly = async (encoding: string) => {
    const asked = get(url, { headers: { 'accept-encoding': encoding } });
    const [answer]: IncomingMessage[] = await once(asked, 'response');
    const chunks: Buffer[] = [];
    for await (const chunk of answer ?? []) {
      chunks.push(chunk);
      await setTimeout(1);
    }
    const bytes = Buffer.concat(chunks);
    return `${encoding === 'gzip' ? gunzipSync(bytes) : bytes}`;
  };
  const texts = await Promise.all(['identity', 'identity', 'gzip'].map(readSlowly));
  expect(texts.map((text) => text === whole)).toEqual([true, true, true]);
}, 30_000);

test('long lists that are asked for one behind the other, without waiting, arrive whole', async () => {
  await using world = await listening(() => appOn(manyRecords()));
  const paths = [
    '/v1/quotes?format=csv',
    '/v1/figures?format=csv',
    '/v1/quotes?format=csv&sort=id',
  ];
  const whole = await Promise.all(
    paths.map(async (path) => (await world.app.inject(path)).rawPayload.toString('latin1')),
  );
  const socket = connect(world.port, '127.0.0.1');
  socket.write(paths.map((path) => `GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`).join(''));
  socket.write('GET /health/live HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
  const chunks: Buffer[] = [];
  for await (const chunk of socket) {
    chunks.push(chunk);
    await setTimeout(1);
  }
  const answers = Buffer.concat(chunks)
    .toString('latin1')
    .split('HTTP/1.1 200 OK\r\n')
    .slice(1, -1);
  expect(answers.map((answer, index) => joined(answer) === whole[index])).toEqual([
    true,
    true,
    true,
  ]);
}, 30_000);

/** The body of an answer that came in chunks, each behind its length. */
function joined(answer: string): string {
  const parts: string[] = [];
  for (let at = answer.indexOf('\r\n\r\n') + 4, length = 1; length > 0; at += length + 2) {
    const begin = answer.indexOf('\r\n', at) + 2;
    length = Number.parseInt(answer.slice(at, begin), 16);
    parts.push(answer.slice(begin, begin + length));
    at = begin;
  }
  return parts.join('');
}

test.each([1, 20, 400])(
  'a chunk of %i rows stands as long as four streams may hold it',
  (count) => {
    const schema = z.strictObject({ text: z.string(), number: z.int() });
    const records = Array.from({ length: Math.max(2000, 60 * count) }, (_, number) =>
      JSON.stringify({ text: 'a, b'.repeat(1 + (number % 300)), number }),
    );
    const held: { chunk: Buffer; text: string }[] = [];
    const bytes = () => held.reduce((sum, { chunk }) => sum + chunk.length, 0);
    for (const chunk of csvOf(schema, batchesOf(records, count))) {
      held.push({ chunk, text: `${chunk}` });
      expect(held.every(({ chunk, text }) => `${chunk}` === text)).toBe(true);
      while (bytes() > 4 * (getDefaultHighWaterMark(false) + chunk.length)) held.shift();
    }
  },
);

/** The rows of records that come in batches of so many. */
const cut = (schema: z.ZodObject, records: string[], count: number): string =>
  Array.from(csvOf(schema, batchesOf(records, count)), String).join('');

function* batchesOf(records: string[], count: number): Generator<Batch> {
  for (let at = 0; at < records.length; at += count) {
    const some = records.slice(at, at + count);
    yield { lines: Buffer.from(`${some.join('\n')}\n`), count: some.length };
  }
}

/** People of one name, so that only their ids order them. */
const person = (_: unknown, index: number) => ({
  id: `person-${`${index}`.padStart(5, '0')}`,
  kind: 'person',
  name: 'Ada',
  names: [{ name: 'Ada', script: 'Latn', kind: 'name' }],
});

/** The cells of RFC 4180: quoted ones may hold commas, line ends and doubled quotes. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain = '', end] of text.matchAll(
    /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g,
  )) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end === '\r\n') rows.push([]);
    if (end === '') break;
  }
  return rows.slice(0, -1);
}

/** Dotted paths to cells, lists and documents in one; what a spreadsheet would take for a formula begins with an apostrophe. */
function flatten(record: object, columns: string[], prefix = ''): Record<string, string> {
  return Object.assign(
    {},
    ...Object.entries(record).map(([name, value]) => {
      const path = `${prefix}${name}`;
      if (value === null) return {};
      if (typeof value === 'object') {
        if (Array.isArray(value) || columns.includes(path))
          return { [path]: JSON.stringify(value) };
        return flatten(value, columns, `${path}.`);
      }
      return {
        [path]: typeof value === 'string' ? value.replace(/^[=+\-@\t\r]/, "'$&") : `${value}`,
      };
    }),
  );
}
