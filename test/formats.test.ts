// Formats by Accept or format=, NDJSON of whole lists, and Links that lead forward and back.
import { describe, expect, test } from 'vitest';
import { facetsOf } from '#db/list.ts';
import { contentType, FORMATS } from '#http/formats.ts';
import { onRecord, PROBLEM, type TestApp } from './app.ts';
import { idsOf, type Row, served, walk } from './served.ts';

const TYPES = { json: 'application/json', csv: 'text/csv', ndjson: 'application/x-ndjson' };
const BROWSER =
  'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8';

const ask = async ({ app }: TestApp, url: string, accept?: string) => {
  const headers = accept === undefined ? {} : { accept };
  const { statusCode, headers: answered, payload } = await app.inject({ url, headers });
  return { status: statusCode, headers: answered, type: `${answered['content-type']}`, payload };
};

describe.each(served)('the format of /v1/$name', ({ name, list, alone }) => {
  const path = `/v1/${name}`;

  test.each([
    [undefined, 'json'],
    ['*/*', 'json'],
    [BROWSER, 'json'],
    ['application/*', 'json'],
    ['application/json', 'json'],
    ['APPLICATION/JSON', 'json'],
    ['application/json; charset=utf-8', 'json'],
    ['text/csv', 'csv'],
    ['text/*', 'csv'],
    ['application/x-ndjson', 'ndjson'],
    ['text/csv;q=0.5, application/json;q=0.4', 'csv'],
    ['text/csv;q=0.4, application/x-ndjson;q=0.5, application/json;q=0.1', 'ndjson'],
    ['text/html, application/x-ndjson;q=0.1', 'ndjson'],
    ['text/csv;q=0, */*', 'json'],
    ['text/csv, */*;q=0.1', 'csv'],
  ] as const)('with Accept: %s is %s', async (accept, format) => {
    await using world = await onRecord();
    const [id] = await world.ids(`${path}?limit=1`);
    for (const url of [path, `${path}?limit=1`, `${path}/${id}`]) {
      const { status, type, payload } = await ask(world, url, accept);
      expect([status, type]).toEqual([200, contentType(format)]);
      const named = `${url}${url.includes('?') ? '&' : '?'}format=${format}`;
      const plain = await ask(world, named);
      if (format !== 'json' || url !== `${path}?limit=1`) expect(payload).toBe(plain.payload);
    }
  });

  test.each(['image/png', 'text/html', 'text/csv;q=0', 'application/xml', '*/*;q=0', 'nonsense'])(
    'with Accept: %s is a 406 problem',
    async (accept) => {
      await using world = await onRecord();
      const [id] = await world.ids(`${path}?limit=1`);
      for (const url of [path, `${path}/${id}`]) {
        const { status, type, payload } = await ask(world, url, accept);
        expect(status).toBe(406);
        expect(type).toMatch(PROBLEM);
        for (const one of Object.values(TYPES)) expect(JSON.parse(payload).detail).toContain(one);
      }
    },
  );

  test.each(['', ';;', ',', '*', 'a/b/c', 'text/csv;q=x', 'text/csv;q=9', '/', '🙂'])(
    'with the broken Accept: %j is an answer or a 406 problem',
    async (accept) => {
      await using world = await onRecord();
      expect([200, 406]).toContain((await ask(world, path, accept)).status);
    },
  );

  test.each(FORMATS)('is %s by format=, whatever Accept says', async (format) => {
    await using world = await onRecord();
    const [id] = await world.ids(`${path}?limit=1`);
    for (const accept of [...Object.values(TYPES), 'image/png', BROWSER]) {
      for (const url of [`${path}?format=${format}`, `${path}/${id}?format=${format}`]) {
        const { status, type } = await ask(world, url, accept);
        expect([status, type], accept).toEqual([200, contentType(format)]);
      }
    }
  });

  test('is a problem document for failures, whatever Accept says', async () => {
    await using world = await onRecord();
    for (const accept of [...Object.values(TYPES), BROWSER]) {
      for (const url of [`${path}?limit=0`, `${path}/nothing-at-all`, `${path}?format=xml`]) {
        const { status, type } = await ask(world, url, accept);
        expect([400, 404]).toContain(status);
        expect(type).toMatch(PROBLEM);
      }
    }
  });

  test('tells no counts but in JSON', async () => {
    await using world = await onRecord();
    for (const format of ['csv', 'ndjson', 'jsonld']) {
      for (const parameter of ['count=estimate', `facet=${facetsOf(list)}`]) {
        const [name] = parameter.split('=');
        expect(await world.refused(`${path}?format=${format}&${parameter}`)).toEqual([
          {
            parameter: name,
            reason: `has no meaning in ${format}`,
            suggestion: 'take format=json',
          },
        ]);
      }
    }
  });

  test('is no whole list from a cursor that leads back', async () => {
    await using world = await onRecord();
    const { body: first } = await world.get(`${path}?limit=1`);
    if (first.page.next === null) return; // a list of one record has no page before another
    const { body } = await world.get(`${path}?limit=1&cursor=${first.page.next}`);
    for (const format of ['csv', 'ndjson']) {
      const back = `${path}?format=${format}&cursor=${body.page.prev}`;
      const [error] = await world.refused(back);
      expect(error).toMatchObject({
        parameter: 'cursor',
        suggestion: expect.stringMatching('limit='),
      });
      expect((await world.get(`${back}&limit=1`)).status).toBe(200);
    }
  });

  test('is one record a line in NDJSON, the whole list in its order', async () => {
    await using world = await onRecord();
    const rows = await walk(world, path);
    const { payload, headers } = await ask(world, `${path}?format=ndjson`);
    expect(payload).toBe(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    expect(headers['content-disposition']).toBe(`attachment; filename="${name}.ndjson"`);
    expect((await ask(world, `${path}?format=ndjson&id=nothing-at-all`)).payload).toBe('');
    const page = await ask(world, `${path}?format=ndjson&limit=2`);
    expect(page.payload).toBe(
      payload
        .split('\n')
        .slice(0, 2)
        .filter(Boolean)
        .map((l) => `${l}\n`)
        .join(''),
    );
    expect(page.headers['content-disposition']).toBeUndefined();
  });

  test('is the same record in every format of a single one', async () => {
    await using world = await onRecord();
    const header = (await ask(world, `${path}?format=csv&limit=1`)).payload.split('\r\n')[0];
    const whole = (await ask(world, `${path}?format=csv`)).payload;
    for (const row of (await walk(world, path)).slice(0, 5)) {
      const url = `${path}/${row.id}?format=`;
      expect(JSON.parse((await ask(world, `${url}json`)).payload)).toEqual({ data: alone(row) });
      const ndjson = (await ask(world, `${url}ndjson`)).payload;
      expect(ndjson).toBe(`${JSON.stringify(alone(row))}\n`);
      const csv = (await ask(world, `${url}csv`)).payload;
      expect(csv.startsWith(`${header}\r\n`)).toBe(true);
      const rest = csv.slice(`${header}\r\n`.length);
      expect(whole.includes(rest)).toBe(JSON.stringify(alone(row)) === JSON.stringify(row));
    }
  });
});

describe.each(served)('the Links of /v1/$name', ({ name, list }) => {
  const sorts = [...Object.keys(list.sorts), 'id'].flatMap((sort) => [sort, `-${sort}`]);
  const mixed = Object.keys(list.sorts).map((sort, at) => (at % 2 === 0 ? `-${sort}` : sort));

  test.each([...sorts, `${mixed},-id`])('lead forward and back by %s', async (sort) => {
    await using world = await onRecord();
    const limit = 7;
    const start = `/v1/${name}?sort=${sort}&limit=${limit}`;
    const pages: Row[][] = [];
    let last = '';
    for (let url: string | null = start; url !== null; url = await follow(url, 'next', pages)) {
      last = url;
    }
    expect(idsOf(pages.flat())).toEqual(idsOf(await walk(world, `/v1/${name}?sort=${sort}`)));
    const back: Row[][] = [];
    let first = last;
    for (let url: string | null = last; url !== null; url = await follow(url, 'prev', back)) {
      first = url;
    }
    expect(back.toReversed().map(idsOf)).toEqual(pages.map(idsOf));
    const again: Row[][] = [];
    for (let url: string | null = first; url !== null; url = await follow(url, 'next', again));
    expect(again.map(idsOf)).toEqual(pages.map(idsOf));

    async function follow(url: string, relation: string, into: Row[][]): Promise<string | null> {
      const { status, headers, body } = await world.get(url);
      expect(status, url).toBe(200);
      into.push(body.data);
      const links = linksIn(`${headers.link}`);
      expect(links.first).toBe(start);
      for (const side of ['next', 'prev']) {
        const cursor = new URLSearchParams(links[side]?.split('?')[1]).get('cursor');
        expect(cursor, `${side} of ${url}`).toBe(body.page[side]);
      }
      return links[relation] ?? null;
    }
  });
});

/** The targets of a Link header by relation, with commas as they were sent. */
const linksIn = (header: string): Record<string, string> =>
  Object.fromEntries(
    [...header.matchAll(/<([^>]+)>; rel="(\w+)"/g)].map(([, to = '', relation]) => [
      relation,
      to.replaceAll('%2C', ','),
    ]),
  );

test('csv refuses whole records in the place of references unless columns of them are named', async () => {
  await using world = await onRecord();
  expect(await world.refused('/v1/quotes?format=csv&include=speaker')).toEqual([
    {
      parameter: 'include',
      reason: 'adds no columns to csv by itself',
      suggestion: 'fields=id,speaker.id names columns of it',
    },
  ]);
  const named = '/v1/quotes?format=csv&include=speaker&fields=id,speaker.description';
  expect((await world.get(named)).status).toBe(200);
});
