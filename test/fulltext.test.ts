// Full text: how a search is written, what it marks, and what relevance means.
import { describe, expect, test } from 'vitest';
import { appOn, emptyApp, onRecord } from './app.ts';
import { fresh, load, minimal, sha256 } from './minimal.ts';
import { onSample } from './sample.ts';
import { encode, filtersOf, idsOf, served, walk } from './served.ts';

const searched = served.flatMap(({ name, list }) =>
  filtersOf(list, ({ search }) => search !== undefined).map((one) => ({ name, list, ...one })),
);
const unsearched = served.filter(({ name }) => !searched.some((one) => one.name === name));

describe('a search of the quotes', () => {
  test.each([
    ['words in any order', 'bridge rebuild', ['rebuild']],
    ['a phrase', '"rebuild the bridge"', ['rebuild']],
    ['a phrase across punctuation', '"bridge of 1871 nobody"', ['rebuild']],
    ['no phrase in another order', '"bridge the rebuild"', []],
    ['no phrase with a gap', '"rebuild bridge"', []],
    ['a beginning', 'rebu*', ['headline', 'rebuild']],
    ['no beginning without a star', 'rebu', []],
    ['a word without another', 'rebu* -bridge', ['headline']],
    ['a word without a beginning', 'the -brid*', ['pumps', 'thanks', 'train']],
    ['a word without a phrase', 'rebu* -"stari most"', ['headline']],
    ['a word without several', 'the -bridge -café', ['pumps', 'thanks']],
    ['a hyphen within a word', 'once-in-a-lifetime', ['lifetime']],
    ['no exclusion within a word', 'lifetime-once', []],
    ['an unclosed quote', '"bridge', ['rebuild']],
    ['an unclosed quote behind words', 'rebuild "bridge the', ['rebuild']],
    ['a typewriter apostrophe', "it's", ['lifetime']],
    ['a typographic apostrophe', 'it’s', ['lifetime']],
    ['a modifier apostrophe', 'itʼs', ['lifetime']],
    ['an apostrophe in a phrase', '"it\'s a once"', ['lifetime']],
    ['typographic marks', '„rebuild the bridge“', ['rebuild']],
    ['typographic marks as a phrase', '“bridge the rebuild”', []],
    ['a typographic dash', 'once‑in‑a‑lifetime', ['lifetime']],
    ['no accents', 'cafe', ['train']],
    ['a decomposed accent', 'cafe\u0301', ['train']],
    ['a composed letter of a decomposed text', 'Дунай', ['fast-bg']],
  ])('finds by %s: %s', async (_what, search, expected) => {
    await using world = await onSample();
    expect(await world.ids(`/v1/quotes?sort=id&q=${encode(search)}`)).toEqual(expected);
  });

  test.each(searched)(
    'refuses $name?$filter of exclusions only',
    async ({ name, filter, example }) => {
      await using world = await onRecord();
      for (const search of [`-"${example}"`, `-"${example}" -war`, '-war*']) {
        const [error] = await world.refused(`/v1/${name}?${filter}=${encode(search)}`);
        expect(error).toMatchObject({ parameter: filter, reason: 'only excludes words' });
      }
    },
  );
});

test('a search meets no words by which the index of filters finds quotes', async () => {
  await using world = await onSample();
  const word = `type${Buffer.from('direct').toString('hex')}`;
  expect((await world.get(`/v1/quotes?type=direct&limit=1`)).body.data).toHaveLength(1);
  expect(await world.ids(`/v1/quotes?q=${word}`)).toEqual([]);
  expect(await world.ids(`/v1/quotes?filter=q==${word},id==train`)).toEqual(['train']);
  expect(await world.ids(`/v1/utterances?q=wordings1`)).toEqual([]);
});

