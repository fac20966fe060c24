// The annotations of an article, as W3C Web Annotation has them.
import jsonld from 'jsonld';
import { expect, test } from 'vitest';
import { annotationsAnswer } from '#articles/annotations-schema.ts';
import { appOn, onRecord, PROBLEM, type TestApp } from './app.ts';
import { articleOf, attachText, fresh, load, minimal, sha256, spanOf, TEXT } from './minimal.ts';

const ANNOTATIONS = '/v1/articles/flood-news/annotations';
const HOST = 'http://localhost';
const OA = 'http://www.w3.org/ns/oa#';
const AS = 'http://www.w3.org/ns/activitystreams#';

/** What http://www.w3.org/ns/anno.jsonld says of the terms that we use. */
const id = (of: string) => ({ '@id': of, '@type': '@id' });
const count = (of: string) => ({ '@id': of, '@type': 'xsd:nonNegativeInteger' });
const ANNO = {
  oa: OA,
  as: AS,
  schema: 'http://schema.org/',
  rdfs: 'http://www.w3.org/2000/01/rdf-schema#',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
  id: { '@id': '@id', '@type': '@id' },
  type: { '@id': '@type', '@type': '@id' },
  Annotation: 'oa:Annotation',
  SpecificResource: 'oa:SpecificResource',
  TextPositionSelector: 'oa:TextPositionSelector',
  TextQuoteSelector: 'oa:TextQuoteSelector',
  TimeState: 'oa:TimeState',
  AnnotationCollection: 'as:OrderedCollection',
  AnnotationPage: 'as:OrderedCollectionPage',
  describing: 'oa:describing',
  identifying: 'oa:identifying',
  motivation: { '@id': 'oa:motivatedBy', '@type': '@vocab' },
  body: id('oa:hasBody'),
  target: id('oa:hasTarget'),
  source: id('oa:hasSource'),
  selector: id('oa:hasSelector'),
  state: id('oa:hasState'),
  cached: id('oa:cachedSource'),
  exact: 'oa:exact',
  prefix: 'oa:prefix',
  suffix: 'oa:suffix',
  start: count('oa:start'),
  end: count('oa:end'),
  items: { '@id': 'as:items', '@type': '@id', '@container': '@list' },
  partOf: id('as:partOf'),
  first: id('as:first'),
  last: id('as:last'),
  next: id('as:next'),
  prev: id('as:prev'),
  total: count('as:totalItems'),
  startIndex: count('as:startIndex'),
  label: 'rdfs:label',
};

type Node = Record<string, never>;

/** Expanded strictly: a term that no context knows, or a relative IRI, is an error. */
async function expand(document: object): Promise<Node> {
  const options = {
    safe: true,
    documentLoader: async (documentUrl: string) => {
      expect(documentUrl).toBe('http://www.w3.org/ns/anno.jsonld');
      return { documentUrl, document: { '@context': ANNO } as never };
    },
  };
  const [node] = (await jsonld.expand(document as never, options)) as unknown as [Node];
  return node;
}

async function served({ held = false, file = minimal().file as object } = {}) {
  const db = fresh();
  load(db, { 'all.json': file });
  if (held) attachText(db, TEXT);
  return appOn(db);
}

/** Every page of a collection, by its links. */
async function pagesOf({ get }: TestApp, path: string) {
  const { status, headers, body } = await get(path);
  expect(status).toBe(200);
  expect(headers['content-type']).toMatch(
    /^application\/ld\+json; profile="http:\/\/www\.w3\.org\/ns\/anno\.jsonld"/,
  );
  const pages = [body.first];
  while (pages.at(-1)?.next !== undefined) {
    const next = await get(pages.at(-1).next.slice(HOST.length));
    expect(annotationsAnswer.parse(next.body)).toEqual(next.body);
    pages.push(next.body);
  }
  expect(annotationsAnswer.parse(body)).toEqual(body);
  return { collection: body, pages };
}

