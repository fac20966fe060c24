// What the filters of quotes mean.
import { describe, expect, test } from 'vitest';
import { loadRecord } from '#record/load.ts';
import { load } from './minimal.ts';
import { onSample, sampleFile } from './sample.ts';
import { encode } from './served.ts';

const OF_MAYOR = ['headline', 'lifetime', 'rebuild', 'rebuild-bg'];

describe('GET /v1/quotes?speaker', () => {
  test.each([
    ['the id', 'ziva-muller', 'ziva-muller'],
    ['the Wikidata id', 'Q900000001', 'Q900000001'],
    ['the name', 'Živa Müller', 'Živa Müller'],
    ['another spelling', 'Ziva Mueller', 'Ziva Mueller'],
    ['a spelling without accents', 'Ziva Muller', 'Ziva Muller'],
    ['another case', 'ZIVA MUELLER', 'Ziva Mueller'],
    ['another script', 'Жива Мюллер', 'Жива Мюллер'],
    ['another script in another case', 'жива МЮЛЛЕР', 'Жива Мюллер'],
    ['decomposed accents', 'Z\u030Civa Mu\u0308ller', 'Živa Müller'],
    ['other spaces', '  Ziva\u00A0 Mueller ', 'Ziva Mueller'],
    ['full-width letters', 'Ｚｉｖａ Ｍｕｅｌｌｅｒ', 'Ziva Mueller'],
  ])('finds one person by %s and says which spelling matched', async (_by, value, matched) => {
    await using world = await onSample();
    const { body } = await world.get(`/v1/quotes?speaker=${encode(value)}&sort=id`);
    expect(body.data.map(({ id }: { id: string }) => id)).toEqual(OF_MAYOR);
    expect(body.resolved).toEqual([
      {
        parameter: 'speaker',
        value: value.trim(),
        id: 'ziva-muller',
        name: 'Živa Müller',
        matched,
      },
    ]);
  });

  test('ignores apostrophes and hyphens of a spelling', async () => {
    await using world = await onSample();
    for (const value of ["Boris O'Petrov", 'boris o’petrov', 'Boris-OPetrov']) {
      expect(await world.ids(`/v1/quotes?relayed_by=${encode(value)}`)).toEqual(['rebuild-bg']);
    }
  });

  test('takes several speakers for or, and tells how each was understood', async () => {
    await using world = await onSample();
    const { body } = await world.get(
      '/v1/quotes?speaker=RNA,Petar%20Petrov,lipovo-firefighter&sort=id',
    );
    expect(body.data.map(({ id }: { id: string }) => id)).toEqual(['fast-bg', 'pumps', 'train']);
    expect(body.resolved.map(({ id }: { id: string }) => id)).toEqual([
      'river-news',
      'petar-petrov',
      'lipovo-firefighter',
    ]);
  });

  test('takes a Wikidata id in either case, but for an id that reads like one', async () => {
    await using world = await onSample();
    const ids = await world.ids('/v1/quotes?speaker=Q900000001');
    expect(ids).not.toEqual([]);
    expect(await world.ids('/v1/quotes?speaker=q900000001')).toEqual(ids);
    const names = [{ name: 'Quartet', script: 'Latn', kind: 'name' }];
    const entities = [
      { id: 'q900000001', kind: 'organization', type: 'media', name: 'Quartet', names },
    ];
    load(world.db, { 'more.json': { entities } });
    const { body } = await world.get('/v1/quotes?speaker=q900000001');
    expect(body.data).toEqual([]);
    expect(body.resolved).toMatchObject([{ id: 'q900000001', matched: 'q900000001' }]);
  });

  test('refuses a spelling of two people, and names both', async () => {
    await using world = await onSample();
    const [error] = await world.refused('/v1/quotes?speaker=petrov');
    expect(error).toMatchObject({
      parameter: 'speaker',
      candidates: [
        { id: 'boris-petrov', kind: 'person', name: "Boris O'Petrov" },
        { id: 'petar-petrov', kind: 'person', name: 'Petar Petrov' },
      ],
    });
    expect(error.suggestion).toContain('boris-petrov, petar-petrov');
  });

  test.each([
    ['Živa Müler', /^(Živa|Ziva) (Müller|Muller)$/],
    ['ziva-mullr', /^(Živa|Ziva) (Müller|Muller)$/],
    ['Жива Мюлер', /^Жива Мюллер$/],
    ['Lipovo Fire Servise', /^Lipovo Fire Service$/],
  ])('refuses the unknown spelling %s and suggests the nearest', async (value, nearest) => {
    await using world = await onSample();
    const [error] = await world.refused(`/v1/quotes?speaker=${encode(value)}`);
    expect(error).toMatchObject({
      parameter: 'speaker',
      suggestion: expect.stringMatching(nearest),
    });
  });

  test.each(['🙂', '---', 'Q1', 'nothing like it'])('suggests nothing for %s', async (value) => {
    await using world = await onSample();
    const [error] = await world.refused(`/v1/quotes?speaker=${encode(value)}`);
    expect(error).toMatchObject({ parameter: 'speaker', suggestion: null });
  });

  test('does not take a place for a speaker', async () => {
    await using world = await onSample();
    const [error] = await world.refused('/v1/quotes?speaker=Lipovo');
    expect(error.reason).toContain('no person, organization or group');
  });
});