describe('highlight=true', () => {
  test.each(searched)('marks what $name?$filter=$example finds', async (one) => {
    await using world = await onRecord();
    const { name, list, filter, example } = one;
    const url = `/v1/${name}?${filter}=${encode(example)}`;
    const plain = await walk(world, url);
    const rows = await walk(world, `${url}&highlight=true`, 3);
    expect(rows.map(({ highlight: _highlight, ...row }) => row)).toEqual(plain);
    for (const { highlight, id } of rows as { highlight: Record<string, string>; id: string }[]) {
      expect(list.filters[filter]?.search?.columns).toEqual(
        expect.arrayContaining(Object.keys(highlight)),
      );
      expect(Object.keys(highlight).length, id).toBeGreaterThan(0);
      for (const html of Object.values(highlight)) {
        expect(html).toMatch(/<mark>[^<]+<\/mark>/);
        expect(html.replace(/<\/?mark>/g, '')).not.toMatch(/[<>"']/);
      }
    }
    const shaped = await walk(world, `${url}&highlight=true&fields=id`);
    expect(shaped).toEqual(rows.map(({ id, highlight }) => ({ id, highlight })));
  });

  test('marks words, phrases and beginnings as they are printed', async () => {
    await using world = await onSample({ held: true });
    const marked = async (url: string) => (await world.get(`${url}&highlight=true`)).body.data[0];
    const { highlight } = await marked(`/v1/quotes?q=${encode('"IT\'S a" flo*')}`);
    expect(highlight).toEqual({
      content: '<mark>It’s a</mark> once-in-a-lifetime <mark>flood</mark>,',
    });
    const article = (await marked('/v1/articles?q=promise')).highlight;
    expect(article).toEqual({
      abstract: 'A river leaves its bed; the mayor makes a <mark>promise</mark>.',
    });
    const person = (await marked(`/v1/people?q=${encode('Жива')}`)).highlight;
    expect(person).toEqual({ name: '<mark>Жива</mark> Мюллер' });
  });

  test('leaves no markup of the content', async () => {
    await using world = await emptyApp();
    const { file, close, article, mayor } = minimal();
    close.content = `<script>alert("x")</script> <mark>&amp; the 'bridge' is shut`;
    article.headline = `<b onclick='x'>"bridge" & tunnel`;
    mayor.name = '<i>Ada</i> "Quill"';
    mayor.names[0] = { name: mayor.name, script: 'Latn', language: 'en', kind: 'name' };
    load(world.db, { 'a.json': file });
    const marked = async (url: string) =>
      (await world.get(`/v1/${url}&highlight=true`)).body.data[0].highlight;
    expect(await marked('quotes?q=bridge&type=indirect')).toEqual({
      content:
        '&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &lt;mark&gt;&amp;amp; the ' +
        '&#39;<mark>bridge</mark>&#39; is shut',
    });
    expect(await marked('articles?q=bridge')).toEqual({
      headline: '&lt;b onclick=&#39;x&#39;&gt;&quot;<mark>bridge</mark>&quot; &amp; tunnel',
    });
    expect(await marked('people?q=quill')).toEqual({
      name: '&lt;i&gt;Ada&lt;/i&gt; &quot;<mark>Quill</mark>&quot;',
    });
  });

  test('marks only what was found, whatever characters the content holds', async () => {
    await using world = await emptyApp();
    const { file, close } = minimal();
    close.content = 'The \u{E000}old\u{E001} bridge is \u{E000}shut.';
    load(world.db, { 'a.json': file });
    const { body } = await world.get('/v1/quotes?q=bridge&highlight=true&type=indirect');
    expect(body.data[0].highlight.content.match(/<\/?mark>[^<]*/g)).toEqual([
      '<mark>bridge',
      expect.stringMatching(/^<\/mark> is .?shut\.$/u),
    ]);
  });

  test('marks what any of several searches found', async () => {
    await using world = await onSample();
    for (const question of [
      'quotes?filter=q==bridge,q==flood',
      'quotes?filter=q=in=(bridge,flood)',
      `people?q=${encode('Жива')}&name=ziva`,
    ]) {
      const { body } = await world.get(`/v1/${question}&highlight=true`);
      expect(body.data.length).toBeGreaterThan(0);
      for (const row of body.data) expect(JSON.stringify(row.highlight)).toContain('<mark>');
    }
  });

  test('needs a search', async () => {
    await using world = await onRecord();
    for (const { name } of served) {
      const errors = await world.refused(`/v1/${name}?highlight=true`);
      expect(errors).toEqual([expect.objectContaining({ parameter: 'highlight' })]);
      expect((await world.get(`/v1/${name}?highlight=false`)).status).toBe(200);
      expect((await world.refused(`/v1/${name}?highlight=yes`))[0].parameter).toBe('highlight');
    }
  });
});

describe('sort=relevance', () => {
  test.each(served)('needs a search of $name', async ({ name }) => {
    await using world = await onRecord();
    for (const sort of ['relevance', '-relevance', 'id,relevance']) {
      const errors = await world.refused(`/v1/${name}?sort=${sort}`);
      expect(errors).toEqual([expect.objectContaining({ parameter: 'sort' })]);
    }
    const has = !unsearched.some((one) => one.name === name);
    const index = (await world.get('/v1')).body.data;
    expect(
      index.find((one: { name: string }) => one.name === name).sorts.includes('relevance'),
    ).toBe(has);
  });

  test.each(searched)('orders $name?$filter=$example without loss', async (one) => {
    await using world = await onRecord();
    const url = `/v1/${one.name}?${one.filter}=${encode(one.example)}`;
    const found = idsOf(await walk(world, url)).sort();
    const ranked = idsOf(await walk(world, `${url}&sort=relevance`));
    expect(ranked.toSorted()).toEqual(found);
    for (const limit of [1, 3]) {
      expect(idsOf(await walk(world, `${url}&sort=relevance`, limit))).toEqual(ranked);
    }
    const turned = idsOf(await walk(world, `${url}&sort=-relevance,-id`, 2));
    expect(turned.toReversed()).toEqual(ranked);
  });

  test.each([
    'quotes?filter=q==bridge,q==flood',
    'quotes?filter=q=in=(bridge,flood)',
    'quotes?filter=q==bridge,speaker==petar-petrov',
    `people?q=${encode('Жива')}&name=ziva`,
  ])('keeps every record that %s finds', async (question) => {
    await using world = await onSample();
    const found = idsOf(await walk(world, `/v1/${question}`)).sort();
    expect(found.length).toBeGreaterThan(0);
    const { status, body } = await world.get(`/v1/${question}&sort=relevance`);
    if (status === 200) expect(idsOf(body.data).sort()).toEqual(found);
    else expect(body.errors).toEqual([expect.objectContaining({ parameter: 'sort' })]);
  });

  test('puts better matches first, and ranks a thousand matches but no more', async () => {
    await using world = await appOn(floods(1100));
    const ranked = await walk(world, '/v1/quotes?q=bridge&sort=relevance&fields=id,content', 7);
    expect(ranked).toHaveLength(40);
    const counts = ranked.map(({ content }) => `${content}`.split('bridge').length - 1);
    expect(counts).toEqual(counts.toSorted((a, b) => b - a));
    expect(counts[0]).toBeGreaterThan(counts.at(-1) ?? 0);
    expect(await walk(world, '/v1/quotes?q=river&sort=relevance')).toHaveLength(1000);
    for (const path of ['quotes?q=flood', 'utterances?q=flood']) {
      const [error] = await world.refused(`/v1/${path}&sort=relevance`);
      expect(error).toMatchObject({ parameter: 'sort', reason: expect.stringContaining('1,000') });
    }
    const [two] = await world.refused('/v1/quotes?q=flood&q=number*&sort=relevance');
    expect(two).toMatchObject({ parameter: 'sort', reason: 'relevance needs one search' });
  });
});

/** Quotes that all hold "flood", a thousand "river", and forty "bridge" one to five times. */
function floods(count: number) {
  const text = 'w'.repeat(count * 10);
  const { file, close, article } = minimal();
  const quotes = Array.from({ length: count }, (_, index) => ({
    ...close,
    id: `flood-${index}`,
    content: `flood number${index} ${index < 1000 ? 'river' : 'stream'} ${
      index < 40 ? 'bridge '.repeat((index % 5) + 1) : ''
    }${'meadow '.repeat(4 - (index % 5))}`,
    spans: [{ role: 'content', start: index * 10, end: index * 10 + 5 }],
  }));
  const of = { sha256: sha256(text), length: text.length };
  const flooded = { ...article, text: of, quotes, figures: [], mentions: [] };
  const db = fresh();
  load(db, { 'a.json': { ...file, utterances: [], articles: [flooded] } });
  return db;
}
