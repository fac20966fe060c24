// The bundled record: complete, and right where the five documents are hardest.
import { describe, expect, test } from 'vitest';
import { onRecord } from './app.ts';

type Entity = { id: string } | null;
type QuoteAnswer = {
  id: string;
  type: string;
  content: string;
  content_origin: string;
  speaker: Entity;
  addressee: Entity;
  location: string;
  relation: string;
  said_on: string | null;
  attribution: { role: string; agent: { id: string } }[];
  utterance: { id: string; wordings: number };
  article: { id: string };
  anchor: { spans: { role: string; exact: string | null }[] };
};
type FigureAnswer = {
  id: string;
  value: number | null;
  comparator: string;
  expression: string;
  claimant: Entity;
  as_of: string;
  attribution: { role: string; agent: { id: string } }[];
  article: { id: string };
};

async function all<T>(path: string): Promise<T[]> {
  await using record = await onRecord();
  const found: T[] = [];
  let cursor: string | null = null;
  do {
    const { body } = await record.get(`${path}&limit=100${cursor ? `&cursor=${cursor}` : ''}`);
    const page = body as { data: T[]; page: { next: string | null } };
    found.push(...page.data);
    cursor = page.page.next;
  } while (cursor !== null);
  return found;
}

const quotes = (filter: string) => all<QuoteAnswer>(`/v1/quotes?${filter}`);
const figures = (filter: string) => all<FigureAnswer>(`/v1/figures?${filter}`);
const chain = (attribution: QuoteAnswer['attribution']) =>
  attribution.map(({ role, agent }) => `${role} ${agent.id}`);