test.each([
  ['unnamed speakers', 'speaker_named=false', ['pumps', 'thanks']],
  ['an addressee', 'addressee=Živa Müller', ['thanks']],
  ['a translator', 'relayed_by=boris-petrov', ['rebuild-bg']],
  ['an agency in the chain', 'relayed_by=RNA', ['rebuild-bg', 'train']],
  ['all but a relay, also those without any', 'relayed_by__not=RNA&language=bg', ['fast-bg']],
  ['no relay', 'hops=0&language=bg', ['fast-bg']],
  ['one relay', 'hops=1', ['train']],
  ['two relays', 'hops=2', ['rebuild-bg']],
  ['more relays than a number', 'hops__gt=0', ['rebuild-bg', 'train']],
  ['up to a number of relays', 'hops__lte=1&hops__gte=1', ['train']],
  ['more relays than any quote has', 'hops__gte=3', []],
  ['any other number of relays', 'hops__not=0,1', ['rebuild-bg']],
  ['relays in an expression', 'filter=hops=ge=1;type==mixed', ['train']],
  ['an article', 'article=daily-flood', ['fast-bg', 'rebuild-bg']],
  ['a publisher in its script', 'publisher=Долна днес', ['fast-bg', 'rebuild-bg']],
  [
    'a story and a day of publication',
    'story=lipovo-flood&published_on__gt=2031-05-04',
    ['fast-bg', 'rebuild-bg'],
  ],
  ['two types', 'type=mixed,indirect', ['headline', 'pumps', 'train']],
  ['an origin of the content', 'content_origin=rewritten', ['headline']],
  ['a place in the article', 'location=headline', ['headline']],
  ['an utterance', 'utterance=rebuild-the-bridge', ['headline', 'rebuild', 'rebuild-bg']],
  ['a relation to the reference', 'relation=translation,altered', ['headline', 'rebuild-bg']],
  ['the quote that is continued', 'continues=rebuild', ['lifetime']],
  ['a day', 'said_on=2031-05-04', ['lifetime', 'pumps', 'thanks']],
  ['days from one on, not unknown ones', 'said_on__gte=2031-05-03&language=bg', ['rebuild-bg']],
  ['all but a day, also unknown ones', 'said_on__not=2031-05-03,2031-05-04', ['fast-bg']],
  ['an occasion with a comma, in quotes', 'occasion="town meeting, evening"', ['rebuild']],
  ['a mention within the content', 'mentions=Stari Most', ['rebuild']],
  ['a mention in the content, not beside it', 'mentions=ziva-muller', ['thanks']],
  ['no mention in the words around it', 'mentions=RNA', []],
])('GET /v1/quotes finds %s: %s', async (_what, question, expected) => {
  await using world = await onSample();
  expect(await world.ids(`/v1/quotes?sort=id&${encodeURI(question)}`)).toEqual(expected);
});

