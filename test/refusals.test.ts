// What a list refuses: every wrong parameter is a 400 problem that names it and says what to send.
import { describe, expect, test } from 'vitest';
import { type Cursor, makeCursor } from '#db/cursor.ts';
import { operatorsOf } from '#db/list.ts';
import { onRecord } from './app.ts';
import { encode, filtersOf, served } from './served.ts';

const START: Cursor = { side: 'after', values: ['a'] };
const OWN = ['sort', 'limit', 'cursor', 'count', 'format', 'facet', 'fields', 'include'];
const VALID: Record<string, string> = { sort: 'id', limit: '2', count: 'none', format: 'json' };

describe.each(served)('GET /v1/$name refuses', ({ name, list }) => {
  const path = `/v1/${name}`;
  const filters = Object.keys(list.filters);
  const byId = { name: 'id', column: list.id, descending: false };

  test('a parameter that it does not have', async () => {
    await using world = await onRecord();
    for (const parameter of ['nonsense', '__proto__', 'constructor', 'offset', 'id__', '__not']) {
      const [error] = await world.refused(`${path}?${parameter}=1`);
      expect(error).toMatchObject({ parameter, reason: `is no parameter of ${name}` });
      if (error.suggestion === null) continue;
      expect([...filters, ...OWN]).toContain(error.suggestion.split('__')[0]);
    }
    const [nothing] = await world.refused(`${path}?xxxxxxxxxx=1`);
    expect(nothing.suggestion).toBeNull();
    const [offset] = await world.refused(`${path}?offset=1`);
    expect(offset.suggestion).toBe('cursor');
  });

  test('a misspelt parameter, and suggests the nearest', async () => {
    await using world = await onRecord();
    for (const parameter of [...filters, ...OWN]) {
      const [error] = await world.refused(`${path}?${parameter}x=1`);
      expect(error).toMatchObject({ parameter: `${parameter}x`, suggestion: parameter });
      const [shouted] = await world.refused(`${path}?${parameter.toUpperCase()}=1`);
      expect(shouted).toMatchObject({ suggestion: parameter });
    }
  });

  test.each(filtersOf(list, ({ search }) => search !== undefined))(
    '$filter__not, and suggests what does it',
    async ({ filter }) => {
      await using world = await onRecord();
      const [error] = await world.refused(`${path}?${filter}__not=words`);
      expect(error.suggestion).toContain(`filter__not=${filter}==`);
    },
  );

  test('an operator that a filter does not have', async () => {
    await using world = await onRecord();
    for (const [parameter, filter] of Object.entries(list.filters)) {
      for (const operator of ['not', 'gte', 'gt', 'lte', 'lt', 'like']) {
        if (operatorsOf(filter).includes(operator)) continue;
        const [error] = await world.refused(`${path}?${parameter}__${operator}=1`);
        expect(error).toMatchObject({ parameter: `${parameter}__${operator}` });
      }
    }
  });

  test('an empty value of any parameter', async () => {
    await using world = await onRecord();
    for (const parameter of [...filters, ...OWN]) {
      for (const empty of ['', '=', '=%20', '=%09']) {
        const [error] = await world.refused(`${path}?${parameter}${empty}`);
        expect(error, `${parameter}${empty}`).toMatchObject({ parameter });
      }
    }
  });

  test('an empty value between commas', async () => {
    await using world = await onRecord();
    for (const { filter, example } of filtersOf(list, ({ search }) => !search)) {
      for (const values of [`${encode(example)},`, `,${encode(example)}`, ',', '""']) {
        const [error] = await world.refused(`${path}?${filter}=${values}`);
        expect(error).toMatchObject({ parameter: filter });
      }
    }
  });

  test.each(OWN)('%s given twice', async (parameter) => {
    await using world = await onRecord();
    const value =
      VALID[parameter] ?? makeCursor(name, [byId], { side: 'after', values: ['a'] }, []);
    const errors = await world.refused(`${path}?${parameter}=${value}&${parameter}=${value}`);
    expect(errors).toEqual([expect.objectContaining({ parameter })]);
  });

  test('several wrong parameters at once, each named', async () => {
    await using world = await onRecord();
    const errors = await world.refused(`${path}?limit=0&sort=nonsense&count=all&idd=1`);
    expect(errors.map(({ parameter }) => parameter).sort()).toEqual([
      'count',
      'idd',
      'limit',
      'sort',
    ]);
  });

  test('a sort that it does not have, and a sort by one field twice', async () => {
    await using world = await onRecord();
    for (const sort of ['nonsense', '--id', 'id,id', 'id,-id', 'id,', 'constructor', 'ID']) {
      const [error] = await world.refused(`${path}?sort=${sort}`);
      expect(error, sort).toMatchObject({ parameter: 'sort' });
    }
  });

  test('the cursor of another list, of another sort and of other filters', async () => {
    await using world = await onRecord();
    const other = makeCursor(name === 'quotes' ? 'figures' : 'quotes', [byId], START, []);
    expect((await world.refused(`${path}?sort=id&cursor=${other}`))[0]).toMatchObject({
      parameter: 'cursor',
      reason: expect.stringContaining(name === 'quotes' ? 'figures' : 'quotes'),
    });
    const down = makeCursor(name, [{ ...byId, descending: true }], START, []);
    expect((await world.refused(`${path}?sort=id&cursor=${down}`))[0]).toMatchObject({
      parameter: 'cursor',
      reason: expect.stringContaining('sort=-id'),
    });
    const { next } = (await world.get(`${path}?sort=id&limit=1&id__not=nobody`)).body.page;
    if (next === null) return;
    expect((await world.refused(`${path}?sort=id&limit=1&cursor=${next}`))[0]).toMatchObject({
      parameter: 'cursor',
      reason: 'was made with other filters',
    });
  });

  test('a cursor that is garbage, truncated or tampered with', async () => {
    await using world = await onRecord();
    const good = makeCursor(name, [byId], { side: 'after', values: ['a'] }, []);
    expect((await world.get(`${path}?sort=id&cursor=${good}`)).status).toBe(200);
    const cut = Array.from(good, (_, length) => good.slice(0, length));
    const made = [
      makeCursor(name, [byId], { side: 'after', values: [] }, []),
      makeCursor(name, [byId], { side: 'after', values: ['a', 'b'] }, []),
      ...[
        'null',
        '5',
        '{}',
        '"a"',
        `["${name}","id","47DEQpj8","after",true]`,
        `["${name}","id","47DEQpj8","after",["a"]]`,
        `["${name}","id","47DEQpj8","beside","a"]`,
      ].map((json) => Buffer.from(json).toString('base64url')),
    ];
    for (const cursor of [...cut, ...made, 'garbage', '%F0%9F%99%82', '..%2F', '-1']) {
      const errors = await world.refused(`${path}?sort=id&cursor=${cursor}`);
      expect(errors, cursor).toEqual([expect.objectContaining({ parameter: 'cursor' })]);
    }
  });

  test('a parameter of lists on a single record', async () => {
    await using world = await onRecord();
    const [id] = await world.ids(`${path}?limit=1`);
    for (const parameter of ['limit', 'sort', 'id', 'nonsense']) {
      const errors = await world.refused(`${path}/${id}?${parameter}=json`);
      expect(errors).toEqual([expect.objectContaining({ parameter })]);
    }
  });

  const references = filtersOf(list, ({ description }) =>
    /any spelling|Id of|record/.test(description),
  );
  if (references.length > 0) {
    test.each(references)('a $filter that is not on record', async ({ filter }) => {
      await using world = await onRecord();
      const [error] = await world.refused(`${path}?${filter}=nobody%20at%20all`);
      expect(error).toMatchObject({ parameter: filter });
      expect(error.reason).toContain('"nobody at all"');
    });
  }
});

