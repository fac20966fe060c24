// What the filters of articles and stories mean, and what a held text adds.
import { describe, expect, test } from 'vitest';
import { loadRecord } from '#record/load.ts';
import { onSample, sampleFile } from './sample.ts';
import { texts } from './sample-articles.ts';
import { encode } from './served.ts';

const BOTH = ['daily-flood', 'gazette-flood'];

test.each([
  ['articles', 'a publisher', 'publisher=Lipovo Gazette', ['gazette-flood']],
  ['articles', 'an author', 'author=Петър Петров', ['gazette-flood']],
  [
    'articles',
    'all but an author, also articles without any',
    'author__not=petar-petrov',
    ['daily-flood'],
  ],
  ['articles', 'a story', 'story=lipovo-flood', BOTH],
  ['articles', 'a relation to the story', 'story_relation=back_translation', ['daily-flood']],
  ['articles', 'a language', 'language=bg', ['daily-flood']],
  [
    'articles',
    'days of publication',
    'published_on__gte=2031-05-04&published_on__lt=2031-05-05',
    ['gazette-flood'],
  ],
  ['articles', 'a dateline within a place', 'dateline=dolna', ['gazette-flood']],
  ['articles', 'a mention of a person', 'mentions=ziva-muller', BOTH],
  ['articles', 'a mention of a place', 'mentions=Stari Most', ['gazette-flood']],
  ['articles', 'no mention of what a mentioned place lies in', 'mentions=dolna', []],
  ['stories', 'a source', 'source=RNA', ['lipovo-flood']],
  ['stories', 'an article', 'article=daily-flood', ['lipovo-flood']],
])('GET /v1/%s finds %s: %s', async (list, _what, question, expected) => {
  await using world = await onSample();
  expect(await world.ids(`/v1/${list}?sort=id&${encodeURI(question)}`)).toEqual(expected);
});

describe('GET /v1/articles?q', () => {
  test.each([
    ['headlines', 'bridge', ['gazette-flood']],
    ['headlines in another script', 'МОСТА', ['daily-flood']],
    ['abstracts', 'river bed', ['gazette-flood']],
    ['headline and abstract together', 'bridge promise', ['gazette-flood']],
    ['both articles', 'mayor', BOTH],
  ])('searches %s', async (_what, q, expected) => {
    for (const held of [false, true]) {
      await using world = await onSample({ held });
      expect(await world.ids(`/v1/articles?sort=id&q=${encode(q)}`)).toEqual(expected);
    }
  });

  test.each([
    ['tonight', ['gazette-flood']],
    ['бързо', ['daily-flood']],
    ['cafe firefighter', ['gazette-flood']],
    ['promise tonight', ['gazette-flood']],
    ['River News Agency', BOTH],
  ])('searches %s in the text exactly where it is held', async (q, expected) => {
    await using without = await onSample();
    expect(await without.ids(`/v1/articles?sort=id&q=${encode(q)}`)).toEqual([]);
    await using held = await onSample({ held: true });
    expect(await held.ids(`/v1/articles?sort=id&q=${encode(q)}`)).toEqual(expected);
  });

  test('follows a corrected headline and keeps the text', async () => {
    await using world = await onSample({ held: true });
    const content = sampleFile();
    for (const article of content.articles) article.headline = 'Corrected';
    loadRecord(world.db, [{ file: 'sample.json', content }]);
    expect(await world.ids('/v1/articles?q=corrected&sort=id')).toEqual(BOTH);
    expect(await world.ids('/v1/articles?q=corrected%20tonight')).toEqual(['gazette-flood']);
    expect(await world.ids('/v1/articles?q=%D0%BA%D0%BC%D0%B5%D1%82%D1%8A%D1%82')).toEqual([
      'daily-flood',
    ]);
  });
});

test('GET /v1/articles/{id} names its text and tells whether it is held', async () => {
  for (const held of [false, true]) {
    await using world = await onSample({ held });
    const { data } = (await world.get('/v1/articles/gazette-flood')).body;
    const { sha256, length } = texts[0] ?? {};
    expect(data).toMatchObject({
      text: { sha256, length, held },
      authors: [{ id: 'petar-petrov' }, { id: 'lipovo-gazette' }],
      dateline: { id: 'stari-most' },
      story: { id: 'lipovo-flood', relation: 'original' },
    });
  }
});

test('GET /v1/stories/{id} lists its articles by day of publication', async () => {
  await using world = await onSample();
  const { data } = (await world.get('/v1/stories/lipovo-flood')).body;
  expect(data).toMatchObject({
    source: { id: 'river-news' },
    articles: [
      { id: 'gazette-flood', relation: 'original', published_on: '2031-05-04' },
      { id: 'daily-flood', relation: 'back_translation', published_on: '2031-05-05' },
    ],
  });
});

describe('an anchor', () => {
  test.each(['quotes', 'figures'])(
    'of %s is verified where the text is held, and only there',
    async (list) => {
      await using without = await onSample();
      expect(await without.ids(`/v1/${list}?anchor=verified`)).toEqual([]);
      await using held = await onSample({ held: true });
      expect(await held.ids(`/v1/${list}?anchor=unverified`)).toEqual([]);
      expect(await held.ids(`/v1/${list}?anchor=verified&limit=50`)).toEqual(
        await held.ids(`/v1/${list}?limit=50`),
      );
    },
  );

  test('points at the printed characters in code points', async () => {
    await using world = await onSample({ held: true });
    const contents = new Map(texts.map(({ sha256, content }) => [sha256, [...content]]));
    for (const list of ['quotes', 'figures']) {
      for (const { anchor } of (await world.get(`/v1/${list}?limit=50`)).body.data) {
        for (const { start, end, exact } of anchor.spans) {
          expect(contents.get(anchor.text_sha256)?.slice(start, end).join('')).toBe(exact);
        }
      }
    }
  });

  test('gives the words of indirect speech only where the text is held', async () => {
    for (const held of [false, true]) {
      await using world = await onSample({ held });
      const { data } = (await world.get('/v1/quotes/pumps')).body;
      expect(data.content).toBe('Few pumps run beside the museum.');
      expect(data.anchor.spans.map(({ role, exact }: never) => [role, exact])).toEqual([
        ['source', 'A firefighter'],
        ['cue', 'said'],
        ['content', held ? 'that at most 3 pumps were working near the Mill Museum' : null],
      ]);
    }
  });
});
