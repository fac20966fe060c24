// Facets and timelines count what filters find; proved for every facet and date of every list.
import { describe, expect, test } from 'vitest';
import { readFacets, readTimeline } from '#db/facets.ts';
import { datesOf, facetsOf } from '#db/list.ts';
import { type Given, parseQuery } from '#db/query.ts';
import { readCount } from '#db/read.ts';
import { emptyApp, onRecord } from './app.ts';
import { correct, set } from './correcting.ts';
import { manyRecords } from './many.ts';
import { load, minimal } from './minimal.ts';
import { encode, fieldOf, filtersOf, served, walk } from './served.ts';

type Bucket = { value: string | null; label: string | null; count: number };
const MOST_BUCKETS = 50;
const MOST_VALUES = 50; // in one question
const quotedPlainly = (value: string) => (value.includes(',') ? `"${value}"` : value);
const quoted = (value: string) => encode(quotedPlainly(value));
const asNull = (value: string | null) => value === null;

/** The first day of the month after one. */
function after(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number, 1)).toISOString().slice(0, 10);
}

describe.each(served)('facet= of /v1/$name', ({ name, list }) => {
  const path = `/v1/${name}`;
  const facets = facetsOf(list);
  const dates = datesOf(list);
  const asking = (facet: string, value: string) =>
    dates.includes(facet)
      ? `${facet}__gte=${value}-01&${facet}__lt=${after(value)}`
      : `${facet}=${quoted(value)}`;
  const plain = filtersOf(list, ({ search }) => !search);
  const conditions = [
    '',
    ...plain.slice(1, 6).map((f) => `&${f.filter}__not=${encode(f.example)}`),
  ];

  if (facets.length > 0) {
    test.each(facets)(
      '%s counts what each value finds under the current filters',
      async (facet) => {
        await using world = await onRecord();
        const count = async (question: string): Promise<number> => {
          const { status, body } = await world.get(`${path}?${question}&count=exact&limit=1`);
          expect(status, JSON.stringify(body)).toBe(200);
          return body.page.count;
        };
        for (const condition of conditions) {
          const { body } = await world.get(`${path}?facet=${facet}&limit=1${condition}`);
          const buckets: Bucket[] = body.facets[facet];
          const told = Object.fromEntries(buckets.map((one) => [`${one.value}`, one.count]));
          const found: typeof told = {};
          for (const { value } of buckets) {
            if (value !== null) found[value] = await count(asking(facet, value) + condition);
          }
          const values = Object.keys(found);
          const dated = dates.includes(facet);
          if (values.length + 1 > MOST_VALUES) delete told.null;
          else if (dated || values.length === 0) {
            const some = values.reduce((sum, value) => sum + (found[value] ?? 0), 0);
            found.null = (await count(condition.slice(1))) - some;
          } else found.null = await count(`${facet}__not=${values.map(quoted)}${condition}`);
          if (found.null === 0) delete found.null;
          expect(found, condition).toEqual(told);
        }
      },
    );

    test('stands in the order of counts, each value once, under its label', async () => {
      await using world = await onRecord();
      const { body } = await world.get(`${path}?facet=${facets}&limit=1`);
      expect(Object.keys(body.facets)).toEqual(facets);
      for (const [facet, buckets] of Object.entries<Bucket[]>(body.facets)) {
        expect(buckets.length, facet).toBeGreaterThan(0);
        expect(buckets.length, facet).toBeLessThanOrEqual(MOST_BUCKETS);
        const counts = buckets.map(({ count }) => count);
        expect(counts, facet).toEqual(counts.toSorted((a, b) => b - a));
        expect(new Set(buckets.map(({ value }) => value)).size, facet).toBe(buckets.length);
        for (const { value, label } of buckets) expect(asNull(value), facet).toBe(asNull(label));
      }
    });

    test('is the same on every page, and changes none', async () => {
      await using world = await onRecord();
      const { body } = await world.get(`${path}?facet=${facets}&limit=1&sort=-id`);
      const plainly = await world.get(`${path}?limit=1&sort=-id`);
      const page = { ...body.page, facets_are: null };
      expect(body.page.facets_are).toBe('exact');
      expect({ ...body, page, facets: {} }).toEqual(plainly.body);
      if (body.page.next === null) return;
      const next = `${path}?facet=${facets}&limit=1&sort=-id&cursor=${body.page.next}`;
      expect((await world.get(next)).body.facets).toEqual(body.facets);
    });
  }

  test('refuses what cannot be counted, with the nearest', async () => {
    await using world = await onRecord();
    for (const facet of facets) {
      const [error] = await world.refused(`${path}?facet=${facet}x`);
      expect(error).toMatchObject({ parameter: 'facet', suggestion: facet });
    }
    for (const wrong of ['', 'id', 'nonsense', '__proto__', `${facets[0]},`, `${facets[0]},id`]) {
      const errors = await world.refused(`${path}?facet=${wrong}`);
      expect(errors, wrong).toEqual([expect.objectContaining({ parameter: 'facet' })]);
    }
  });
});

