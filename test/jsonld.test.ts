// JSON-LD of every list and record, as a standard processor without a network reads it.
import jsonld from 'jsonld';
import { describe, expect, test } from 'vitest';
import { emptyApp, onRecord, PROBLEM, type TestApp } from './app.ts';
import { load, minimal } from './minimal.ts';
import { onSample } from './sample.ts';
import { idsOf, type Row, served, walk } from './served.ts';

type Node = Record<string, unknown>;

const SCHEMA = 'http://schema.org/';
const OA = 'http://www.w3.org/ns/oa#';
const OURS = 'urn:on-record:term:';

/** What the records of each list are in schema.org's words. */
const TYPES: Record<string, string> = {
  quotes: 'Quotation',
  figures: 'Observation',
  articles: 'NewsArticle',
  utterances: 'CreativeWork',
  series: 'StatisticalVariable',
  people: 'Person',
  organizations: 'Organization',
  places: 'Place',
  stories: 'CreativeWork',
  changes: 'UpdateAction',
};

/** The fields of records that linked data tells otherwise: by type, by order, by URL or not at all. */
const OTHERWISE =
  /^links\.|_accuracy$|^names\.\d+\.(kind|script|language|printed)$|^attribution\.\d+\.position$|^utterance\.wordings$|^text\.held$/;

/** Expanded strictly: a term that the context does not know, or a relative IRI, is an error. */
async function expand(document: string): Promise<Node[]> {
  const options = {
    safe: true,
    documentLoader: async (url: string) => {
      throw new Error(`the context is inline, but ${url} was asked for`);
    },
  };
  return (await jsonld.expand(JSON.parse(document), options)) as unknown as Node[];
}

async function ask({ app }: TestApp, url: string, headers: Record<string, string> = {}) {
  const { statusCode: status, headers: told, payload: text } = await app.inject({ url, headers });
  return { status, headers: told, text };
}

/** Every node of every page of a list. */
async function graphOf(world: TestApp, path: string): Promise<Node[]> {
  const nodes: Node[] = [];
  for (let url: string | undefined = `${path}?format=jsonld&limit=100`; url !== undefined; ) {
    const { status, headers, text } = await ask(world, url);
    expect([status, headers['content-type']]).toEqual([200, 'application/ld+json; charset=utf-8']);
    nodes.push(...(await expand(text)));
    url = /<([^>]+)>; rel="next"/.exec(`${headers.link}`)?.[1];
  }
  return nodes;
}

/** Every value below a node, with the names of the properties that lead to it. */
function leaves(value: unknown, path: string[] = []): { path: string[]; leaf: unknown }[] {
  if (value === null || typeof value !== 'object') return [{ path, leaf: value }];
  return Object.entries(value).flatMap(([name, inner]) => leaves(inner, [...path, name]));
}

describe.each(served)('JSON-LD of /v1/$name', ({ name }) => {
  const path = `/v1/${name}`;

  test.each([
    ['the bundled record', onRecord],
    ['a record whose texts are held', () => onSample({ held: true })],
  ])('expands to a node for each record of %s, with its URL and type', async (_about, make) => {
    await using world = await make();
    const nodes = await graphOf(world, path);
    expect(nodes.map((node) => node['@id'])).toEqual(
      idsOf(await walk(world, path)).map((id) => `http://localhost${path}/${id}`),
    );
    for (const node of nodes) expect(node['@type']).toContain(`${SCHEMA}${TYPES[name]}`);
  });

  test('keeps every value of a record', async () => {
    await using world = await onSample({ held: true });
    const nodes = await graphOf(world, path);
    (await walk(world, path)).forEach((record, index) => {
      const told = leaves(nodes[index]).map(({ leaf }) => `${leaf}`);
      for (const { path: steps, leaf } of leaves(record)) {
        if (leaf === null || OTHERWISE.test(steps.join('.'))) continue;
        // An id ends a URL, a hash a URN.
        const kept = told.some(
          (one) =>
            one === `${leaf}` ||
            (/[/:]/.test(one.at(-`${leaf}`.length - 1) ?? '') && one.endsWith(`${leaf}`)),
        );
        expect(kept, `${record.id} lost ${steps.join('.')}: ${leaf}`).toBe(true);
      }
    });
  });

  test('shows a record by its id as the list shows it', async () => {
    await using world = await onRecord();
    const [first] = (await graphOf(world, path)) as [Row];
    const [record] = await walk(world, path, 1);
    const { status, headers, text } = await ask(world, `${path}/${record?.id}`, {
      accept: 'application/ld+json',
    });
    expect([status, headers['content-type']]).toEqual([200, 'application/ld+json; charset=utf-8']);
    expect(await expand(text)).toEqual([first]);
  });

  test('is refused with a shape that it cannot have', async () => {
    await using world = await onRecord();
    const [first] = await walk(world, path, 1);
    for (const url of [path, `${path}/${first?.id}`]) {
      const errors = await world.refused(`${url}?format=jsonld&fields=id`);
      expect(errors).toEqual([
        { parameter: 'fields', reason: 'has no meaning in jsonld', suggestion: 'take format=json' },
      ]);
    }
  });
});

test('include and highlight have no meaning in JSON-LD, however it is asked for', async () => {
  await using world = await onRecord();
  for (const parameters of ['include=speaker', 'q=planes&highlight=true']) {
    const { status, headers, text } = await ask(world, `/v1/quotes?${parameters}`, {
      accept: 'application/ld+json',
    });
    expect(status).toBe(400);
    expect(headers['content-type']).toMatch(PROBLEM);
    expect(JSON.parse(text).errors).toHaveLength(1);
  }
});

