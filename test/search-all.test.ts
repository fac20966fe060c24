// GET /v1/search: one question to every list that has full text.
import { describe, expect, test } from 'vitest';
import { emptyApp, onRecord } from './app.ts';
import { load, minimal } from './minimal.ts';
import { encode, served } from './served.ts';

type Found = { list: string; id: string; label: string; highlight: object; href: string };

const searched = served
  .filter(({ list }) => list.filters.q?.search !== undefined)
  .map(({ name, list }) => ({ name, example: list.filters.q?.example ?? '' }));

describe.each(searched)('GET /v1/search among $name', ({ name, example }) => {
  const url = `/v1/search?list=${name}&q=${encode(example)}`;

  test('finds the best that the list itself finds, the best first', async () => {
    await using world = await onRecord();
    const { status, body } = await world.get(`${url}&limit=20`);
    expect(status).toBe(200);
    const best = await world.ids(`/v1/${name}?q=${encode(example)}&sort=relevance&limit=20`);
    expect(best.length).toBeGreaterThan(0);
    expect(body.data.map(({ id }: Found) => id)).toEqual(best);
  });

  test('names each record, marks what was found and links to it', async () => {
    await using world = await onRecord();
    for (const found of (await world.get(url)).body.data as Found[]) {
      expect(Object.keys(found)).toEqual(['list', 'id', 'label', 'highlight', 'href']);
      expect(found.list).toBe(name);
      expect(found.label).toMatch(/\S/);
      expect(JSON.stringify(found.highlight)).toContain('<mark>');
      const record = (await world.get(found.href)).body.data;
      expect(record.id).toBe(found.id);
      expect(JSON.stringify(record)).toContain(JSON.stringify(found.label));
    }
  });
});

test('GET /v1/search asks all lists that have full text, five matches of each', async () => {
  await using world = await onRecord();
  const { data } = (await world.get('/v1/search?q=ukrain*')).body as { data: Found[] };
  const names = [...new Set(data.map(({ list }) => list))];
  expect(names.length).toBeGreaterThan(3);
  expect(searched.map(({ name }) => name).filter((name) => names.includes(name))).toEqual(names);
  for (const name of names) {
    const { page } = (await world.get(`/v1/${name}?q=ukrain*&count=exact`)).body;
    expect(data.filter(({ list }) => list === name)).toHaveLength(Math.min(5, page.count));
  }
});

test('GET /v1/search takes several lists and a limit for each', async () => {
  await using world = await onRecord();
  const { data } = (await world.get('/v1/search?q=ukrain*&list=places,quotes,quotes&limit=1')).body;
  expect(data.map(({ list }: Found) => list)).toEqual(['quotes', 'places']);
});

test('GET /v1/search finds nothing with 200 and no data', async () => {
  await using world = await onRecord();
  const { status, body } = await world.get('/v1/search?q=zyzzyva');
  expect([status, body]).toEqual([200, { data: [] }]);
});

test('records are called by name, headline, title or content, else by their abstract', async () => {
  await using world = await emptyApp();
  const { file, article } = minimal();
  Object.assign(article, { headline: null, abstract: 'A crossing is closed.' });
  load(world.db, { 'a.json': file });
  const labels = async (q: string, list: string) =>
    (await world.get(`/v1/search?q=${q}&list=${list}`)).body.data.map(({ label }: Found) => label);
  expect(await labels('crossing', 'quotes')).toEqual(['We risk no crossing [tonight],']);
  expect(await labels('crossing', 'utterances')).toEqual(['Nobody is to cross the bridge']);
  expect(await labels('shut', 'utterances')).toEqual(['The bridge is to be shut.']);
  expect(await labels('crossing', 'articles')).toEqual(['A crossing is closed.']);
  expect(await labels('quill', 'people')).toEqual(['Ada Quill']);
});

test('GET /v1/search gives the order of the list where too many match to be ranked', async () => {
  await using world = await emptyApp();
  const entities = Array.from({ length: 1100 }, (_, index) => ({
    id: `ada-${`${index}`.padStart(4, '0')}`,
    kind: 'person',
    name: 'Ada',
    names: [{ name: 'Ada', script: 'Latn', kind: 'name' }],
  }));
  load(world.db, { 'people.json': { entities } });
  expect(await world.refused('/v1/people?q=ada&sort=relevance')).toHaveLength(1);
  expect(await world.ids('/v1/search?q=ada&limit=3')).toEqual(
    await world.ids('/v1/people?limit=3'),
  );
});

describe('GET /v1/search refuses', () => {
  test.each([
    ['no question', '', 'q', 'q=planes'],
    ['nothing to search for', 'q=!', 'q', 'add a word that has to occur'],
    ['two questions', 'q=a&q=b', 'q', 'give it once'],
    ['a list that there is not', 'q=a&list=quotes,peple', 'list', 'people'],
    ['a list without full text', 'q=a&list=series', 'list', null],
    ['a limit of none', 'q=a&limit=0', 'limit', 'limit=5; ask one list for more'],
    ['a limit above 20', 'q=a&limit=21', 'limit', 'limit=5; ask one list for more'],
    ['a parameter that there is not', 'q=a&lists=quotes', 'lists', 'list'],
  ])('%s', async (_about, question, parameter, suggestion) => {
    await using world = await onRecord();
    const errors = await world.refused(`/v1/search?${question}`);
    expect(errors.map((one) => one.parameter)).toContain(parameter);
    expect(errors[0].suggestion).toBe(suggestion);
  });

  test('all that is wrong at once', async () => {
    await using world = await onRecord();
    const errors = await world.refused('/v1/search?q=&limit=x&list=y&z=1');
    expect(errors.map(({ parameter }) => parameter).toSorted()).toEqual([
      'limit',
      'list',
      'q',
      'z',
    ]);
  });
});