describe.each(served.filter(({ list }) => datesOf(list).length > 0))(
  'GET /v1/$name/histogram',
  ({ name, list }) => {
    const path = `/v1/${name}/histogram`;
    const dates = datesOf(list);
    const lengths = { day: 10, month: 7, year: 4 };

    test.each(dates)('counts the records of each day, month and year of %s', async (date) => {
      await using world = await onRecord();
      const conditions = filtersOf(list).map((f) => `${f.filter}=${encode(f.example)}`);
      for (const condition of ['', ...conditions]) {
        const rows = await walk(world, `/v1/${name}?${condition}`);
        for (const [interval, length] of Object.entries(lengths)) {
          const counts = new Map<string, number>();
          for (const row of rows) {
            const value = fieldOf(row, date);
            const key = value === null ? 'undated' : `${value}`.slice(0, length);
            counts.set(key, (counts.get(key) ?? 0) + 1);
          }
          const url = `${path}?date=${date}&interval=${interval}&${condition}`;
          const { status, body } = await world.get(url);
          expect(status, url).toBe(200);
          const { undated, data } = body;
          expect(undated, url).toBe(counts.get('undated') ?? 0);
          counts.delete('undated');
          const expected = [...counts].sort().map(([key, count]) => ({ date: key, count }));
          expect(data, url).toEqual(expected);
        }
      }
    });

    test('takes filter=, and tells how values were understood', async () => {
      await using world = await onRecord();
      for (const { filter, example } of filtersOf(list)) {
        const parameter = (await world.get(`${path}?${filter}=${encode(example)}`)).body;
        const { body } = await world.get(`${path}?filter=${encode(`${filter}=="${example}"`)}`);
        expect(body, filter).toEqual(parameter);
      }
    });

    test('is by the day of the first date where nothing else is asked for', async () => {
      await using world = await onRecord();
      const { body } = await world.get(path);
      expect((await world.get(`${path}?date=${dates[0]}&interval=day`)).body).toEqual(body);
    });

    test('refuses what has no meaning in a timeline', async () => {
      await using world = await onRecord();
      const { next } = (await world.get(`/v1/${name}?limit=1`)).body.page;
      const meaningless = { limit: '2', sort: 'id', cursor: next, facet: 'id' };
      const shape = { format: 'csv', fields: 'id', include: 'article', highlight: 'true' };
      const wrong = { date: 'id', interval: 'week', nonsense: '1', ...shape, ...meaningless };
      for (const [parameter, value] of Object.entries(wrong)) {
        const errors = await world.refused(`${path}?${parameter}=${value}`);
        expect(errors).toEqual([expect.objectContaining({ parameter })]);
      }
      for (const parameter of ['date', 'interval']) {
        for (const value of ['', 'constructor', '__proto__']) {
          expect((await world.refused(`${path}?${parameter}=${value}`))[0]).toMatchObject({
            parameter,
          });
        }
      }
    });
  },
);

const copied = served.filter(({ name }) => ['quotes', 'figures', 'utterances'].includes(name));