test('an article is a collection of its quotes, figures and mentions', async () => {
  await using world = await served();
  const { collection, pages } = await pagesOf(world, ANNOTATIONS);
  const url = `${HOST}${ANNOTATIONS}`;
  expect(collection).toMatchObject({
    '@context': ['http://www.w3.org/ns/anno.jsonld', expect.anything()],
    id: url,
    type: 'AnnotationCollection',
    label: 'Quotes, figures and mentions in News of the flood',
    total: 4,
    last: `${url}?page=1`,
  });
  expect(pages).toHaveLength(1);
  expect(pages[0]).toMatchObject({ id: `${url}?page=1`, partOf: url, startIndex: 0 });
  expect(pages[0].items.map(({ id, body }: { id: string; body: object[] }) => [id, body])).toEqual([
    ...['quill-bridge-closes', 'quill-no-crossing'].map((quote) => [
      `${HOST}/v1/quotes/${quote}#anchor`,
      [{ id: `${HOST}/v1/quotes/${quote}`, type: 'schema:Quotation' }],
    ]),
    [
      `${HOST}/v1/figures/council-homes-flooded#anchor`,
      [{ id: `${HOST}/v1/figures/council-homes-flooded`, type: 'schema:Observation' }],
    ],
    [
      expect.stringMatching(/#lowford-[0-9a-f]{12}-\d+-\d+$/),
      [{ id: `${HOST}/v1/places/lowford`, type: 'schema:Place' }],
    ],
  ]);
});

test('each span is a target: the text version, its position and its words', async () => {
  await using world = await served();
  const { pages } = await pagesOf(world, ANNOTATIONS);
  const [reported, direct] = pages[0].items;
  expect(direct).toMatchObject({ motivation: 'describing', anchorStatus: 'unverified' });
  expect(direct.target).toHaveLength(4);
  const exact = 'We risk no crossing [tonight],';
  expect(direct.target[0]).toEqual({
    type: 'SpecificResource',
    spanRole: 'content',
    source: `${HOST}/v1/articles/flood-news`,
    state: { type: 'TimeState', cached: `urn:sha256:${sha256(TEXT)}` },
    selector: [
      { type: 'TextPositionSelector', ...spanOf(TEXT, exact) },
      { type: 'TextQuoteSelector', exact },
    ],
  });
  // No words of the article's own where its text is not held.
  expect(reported.target[2].selector).toEqual([
    { type: 'TextPositionSelector', ...spanOf(TEXT, 'the old bridge would close') },
  ]);
});

test('a held text gives the words around, at most 32 characters on each side', async () => {
  await using world = await served({ held: true });
  const { pages } = await pagesOf(world, ANNOTATIONS);
  const [reported] = pages[0].items;
  expect(reported.target[0].selector[1]).toEqual({
    type: 'TextQuoteSelector',
    exact: 'Mayor Ada Quill',
    prefix: '🌊 Низина: news of the flood\n',
    suffix: ' said the old bridge would close. “We risk'.slice(0, 32),
  });
  expect(reported.target[2].selector[1].exact).toBe('the old bridge would close');
});

test('the source is where the article is published, and Wikidata names an entity where it is known', async () => {
  const { file, article, town } = minimal();
  Object.assign(article, { url: 'https://herald.example/flood' });
  Object.assign(town, { wikidata_id: 'Q900002' });
  await using world = await served({ file });
  const { pages } = await pagesOf(world, ANNOTATIONS);
  const mention = pages[0].items.at(-1);
  expect(mention.motivation).toBe('identifying');
  expect(mention.target[0].source).toBe('https://herald.example/flood');
  expect(mention.body[1]).toEqual({ id: 'http://www.wikidata.org/entity/Q900002' });
});

test('a long article comes in pages of a hundred, each annotation once', async () => {
  const { file, mention } = minimal();
  const text = `${TEXT}${'Lowford. '.repeat(230)}`;
  const first = [...TEXT].length;
  mention.starts = Array.from({ length: 230 }, (_, index) => first + 9 * index);
  Object.assign(file.articles[0] as object, { text: articleOf('flood-news', text).text });
  await using world = await served({ file });
  const { collection, pages } = await pagesOf(world, ANNOTATIONS);
  expect(collection).toMatchObject({ total: 233, last: `${HOST}${ANNOTATIONS}?page=3` });
  expect(pages.map(({ items, startIndex }) => [startIndex, items.length])).toEqual([
    [0, 100],
    [100, 100],
    [200, 33],
  ]);
  expect(pages[1].prev).toBe(pages[0].id);
  const ids = pages.flatMap(({ items }) => items.map(({ id }: { id: string }) => id));
  expect(new Set(ids).size).toBe(233);
});

test.each([
  ['collection', ''],
  ['page', '?page=1'],
])(
  'a %s is JSON-LD that expands to Web Annotation, without a term unknown to it',
  async (_about, query) => {
    await using world = await served({ held: true });
    const { body } = await world.get(`${ANNOTATIONS}${query}`);
    const node = await expand(body);
    const page = query === '' ? (node[`${AS}first`]?.[0] as unknown as Node) : node;
    expect(page['@type']).toEqual([`${AS}OrderedCollectionPage`]);
    const items = (page[`${AS}items`] as unknown as [{ '@list': Node[] }])[0]['@list'];
    expect(items).toHaveLength(4);
    for (const item of items) {
      expect(item['@type']).toEqual([`${OA}Annotation`]);
      expect(item[`${OA}hasBody`]).not.toHaveLength(0);
      for (const target of item[`${OA}hasTarget`] as unknown as Node[]) {
        expect(target[`${OA}hasSelector`]).toHaveLength(2);
        expect(target[`${OA}hasState`]).toHaveLength(1);
      }
    }
  },
);

test('every article of the bundled record is annotated whole', async () => {
  await using world = await onRecord();
  for (const article of await world.ids('/v1/articles?limit=100')) {
    const { collection, pages } = await pagesOf(world, `/v1/articles/${article}/annotations`);
    const count = async (list: string) =>
      (await world.get(`/v1/${list}?article=${article}&count=exact&limit=1`)).body.page.count;
    const items = pages.flatMap((page) => page.items);
    expect(items).toHaveLength(collection.total);
    const describing = items.filter(({ motivation }) => motivation === 'describing');
    expect(describing).toHaveLength((await count('quotes')) + (await count('figures')));
    expect(describing.length).toBeLessThan(items.length);
    await expand(collection);
  }
});

test('an article without annotations is an empty collection', async () => {
  await using world = await served({ file: { articles: [articleOf('plain', 'Plain.')] } });
  const { status, body } = await world.get('/v1/articles/plain/annotations');
  expect(status).toBe(200);
  expect(body).toMatchObject({ total: 0, label: 'Quotes, figures and mentions in plain' });
  expect(Object.keys(body)).not.toContain('first');
  expect(await world.refused('/v1/articles/plain/annotations?page=1')).toMatchObject([
    { parameter: 'page', suggestion: 'leave it out' },
  ]);
});

test.each([
  ['page=0', 'page'],
  ['page=-1', 'page'],
  ['page=1.5', 'page'],
  ['page=', 'page'],
  ['page=1&page=2', 'page'],
  ['page=2', 'page'],
  ['pages=1', 'pages'],
  ['limit=5', 'limit'],
])('%s is refused', async (query, parameter) => {
  await using world = await served();
  expect(await world.refused(`${ANNOTATIONS}?${query}`)).toMatchObject([
    { parameter, suggestion: expect.stringMatching(/./) },
  ]);
});

test('an unknown article is 404 with the nearest', async () => {
  await using world = await served();
  const { status, headers, body } = await world.get('/v1/articles/flood-new/annotations');
  expect(status).toBe(404);
  expect(headers['content-type']).toMatch(PROBLEM);
  expect(body.detail).toContain('"flood-news"');
});

test('an article links to its annotations', async () => {
  await using world = await served();
  const { body } = await world.get('/v1/articles/flood-news');
  expect(body.data.links.annotations).toBe(ANNOTATIONS);
});