test('records are named by the address that the client asked', async () => {
  await using world = await emptyApp();
  load(world.db, { 'a.json': minimal().file });
  const { text } = await ask(world, '/v1/people?format=jsonld', { host: 'Record.example:8080' });
  expect(JSON.parse(text)['@graph'][0]['@id']).toBe(
    'http://record.example:8080/v1/people/ada-quill',
  );
  const { status, headers } = await ask(world, '/v1/people?format=jsonld', { host: 'no host' });
  expect(status).toBe(400);
  expect(headers['content-type']).toMatch(PROBLEM);
});

test('a quote is a Quotation with its speaker, its article and an annotation of the text', async () => {
  await using world = await emptyApp();
  const { file, article, crossing } = minimal();
  load(world.db, { 'a.json': file });
  const url = '/v1/quotes/quill-no-crossing?format=jsonld';
  const [node] = (await expand((await ask(world, url)).text)) as [Node];
  const record = 'http://localhost/v1';
  expect(node).toMatchObject({
    [`${SCHEMA}text`]: [{ '@value': crossing.content }],
    [`${SCHEMA}spokenByCharacter`]: [
      { '@id': `${record}/people/ada-quill`, '@type': [`${SCHEMA}Person`] },
    ],
    [`${SCHEMA}dateCreated`]: [{ '@type': `${SCHEMA}Date`, '@value': '2021-05-04' }],
    [`${SCHEMA}isPartOf`]: [
      {
        '@id': `${record}/articles/flood-news`,
        '@type': [`${SCHEMA}NewsArticle`],
        [`${SCHEMA}datePublished`]: [{ '@value': '2021-05-05' }],
      },
    ],
    [`${OURS}attribution`]: [
      {
        '@list': [
          {
            [`${SCHEMA}roleName`]: [{ '@value': 'reporter' }],
            [`${SCHEMA}contributor`]: [{ '@id': `${record}/organizations/lowford-herald` }],
          },
        ],
      },
    ],
  });
  const { [`${OA}hasBody`]: bodies } = node['@reverse'] as Record<string, [Node]>;
  const [annotation] = bodies as [Node];
  expect(annotation['@type']).toEqual([`${OA}Annotation`]);
  const { start, end, exact } = crossing.spans[0] as { start: number; end: number; exact: string };
  expect((annotation[`${OA}hasTarget`] as Node[])[0]).toMatchObject({
    [`${OA}hasSource`]: [{ '@id': `urn:sha256:${article.text.sha256}` }],
    [`${OA}hasSelector`]: [
      {
        '@type': [`${OA}TextPositionSelector`],
        [`${OA}start`]: [{ '@value': start }],
        [`${OA}end`]: [{ '@value': end }],
      },
      { '@type': [`${OA}TextQuoteSelector`], [`${OA}exact`]: [{ '@value': exact }] },
    ],
  });
});

test('words that are not on record have a position, and no quotation of them', async () => {
  await using world = await onRecord();
  const { body } = await world.get('/v1/quotes?type=indirect&limit=1');
  const { text } = await ask(world, `/v1/quotes/${body.data[0].id}?format=jsonld`);
  const { target } = JSON.parse(text).anchor;
  const [content] = target.filter(({ spanRole }: Node) => spanRole === 'content');
  expect(content.selector.map((one: Node) => one['@type'])).toEqual(['TextPositionSelector']);
});

test('a figure is an Observation, and a Claim of whoever asserts it', async () => {
  await using world = await emptyApp();
  load(world.db, { 'a.json': minimal().file });
  const url = '/v1/figures/council-homes-flooded?format=jsonld';
  const [node] = await expand((await ask(world, url)).text);
  expect(node).toMatchObject({
    [`${SCHEMA}value`]: [{ '@value': 40 }],
    [`${SCHEMA}minValue`]: [{ '@value': 40 }],
    [`${OURS}comparator`]: [{ '@value': 'more_than' }],
    [`${SCHEMA}variableMeasured`]: [{ '@type': [`${SCHEMA}StatisticalVariable`] }],
    [`${SCHEMA}subjectOf`]: [
      {
        '@type': [`${SCHEMA}Claim`],
        [`${SCHEMA}text`]: [{ '@value': 'more than 40' }],
        [`${SCHEMA}author`]: [{ '@id': 'http://localhost/v1/organizations/lowford-council' }],
        [`${SCHEMA}appearance`]: [{ '@id': 'http://localhost/v1/articles/flood-news' }],
      },
    ],
  });
});

test.each([
  ['day', '2021-01-03', '2021-01-03'],
  ['week', '2021-01-03', '2020-W53'],
  ['month', '2021-05-01', '2021-05'],
  ['year', '2021-01-01', '2021'],
])('a date known to the %s, %s, is told as %s', async (accuracy, date, told) => {
  await using world = await emptyApp();
  const { file, crossing } = minimal();
  Object.assign(crossing, { said_on: date, said_on_accuracy: accuracy });
  load(world.db, { 'a.json': file });
  const { text } = await ask(world, '/v1/quotes/quill-no-crossing?format=jsonld');
  expect(JSON.parse(text).dateCreated).toBe(told);
});

test('a spelling carries its language, and its script where that is not the usual one', async () => {
  await using world = await emptyApp();
  const { file, mayor } = minimal();
  mayor.names.push({ name: 'Ada Kvill', script: 'Latn', language: 'uk', kind: 'transliteration' });
  load(world.db, { 'a.json': file });
  const { text } = await ask(world, '/v1/people/ada-quill?format=jsonld');
  expect(JSON.parse(text).alternateName).toEqual([
    { '@value': 'Ada Quill', '@language': 'en' },
    { '@value': 'Ада Квілл', '@language': 'uk' },
    { '@value': 'Ada Kvill', '@language': 'uk-Latn' },
  ]);
});