describe.each(copied)('of very many $name', ({ list }) => {
  const db = manyRecords();
  const countOf = (given: Given) =>
    readCount(db, list, parseQuery(db, list, { ...given, count: 'exact' })).count ?? 0;
  const filters = filtersOf(list, ({ search }) => !search);
  const asked: Given[] = [{}, ...filters.map(({ filter, example }) => ({ [filter]: example }))];
  const many = asked.filter((given) => countOf(given) > 1000);
  const dates = datesOf(list);

  test('count=exact has facets count more than the first thousand', () => {
    const names = facetsOf(list).filter((facet) => !dates.includes(facet));
    for (const given of many) {
      const facets = (count: string) =>
        readFacets(db, list, parseQuery(db, list, { ...given, count, facet: `${facetsOf(list)}` }));
      expect(facets('none').facets_are).toBe('at_least');
      const all = facets('exact');
      expect(all.facets_are).toBe('exact');
      for (const facet of names.filter((name) => given[name] === undefined)) {
        for (const { value, count } of all.facets[facet]?.slice(0, 3) ?? []) {
          if (value === null) continue;
          const counted = countOf({ ...given, [facet]: quotedPlainly(value) });
          expect([facet, value, count]).toEqual([facet, value, counted]);
        }
      }
    }
  });

  test.each(dates)(
    'count=exact has a timeline of %s count more than the first thousand',
    (date) => {
      for (const given of many) {
        const timeline = (count: string) =>
          readTimeline(db, list, parseQuery(db, list, { ...given, count }), {
            date,
            interval: 'month',
          });
        expect(timeline('estimate').counts_are).toBe('at_least');
        const { data, undated, counts_are } = timeline('exact');
        expect(counts_are).toBe('exact');
        const sum = data.reduce((all, { count }) => all + count, 0);
        expect(sum + undated).toBe(countOf(given));
        const [first] = data;
        if (first === undefined || given[date] !== undefined) continue;
        const before = { ...given, [`${date}__lt`]: after(`${first.date}-01`) };
        expect(countOf(before)).toBe(first.count);
      }
    },
  );

  test('there are questions that find more than a thousand', () => {
    expect(many.length).toBeGreaterThan(2);
  });
});

test('a list without dates has no histogram', async () => {
  await using world = await onRecord();
  for (const { name, list } of served.filter((one) => datesOf(one.list).length === 0)) {
    expect((await world.get(`/v1/${list.name}/histogram`)).status, name).toBe(404);
  }
});

test('a facet shows the fifty commonest of more values', async () => {
  await using world = await emptyApp();
  const letter = (index: number) => String.fromCharCode(65 + index);
  const entities = Array.from({ length: 70 }, (_, index) => ({
    id: `person-${index}`,
    kind: 'person',
    name: `Person ${index}`,
    country: index < 60 ? letter(index / 26) + letter(index % 26) : `C${letter(index - 60)}`,
    names: [{ name: `Person ${index}`, script: 'Latn', kind: 'name' }],
  }));
  load(world.db, { 'people.json': { entities } });
  const { body } = await world.get('/v1/people?facet=country&limit=1');
  const buckets: Bucket[] = body.facets.country;
  const twice = buckets.filter(({ count }) => count === 2).map(({ value }) => value);
  expect(buckets).toHaveLength(MOST_BUCKETS);
  expect(twice).toEqual(buckets.slice(0, 8).map(({ value }) => value));
});

test('what is counted of whole lists follows every load and correction', async () => {
  await using world = await emptyApp();
  const counted = async () => {
    const { facets } = (await world.get('/v1/articles?facet=dateline,language&limit=1')).body;
    const { data } = (await world.get('/v1/articles/histogram?interval=year')).body;
    const told = (buckets: Bucket[]) => buckets.map(({ value, count }) => [value, count]);
    return { ...data[0], dateline: told(facets.dateline), language: told(facets.language) };
  };
  const { file } = minimal();
  await counted();
  load(world.db, { 'flood.json': file });
  const places = [
    ['low-vale', 1],
    ['lowford', 1],
  ];
  const before = { date: '2021', count: 1, dateline: places, language: [['en', 1]] };
  expect(await counted()).toEqual(before);
  correct(world.db, [
    set('articles', 'flood-news', { language: 'uk', published_on: '2020-05-05' }),
  ]);
  expect(await counted()).toEqual({ ...before, date: '2020', language: [['uk', 1]] });
});
