// Searches and filters are given anything: it is read as plain words, or refused.
import { describe, expect, test } from 'vitest';
import { onRecord } from './app.ts';
import { expectProblem, listening } from './listening.ts';
import { encode, served } from './served.ts';

describe('a search is made of plain words', () => {
  const searches = [
    '"',
    'AND',
    'NOT war',
    'a OR b',
    'NEAR(a b)',
    'a*',
    '^a',
    '-a',
    'content:x',
    '{a b}:c',
    'a + b',
    '"unclosed',
    'a AND',
    "it''s",
    '🙂',
    'peace🙂war',
    '\u0301',
    'e\u0301',
    'שלום',
    '\u202Eabc\u202C',
    'עברית and English',
    '和平',
    '\uFEFF',
    '\uE000',
    'ﬁ',
  ];
  test.each(searches)('%j', async (search) => {
    await using server = await listening();
    for (const path of ['quotes?q', 'articles?q', 'utterances?q', 'people?name', 'places?name']) {
      const url = `/v1/${path}=${encode(search)}`;
      const answer = await server.client.get(url);
      if (answer.status === 200) expect(answer.body.data, url).toBeInstanceOf(Array);
      else expectProblem(answer, 400, url);
    }
  });

  test('operators of the search engine have no meaning', async () => {
    await using world = await onRecord();
    const word = /\p{L}{5,}/u.exec(
      (await world.get('/v1/quotes?limit=1')).body.data[0].content,
    )?.[0];
    const found = await world.ids(`/v1/quotes?q=${word}`);
    expect(found.length).toBeGreaterThan(0);
    for (const search of [`"${word}`, `^${word}`, `(${word})`, `${word}*`, `{${word}}:`]) {
      expect(await world.ids(`/v1/quotes?q=${encode(search)}`), search).toEqual(found);
    }
    expect(await world.ids(`/v1/quotes?q=content:${word}`)).toEqual([]);
    const [only] = await world.refused(`/v1/quotes?q=-${word}`);
    expect(only).toMatchObject({ parameter: 'q', reason: 'only excludes words' });
  });
});

describe.each(served)('SQL in the filters of /v1/$name', ({ name, list }) => {
  test('finds nothing and changes nothing', async () => {
    await using server = await listening();
    const { body } = await server.client.get(`/v1/${name}?count=exact`);
    const attempts = [
      "' or 1=1 --",
      "x'; drop table quotes; --",
      '1) or (1=1',
      '") or 1=1 --',
      "'||'",
    ];
    for (const filter of Object.keys(list.filters)) {
      for (const parameter of [filter, `${filter}__gte`, `${filter}__not`]) {
        for (const attempt of attempts) {
          const url = `/v1/${name}?${parameter}=${encode(attempt)}&count=exact`;
          const answer = await server.client.get(url);
          if (answer.status !== 200) expectProblem(answer, 400, url);
          else if (parameter.endsWith('__not'))
            expect(answer.body.page.count).toBe(body.page.count);
          else expect(answer.body.page.count, url).toBe(0);
        }
      }
    }
    const after = await server.client.get(`/v1/${name}?count=exact`);
    expect(after.body).toEqual(body);
  });
});

describe('more values than the database can read at once', () => {
  const many = (value: string, count: number, separator: string) =>
    Array(count).fill(value).join(separator);

  test.each([
    ['values between commas', `/v1/quotes?id=${many('a', 2000, ',')}`],
    ['values that are excluded', `/v1/quotes?id__not=${many('a', 2000, ',')}`],
    ['repeated filters', `/v1/quotes?${many('id=a', 2000, '&')}`],
    ['repeated searches', `/v1/quotes?${many('q=a', 2000, '&')}`],
    ['repeated ranges', `/v1/figures?${many('value__gt=1', 1100, '&')}`],
    ['places', `/v1/places?within=${many('ukraine', 900, ',')}`],
  ])('are no failure of the server: %s', async (_what, url) => {
    await using world = await onRecord();
    const { status, text } = await world.get(url);
    expect([200, 400], text).toContain(status);
  });
});