// biome-ignore format: a table, one question a line
test.each([
  ['/v1/quotes?format=CSV', 'format', 'csv'],
  ['/v1/quotes?format=json-ld', 'format', 'jsonld'],
  ['/v1/quotes?count=Exact', 'count', 'exact'],
  ['/v1/quotes?count=yes', 'count', 'exact'],
  ['/v1/people?named=FALSE', 'named', 'false'],
  ['/v1/people?country=ua', 'country', 'UA'],
  ['/v1/people?country=USA', 'country', 'US'],
  ['/v1/figures?comparator=approx', 'comparator', 'approximately'],
  ['/v1/figures?comparator=moreThan', 'comparator', 'more_than'],
  ['/v1/figures?comparator=more%20than', 'comparator', 'more_than'],
  ['/v1/figures?comparator=%CF%80', 'comparator', null],
  ['/v1/quotes?sort=date', 'sort', 'said_on'],
  ['/v1/articles?sort=-date', 'sort', 'published_on'],
  ['/v1/figures?sort=created_at', 'sort', 'as_of'],
  ['/v1/quotes?sort=said_on:desc', 'sort', 'said_on'],
  ['/v1/people?sort=date', 'sort', null],
  ['/v1/quotes?speaker.name=Zelensky', 'speaker.name', 'speaker'],
  ['/v1/quotes?speaker_name=Zelensky', 'speaker_name', 'speaker_named'],
  ['/v1/quotes?said_onn__gte=2022-03-01', 'said_onn__gte', 'said_on__gte'],
  ['/v1/quotes?said_on[gte]=2022-03-01', 'said_on[gte]', 'said_on__gte'],
  ['/v1/quotes?person=Zelensky', 'person', null],
  ['/v1/quotes?x=Zelensky', 'x', null],
  ['/v1/quotes?from=2022-03-01', 'from', 'said_on__gte'],
  ['/v1/figures?until=2022-03-01', 'until', 'as_of__lte'],
  ['/v1/people?from=2022-03-01', 'from', null],
  ['/v1/series?search=soldiers', 'search', null],
  ['/v1/quotes?fields=speaker_id', 'fields', 'speaker.id'],
  ['/v1/quotes?facet=xxxxxxxx', 'facet', null],
  ['/v1/quotes?include=xxxxxxxx', 'include', null],
  ['/v1/search?q=planes&list=Article', 'list', 'articles'],
  ['/v1/search?q=planes&xxxxxxxx=1', 'xxxxxxxx', null],
  ['/v1/figures/comparison?xxxxxxxx=1', 'xxxxxxxx', 'leave it out'],
  ['/v1/figures/comparison?rule=LATEST', 'rule', 'latest'],
])('GET %s suggests for %s what is meant: %s', async (question, parameter, suggestion) => {
  await using world = await onRecord();
  const errors = await world.refused(question);
  expect(errors).toEqual([expect.objectContaining({ parameter, suggestion })]);
});