test.each([
  ['a word', 'tonight', ['rebuild']],
  ['a word in another case', 'TONIGHT', ['rebuild']],
  ['a word without its accent', 'cafe', ['train']],
  ['a word with an accent', 'cafÉ', ['train']],
  ['a word with a decomposed accent', 'cafe\u0301', ['train']],
  ['a word with another apostrophe', "it's", ['lifetime']],
  ['all words, in any order', 'flood lifetime', ['lifetime']],
  ['words joined by hyphens as a phrase', 'once-in-a-lifetime', ['lifetime']],
  ['no phrase in another order', 'lifetime-once', []],
  ['no quote that lacks one of the words', 'bridge café', []],
  ['no part of a word', 'bridg', []],
  ['a word of a paraphrase', 'museum', ['pumps']],
  ['another script', 'МОСТА', ['rebuild-bg']],
  ['a letter that the text holds decomposed', 'дунай', ['fast-bg']],
  ['a fraction', '½', ['thanks']],
  ['words, not their punctuation', '“bridge”, (of) 1871!', ['rebuild']],
  ['commas as spaces, not as or', 'bridge,nobody', ['rebuild']],
])('GET /v1/quotes?q finds %s', async (_what, q, expected) => {
  await using world = await onSample();
  expect(await world.ids(`/v1/quotes?sort=id&q=${encode(q)}`)).toEqual(expected);
});

test('GET /v1/quotes lists the latest first, and quotes of unknown day last', async () => {
  await using world = await onSample();
  expect(await world.ids('/v1/quotes')).toEqual([
    ...['lifetime', 'pumps', 'thanks'],
    ...['headline', 'rebuild', 'rebuild-bg', 'train'],
    'fast-bg',
  ]);
});

test('GET /v1/quotes/{id} tells who said it, to whom, through whom, and where it stands', async () => {
  await using world = await onSample();
  const { body } = await world.get('/v1/quotes/rebuild-bg');
  expect(body.data).toMatchObject({
    speaker: { id: 'ziva-muller', kind: 'person', name: 'Živa Müller' },
    speaker_text: 'Жива Мюллер',
    cue: null,
    addressee: { id: 'river-news', kind: 'organization', name: 'River News Agency' },
    attribution: [
      { position: 1, role: 'translator', agent: { id: 'boris-petrov' } },
      { position: 2, role: 'agency', agent: { id: 'river-news' } },
    ],
    hops: 2,
    utterance: { id: 'rebuild-the-bridge', wordings: 3 },
    relation: 'translation',
    article: { id: 'daily-flood', publisher: { id: 'dolna-daily' }, published_on: '2031-05-05' },
  });
});

test.each(['one', '', 'NaN', '0x1', '1e1'])('GET /v1/quotes?hops=%s is refused', async (value) => {
  await using world = await onSample();
  const [error] = await world.refused(`/v1/quotes?hops=${value}`);
  expect(error).toMatchObject({ parameter: 'hops' });
});

test('each quote has as many hops as relays in its attribution, also after a correction', async () => {
  await using world = await onSample();
  const hopsOf = async () => {
    const { data } = (await world.get('/v1/quotes?sort=id')).body;
    for (const { id, hops, attribution } of data) expect(hops, id).toBe(attribution.length);
    return data.reduce((sum: number, { hops }: { hops: number }) => sum + hops, 0);
  };
  expect(await hopsOf()).toBe(3);
  const content = sampleFile();
  for (const { quotes } of content.articles) {
    for (const quote of quotes) quote.attribution = quote.attribution.slice(1);
  }
  loadRecord(world.db, [{ file: 'sample.json', content }]);
  expect(await hopsOf()).toBe(1);
});