describe('quotes', () => {
  test('there are 44 direct or mixed quotations in the five documents', async () => {
    const byArticle = new Map<string, number>();
    for (const { article } of await quotes('type=direct,mixed')) {
      byArticle.set(article.id, (byArticle.get(article.id) ?? 0) + 1);
    }
    expect(Object.fromEntries(byArticle)).toEqual({
      'zelensky-urges-western-leaders-2022-03-03': 4,
      'abp-live-direct-talks-2022-03-03': 9,
      'cbs-story-earlier-copy-2022-03-03': 3,
      'cbs-story-later-copy-2022-03-03': 3,
      'cnn-zelensky-interview-2022-03-01': 25,
    });
  });

  test('indirect speech is a paraphrase of ours and copies no words of the article', async () => {
    const indirect = await quotes('type=indirect');
    expect(indirect.length).toBeGreaterThanOrEqual(60);
    for (const { content_origin, anchor } of indirect) {
      expect(content_origin).toBe('paraphrase');
      for (const { role, exact } of anchor.spans) {
        if (role === 'content') expect(exact).toBeNull();
      }
    }
  });

  test('a quotation interrupted by its cue is one quote with several spans', async () => {
    const [quote] = await quotes('id=abp-baltic-next');
    expect(quote?.content).toMatch(/^If we are no more then.*will be next, Believe me\.$/);
    expect(quote?.anchor.spans.filter(({ role }) => role === 'content')).toHaveLength(2);
  });

  test('a quotation whose mark is closed a paragraph later is one quote', async () => {
    const [quote] = await quotes('q=philosophy');
    expect(quote?.content).toMatch(/^They have no idea what they \[are\] doing\./);
    expect(quote?.content).toMatch(/They're just sent to kill and die,$/);
    expect(quote?.anchor.spans).toContainEqual(
      expect.objectContaining({ role: 'insertion', exact: '[are]' }),
    );
  });

  test('relays stand in order, nearest the speaker first', async () => {
    const [translated] = await quotes('relayed_by=max-seddon');
    expect(chain(translated?.attribution ?? [])).toEqual(['translator max-seddon']);
    const [bodies] = await quotes('speaker=State Emergency Service&relayed_by=Chaus');
    expect(chain(bodies?.attribution ?? [])).toEqual([
      'official viacheslav-chaus',
      'agency reuters',
    ]);
  });

  test('headlines that change the words are never verbatim', async () => {
    const headlines = await quotes('location=headline&type=direct,mixed');
    expect(headlines.map(({ content }) => content).toSorted()).toEqual([
      "I'm not iconic. Ukraine is iconic",
      'Only Way To Stop The War',
      'Я не культовий',
    ]);
    for (const { content_origin } of headlines) expect(content_origin).toBe('rewritten');
  });

  test('wordings of one saying meet across articles and translations', async () => {
    const wordings = await quotes('utterance=leave-our-land-sit-down-with-me');
    expect(wordings.map(({ id, relation }) => `${id} ${relation}`).toSorted()).toEqual([
      'abp-not-attacking-russia translation',
      'abp-sit-down-30-metres translation',
      'kyiv-good-lord identical',
    ]);
  });

  test('garbled text is kept as printed', async () => {
    const garbled = await quotes(
      'article=cbs-story-earlier-copy-2022-03-03&type=direct&sort=position',
    );
    expect(garbled[0]?.content).toContain('Ukraineand he has nothing to do in Ukraine,');
  });
});

describe('figures', () => {
  test('there are at least the 62 that an independent count found', async () => {
    expect((await figures('')).length).toBeGreaterThanOrEqual(62);
  });

  test('claims in conflict stand side by side with their claimants', async () => {
    const claims = await figures('series=russian-soldiers-killed&publisher=abp-live');
    expect(
      claims.map(({ value, comparator, claimant }) => [value, comparator, claimant?.id]),
    ).toEqual([
      [9000, 'approximately', 'volodymyr-zelensky'],
      [498, 'exact', 'russian-defence-ministry-spokesman'],
    ]);
  });

  test('copies of one story at two hours keep their own counts', async () => {
    const counts = await figures('claimant=OHCHR&measure=killed&sort=value');
    expect(counts.map(({ value, as_of, article }) => [value, as_of, article.id])).toEqual([
      [227, '2022-03-03', 'cbs-story-earlier-copy-2022-03-03'],
      [249, '2022-03-02', 'cbs-story-later-copy-2022-03-03'],
    ]);
  });

  test('one air strike has 9, then 22 dead, and at least 22 bodies', async () => {
    const dead = await figures('series=people-killed-chernihiv-air-strike&sort=position');
    expect(dead.map(({ value, claimant }) => [value, claimant?.id])).toEqual([
      [9, 'viacheslav-chaus'],
      [22, undefined],
      [22, 'reuters'],
    ]);
    const [bodies] = await figures('series=bodies-recovered-chernihiv-air-strike');
    expect(bodies).toMatchObject({
      value: 22,
      comparator: 'at_least',
      claimant: { id: 'ukrainian-state-emergency-service' },
    });
    expect(chain(bodies?.attribution ?? [])).toEqual([
      'official viacheslav-chaus',
      'agency reuters',
    ]);
  });

  test('counts in vague words have no number', async () => {
    const vague = await figures('comparator=vague');
    const expressions = new Set(vague.map(({ expression }) => expression));
    expect([...expressions].toSorted()).toEqual([
      'dozens',
      'hundreds',
      'hundreds more',
      'many times',
      'several',
      'so many times',
    ]);
    for (const { value, expression } of vague) expect(value, expression).toBeNull();
  });

  test('a side includes the bodies that are part of it', async () => {
    const ids = (await figures('party=Russia&measure=killed')).map(({ id }) => id);
    expect(ids).toContain('abp-russian-troops-killed-498');
  });
});

test.each([
  ['people', 'Zelenskyi', 'volodymyr-zelensky'],
  ['people', 'зеленск', 'volodymyr-zelensky'],
  ['people', 'Konashenkov', 'igor-konashenkov'],
  ['places', 'Kiev', 'kyiv'],
  ['places', 'Staraya Podusivka', 'stara-podusivka'],
  ['organizations', 'UN Office for Human Rights', 'un-human-rights-office'],
])('%s has the printed or common spelling %s', async (list, name, id) => {
  const found = await all<{ id: string }>(`/v1/${list}?name=${encodeURIComponent(name)}`);
  expect(found.map((entity) => entity.id)).toContain(id);
});

test('all the world in the documents lies in places up to countries and continents', async () => {
  const ids = (await all<{ id: string }>('/v1/places?within=Ukraine')).map(({ id }) => id);
  expect(ids).toEqual(expect.arrayContaining(['kyiv', 'kharkiv', 'stara-podusivka', 'kherson']));
});
