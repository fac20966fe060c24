// Corrections: what is corrected, retracted and merged, what follows from it, and what is refused.
import { desc, eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import type { Db } from '#db/open.ts';
import { changes, dataVersion } from '#db/tables.ts';
import { RECORD_KINDS, type RecordKind } from '#db/vocabulary.ts';
import { correctionTable } from '#record/report.ts';
import { correct, merge, refusedCorrections, retract, set } from './correcting.ts';
import { dump, load, minimal } from './minimal.ts';
import { onSample } from './sample.ts';

const log = (db: Db, last: number) =>
  db
    .select()
    .from(changes)
    .orderBy(desc(changes.sequence))
    .limit(last)
    .all()
    .reverse()
    .map(({ action, origin, kind, recordId }) => `${origin}: ${action} ${kind} ${recordId}`);

/** The last change of a record, its documents parsed. */
function lastOf(db: Db, id: string) {
  const change = db
    .select()
    .from(changes)
    .where(eq(changes.recordId, id))
    .orderBy(desc(changes.sequence))
    .limit(1)
    .get();
  const [before, after] = [change?.before, change?.after].map((one) => JSON.parse(one ?? 'null'));
  return { reason: change?.reason, before, after };
}

const versionOf = (db: Db) => db.select().from(dataVersion).get()?.version;

const MADE = { inserted: 0, corrected: 0, retracted: 0, merged: 0, unchanged: 0 };

describe('a correction', () => {
  // biome-ignore format: a table, one kind a line
  const OF_EACH: [RecordKind, string, string, object][] = [
    ['entities', 'ziva-muller', '/v1/people/ziva-muller', { position: 'Lady Mayor', affiliation: null }],
    ['series', 'pumps', '/v1/series/pumps', { measure: 'running', note: 'By the river.' }],
    ['stories', 'lipovo-flood', '/v1/stories/lipovo-flood', { note: 'Told twice.' }],
    ['utterances', 'rebuild-the-bridge', '/v1/utterances/rebuild-the-bridge', { note: 'Said once.' }],
    ['articles', 'gazette-flood', '/v1/articles/gazette-flood', { abstract: 'Another abstract.', dateline: null }],
    ['quotes', 'train', '/v1/quotes/train', { speaker_role: 'Chief', addressee: null }],
    ['figures', 'houses-12', '/v1/figures/houses-12', { note: 'Perhaps 13.', claimant: null }],
  ];

  test.each(OF_EACH)('of %s changes the fields that it names, and no others', async (...of) => {
    const [kind, id, path, fields] = of;
    await using world = await onSample();
    const before = (await world.get(path)).body.data;
    const report = correct(world.db, [set(kind, id, fields)]);
    expect(report[kind]).toEqual({ ...MADE, corrected: 1 });
    expect((await world.get(path)).body.data).toEqual({
      ...before,
      ...fields,
      ...(kind === 'figures' && { citation: expect.stringMatching(/^The article itself/) }),
      ...(kind === 'figures' && { links: { ...before.links, claimant: null } }),
    });
    expect(log(world.db, 1)).toEqual([`correction: correct ${kind} ${id}`]);
  });

  test('stands in the log with its reason, what was before and what is after', async () => {
    await using world = await onSample();
    correct(world.db, [set('quotes', 'train', { speaker_role: 'Chief' })]);
    const { reason, before, after } = lastOf(world.db, 'train');
    expect(reason).toBe('the desk looked again');
    expect(before.speaker_role).toBeNull();
    expect(after).toEqual({ ...before, speaker_role: 'Chief' });
  });

  test('that is in force changes nothing, and says so', async () => {
    await using world = await onSample();
    const file = [
      set('quotes', 'train', { speaker_role: 'Chief' }),
      set('entities', 'boris-petrov', { country: 'XD' }),
      merge('entities', 'boris-petrov', 'petar-petrov'),
      set('figures', 'houses-15', { note: 'Twice.' }),
      retract('figures', 'houses-15'),
    ];
    correct(world.db, file);
    const before = dump(world.db);
    const report = correct(world.db, file);
    expect(report.quotes).toEqual({ ...MADE, unchanged: 1 });
    expect(report.entities).toEqual({ ...MADE, unchanged: 2 });
    expect(report.figures).toEqual({ ...MADE, unchanged: 2 });
    expect(correctionTable(report, false)).toMatch(/\nNothing has changed\.$/);
    expect(dump(world.db)).toEqual(before);
  });

  test('makes the version of the data grow by one a file', async () => {
    await using world = await onSample();
    const before = versionOf(world.db) ?? 0;
    correct(world.db, [
      set('series', 'pumps', { note: 'a' }),
      set('series', 'people', { note: 'b' }),
    ]);
    expect(versionOf(world.db)).toBe(before + 1);
  });

  test('is only checked on request: everything is tried and nothing kept', async () => {
    await using world = await onSample();
    const before = dump(world.db);
    const report = correct(world.db, [retract('figures', 'houses-15')], true);
    expect(report.figures).toEqual({ ...MADE, retracted: 1 });
    expect(correctionTable(report, true)).toMatch(/\nChecked only; nothing was changed\.$/);
    expect(dump(world.db)).toEqual(before);
    const wrong = () => correct(world.db, [retract('quotes', 'rebuild')], true);
    expect(wrong).toThrow(/is still referred to by/);
  });

  test('is verified against the text that is held', async () => {
    await using world = await onSample({ held: true });
    correct(world.db, [set('quotes', 'train', { note: 'Seen.' })]);
    expect((await world.get('/v1/quotes/train')).body.data.anchor.status).toBe('verified');
    const spans = [{ role: 'content', start: 0, end: 5, exact: 'water' }];
    expect(
      refusedCorrections(world.db, [set('quotes', 'train', { content: 'water', spans })]),
    ).toEqual([expect.stringMatching(/^train spans\[0\]\.exact: "water" does not match the text/)]);
  });

  test('takes a merged id for the record that it was merged into', async () => {
    await using world = await onSample();
    correct(world.db, [merge('entities', 'boris-petrov', 'petar-petrov')]);
    correct(world.db, [set('quotes', 'lifetime', { addressee: 'boris-petrov' })]);
    expect((await world.get('/v1/quotes/lifetime')).body.data.addressee.id).toBe('petar-petrov');
  });

  test('parts an only wording from an utterance, and brings it back', async () => {
    await using world = await onSample();
    const joined = { utterance: 'rebuild-the-bridge', relation: 'altered' };
    correct(world.db, [set('quotes', 'lifetime', joined)]);
    expect(log(world.db, 2)).toEqual([
      'correction: correct quotes lifetime',
      'settlement: merge utterances lifetime',
    ]);
    correct(world.db, [set('quotes', 'lifetime', { utterance: null, relation: null })]);
    expect(log(world.db, 2)).toEqual([
      'correction: correct quotes lifetime',
      'settlement: insert utterances lifetime',
    ]);
    expect((await world.get('/v1/utterances/lifetime')).status).toBe(200);
  });
});

describe('a retraction', () => {
  test('of a quote takes its utterance along, where it is the only wording', async () => {
    await using world = await onSample({ held: true });
    expect(await world.ids('/v1/quotes?q=café')).toEqual(['train']);
    const report = correct(world.db, [retract('quotes', 'train')]);
    expect(report.quotes).toEqual({ ...MADE, retracted: 1 });
    expect(report.utterances).toEqual({ ...MADE, retracted: 1 });
    expect(log(world.db, 2).toSorted()).toEqual([
      'correction: retract quotes train',
      'settlement: retract utterances train',
    ]);
    expect(await world.ids('/v1/quotes?q=café')).toEqual([]);
    const integrity = "insert into quotes_fts(quotes_fts) values ('integrity-check')";
    world.db.$client.exec(integrity);
  });

  test('of an article with all that stands in it leaves no row behind', async () => {
    await using world = await onSample({ held: true });
    const quotes = ['rebuild-bg', 'fast-bg'].map((id) => retract('quotes', id));
    correct(world.db, [retract('articles', 'daily-flood'), ...quotes]);
    const { articles = [], texts = [], mentions = [], changes: _, ...rest } = dump(world.db);
    expect(articles).toMatchObject([{ slug: 'gazette-flood' }]);
    expect(texts).toHaveLength(1);
    const [{ id: kept } = { id: 0 }] = articles as { id: number }[];
    for (const row of mentions) expect(row).toMatchObject({ article_id: kept });
    expect(rest.quote_spans?.length).toBeGreaterThan(0);
    expect(await world.ids('/v1/articles?q=моста')).toEqual([]);
    for (const table of ['articles_fts', 'quotes_fts', 'names_fts']) {
      world.db.$client.exec(`insert into ${table}(${table}) values ('integrity-check')`);
    }
    expect(world.db.$client.pragma('foreign_key_check')).toEqual([]);
  });

  test.each<[RecordKind, string, string]>([
    ['entities', 'elsewhere', '/v1/places/elsewhere'],
    ['figures', 'water-1', '/v1/figures/water-1'],
    ['quotes', 'thanks', '/v1/quotes/thanks'],
  ])('of %s removes the record', async (kind, id, path) => {
    await using world = await onSample();
    expect(correct(world.db, [retract(kind, id)])[kind].retracted).toBe(1);
    expect((await world.get(path)).status).toBe(410);
  });

  // biome-ignore format: a table, one kind a line
  const DEPENDED_ON: [RecordKind, string, string][] = [
    ['entities', 'ziva-muller', 'articles gazette-flood, articles daily-flood, quotes headline, quotes rebuild, quotes lifetime and 2 more'],
    ['entities', 'dolna', 'entities lipovo, series houses-dolna, series people'],
    ['entities', 'lipovo-council', 'entities ziva-muller, entities lipovo-fire-service, series pumps, figures houses-15, figures houses-50 and 1 more'],
    ['entities', 'boris-petrov', 'quotes rebuild-bg'],
    ['series', 'houses-dolna', 'series houses-lipovo, figures houses-30, figures houses-40, figures houses-50'],
    ['stories', 'lipovo-flood', 'articles gazette-flood, articles daily-flood'],
    ['utterances', 'rebuild-the-bridge', 'quotes headline, quotes rebuild, quotes rebuild-bg'],
    ['utterances', 'train', 'quotes train'],
    ['articles', 'daily-flood', 'quotes rebuild-bg, quotes fast-bg'],
    ['quotes', 'pumps', 'figures pumps-3'],
    ['quotes', 'rebuild', 'quotes lifetime, utterances rebuild-the-bridge'],
  ];

  test.each(DEPENDED_ON)('of %s %s is refused while others depend on it', async (kind, id, on) => {
    await using world = await onSample();
    const before = dump(world.db);
    const [told = '', ...more] = refusedCorrections(world.db, [retract(kind, id)]);
    expect(more).toEqual([]);
    const named = (text: string) => text.split(/, | and /).toSorted();
    const [, records = ''] = told.split('is still referred to by ');
    if (on.includes(' more')) expect(named(records)).toHaveLength(named(on).length);
    else expect(named(records)).toEqual(named(on));
    expect(told).toMatch(new RegExp(`^${id} : `));
    expect(dump(world.db)).toEqual(before);
  });

  test('of the reference of an utterance is possible where that gets another', async () => {
    await using world = await onSample();
    correct(world.db, [
      retract('quotes', 'rebuild'),
      set('quotes', 'lifetime', { continues: null }),
      set('utterances', 'rebuild-the-bridge', { reference: 'rebuild-bg' }),
      set('quotes', 'rebuild-bg', { relation: 'identical' }),
    ]);
    const { data } = (await world.get('/v1/utterances/rebuild-the-bridge')).body;
    expect(data.reference).toBe('rebuild-bg');
  });

  test('of every wording retracts the utterance', async () => {
    await using world = await onSample();
    correct(world.db, [
      set('quotes', 'lifetime', { continues: null }),
      ...['headline', 'rebuild', 'rebuild-bg'].map((id) => retract('quotes', id)),
    ]);
    expect((await world.get('/v1/utterances/rebuild-the-bridge')).status).toBe(410);
  });
});

test('a reason that ends with a full stop is told with one', async () => {
  await using world = await onSample();
  const reason = 'Nobody counted it.';
  const because = (correction: object) => ({ ...correction, reason });
  correct(world.db, [
    because(retract('figures', 'houses-15')),
    because(merge('figures', 'houses-10', 'houses-12')),
  ]);
  for (const id of ['houses-15', 'houses-10']) {
    const { detail } = (await world.get(`/v1/figures/${id}`)).body;
    expect(detail).toMatch(/: Nobody counted it\. Its history is at /);
  }
  expect((await world.get('/v1/figures/houses-15/history')).body.data.at(-1).reason).toBe(reason);
});

describe('a merge', () => {
  test('of entities leads every reference to the survivor, which answers to every spelling', async () => {
    await using world = await onSample({ held: true });
    const before = await world.ids('/v1/quotes?speaker=ziva-muller&sort=id');
    const report = correct(world.db, [merge('entities', 'ziva-muller', 'petar-petrov')]);
    expect(report.entities).toEqual({ ...MADE, corrected: 2, merged: 1 }); // one gives its Wikidata id
    expect(report.articles.corrected).toBe(2);
    expect(report.quotes.corrected).toBe(5);
    expect(await world.ids('/v1/quotes?speaker=Жива+Мюллер&sort=id')).toEqual(
      [...before, 'fast-bg', 'train'].toSorted(),
    );
    const { data } = (await world.get('/v1/people/petar-petrov')).body;
    expect(data.wikidata_id).toBe('Q900000001');
    expect(data.names.map(({ name }: { name: string }) => name)).toEqual([
      'Petar Petrov',
      'Petrov',
      'Петър Петров',
      'Živa Müller',
      'Ziva Mueller',
      'Ziva Muller',
      'Жива Мюллер',
    ]);
    expect(await world.ids('/v1/quotes?addressee=ziva-muller')).toEqual(['thanks']);
    expect(await world.ids('/v1/quotes?mentions=petar-petrov')).toEqual(['thanks']);
    const { status } = (await world.get('/v1/quotes/thanks')).body.data.anchor;
    expect(status).toBe('verified');
  });

  test('of two that one article mentions in one place and has as authors keeps one of each', async () => {
    await using world = await onSample();
    const { file, article, mention } = minimal();
    article.authors.push('lowford-council');
    article.mentions.push({ ...mention, entity: 'low-vale' });
    load(world.db, { 'all.json': file });
    correct(world.db, [
      merge('entities', 'lowford', 'low-vale'),
      merge('entities', 'lowford-council', 'lowford-herald'),
    ]);
    const { data } = (await world.get('/v1/articles/flood-news')).body;
    expect(data.authors.map(({ id }: { id: string }) => id)).toEqual(['lowford-herald']);
    expect((await world.get('/v1/articles?mentions=lowford')).body.data).toHaveLength(1);
    const { after } = lastOf(world.db, 'flood-news');
    expect(after.mentions).toMatchObject([{ entity: 'low-vale', starts: mention.starts }]);
    expect((await world.get('/v1/places/low-vale')).body.data).toMatchObject({ parent: null });
  });

  test('of a body and a group is possible, since both are of one list', async () => {
    await using world = await onSample();
    correct(world.db, [merge('entities', 'dolna-residents', 'lipovo-fire-service')]);
    const { data } = (await world.get('/v1/series/houses-dolna')).body;
    expect(data.party.id).toBe('lipovo-fire-service');
  });

  test('of series leads their figures and parts to the survivor', async () => {
    await using world = await onSample();
    correct(world.db, [merge('series', 'houses-dolna', 'people')]);
    expect(await world.ids('/v1/figures?series=people')).toContain('houses-30');
    expect((await world.get('/v1/series/houses-lipovo')).body.data.parent.id).toBe('people');
  });

  test('of stories leads their articles to the survivor', async () => {
    await using world = await onSample();
    load(world.db, { 'a.json': minimal().file });
    correct(world.db, [merge('stories', 'lipovo-flood', 'lowford-flood')]);
    const { data } = (await world.get('/v1/stories/lowford-flood')).body;
    expect(data.articles).toHaveLength(3);
  });

  test('of utterances makes their wordings those of the survivor, in a relation that is told', async () => {
    await using world = await onSample();
    const other = set('quotes', 'fast-bg', { speaker: 'ziva-muller' });
    correct(world.db, [
      other,
      merge('utterances', 'fast-bg', 'rebuild-the-bridge', { relation: 'extended' }),
    ]);
    const { data } = (await world.get('/v1/quotes/fast-bg')).body;
    expect(data).toMatchObject({
      utterance: { id: 'rebuild-the-bridge', wordings: 4 },
      relation: 'extended',
    });
    correct(world.db, [
      merge('utterances', 'rebuild-the-bridge', 'lifetime', { relation: 'altered' }),
    ]);
    expect((await world.get('/v1/utterances/lifetime')).body.data.wordings).toHaveLength(5);
  });

  test('of quotes leads figures and what continues them to the survivor', async () => {
    await using world = await onSample();
    const report = correct(world.db, [merge('quotes', 'pumps', 'thanks')]);
    expect((await world.get('/v1/figures/pumps-3')).body.data.quote.id).toBe('thanks');
    expect(report.utterances).toEqual({ ...MADE, merged: 1 });
    expect((await world.get('/v1/utterances/pumps')).headers.location).toBe(
      '/v1/utterances/thanks',
    );
    correct(world.db, [
      merge('quotes', 'rebuild', 'headline'),
      set('quotes', 'headline', { relation: 'identical' }),
    ]);
    expect((await world.get('/v1/quotes/lifetime')).body.data.continues).toBe('headline');
    expect((await world.get('/v1/utterances/rebuild-the-bridge')).body.data.reference).toBe(
      'headline',
    );
  });

  test('of figures and of articles keeps the other', async () => {
    await using world = await onSample();
    correct(world.db, [
      merge('figures', 'houses-10', 'houses-15'),
      merge('articles', 'daily-flood', 'gazette-flood'),
      merge('quotes', 'rebuild-bg', 'rebuild'),
      retract('quotes', 'fast-bg'),
    ]);
    for (const [old, kept] of [
      ['figures/houses-10', 'figures/houses-15'],
      ['articles/daily-flood', 'articles/gazette-flood'],
      ['quotes/rebuild-bg', 'quotes/rebuild'],
    ]) {
      const { status, headers } = await world.get(`/v1/${old}`);
      expect([status, headers.location]).toEqual([308, `/v1/${kept}`]);
    }
  });

  test('into a merged record, or of one into which others were, ends at the last survivor', async () => {
    await using world = await onSample();
    correct(world.db, [merge('entities', 'boris-petrov', 'petar-petrov')]);
    correct(world.db, [merge('entities', 'petar-petrov', 'ziva-muller')]);
    correct(world.db, [merge('entities', 'lipovo-firefighter', 'boris-petrov')]);
    for (const id of ['boris-petrov', 'petar-petrov', 'lipovo-firefighter']) {
      expect((await world.get(`/v1/people/${id}`)).headers.location).toBe('/v1/people/ziva-muller');
    }
    expect(correct(world.db, [merge('entities', 'boris-petrov', 'petar-petrov')]).entities).toEqual(
      {
        ...MADE,
        unchanged: 1,
      },
    );
  });
});

describe('what cannot be corrected is refused whole', () => {
  // biome-ignore format: a table, one refusal a line
  const REFUSED: [fact: string, corrections: unknown[], ...refusals: string[]][] = [
    ['an unknown id', [set('quotes', 'trains', { note: 'a' })], 'trains id: is unknown'],
    ['an id of another kind', [retract('quotes', 'ziva-muller')], 'ziva-muller id: is unknown'],
    ['a new id', [set('quotes', 'train', { id: 'tram' })], 'train set.id: cannot be corrected'],
    ['the text of an article', [set('articles', 'daily-flood', { text: {} })], 'daily-flood set.text: cannot be corrected'],
    ['the quotes of an article', [set('articles', 'daily-flood', { quotes: [] })], 'daily-flood set.quotes: cannot be corrected'],
    ['an unknown field', [set('quotes', 'train', { says: 'a' })], 'train set: "says" is not known here'],
    ['the article of a quote', [set('quotes', 'train', { article: 'daily-flood' })], 'train set: "article" is not known here'],
    ['a value that does not fit', [set('quotes', 'train', { type: 'loud' })], 'train set.type: "loud" cannot be used'],
    ['a nested value that does not fit', [set('entities', 'elsewhere', { names: [{ name: 'E', script: 'x', kind: 'name' }] })], 'elsewhere set.names[0].script: "x" cannot be used'],
    ['no title for an utterance that has one', [set('utterances', 'rebuild-the-bridge', { title: null })], 'rebuild-the-bridge set.title: null cannot be used'],
    ['a reference to nothing', [set('quotes', 'train', { speaker: 'nobody' })], 'train speaker: "nobody" is unknown'],
    ['a reference to what is retracted', [retract('entities', 'elsewhere'), set('series', 'people', { place: 'elsewhere' })], 'elsewhere : is still referred to by series people'],
    ['fields that do not go together', [set('quotes', 'train', { said_on: null })], 'train said_on: is missing beside said_on_accuracy'],
    ['another kind of entity', [set('entities', 'river-news', { kind: 'group' })], 'river-news kind: is group, but the database holds a organization'],
    ['two speakers of an utterance', [set('quotes', 'rebuild-bg', { speaker: 'petar-petrov' })], 'rebuild-bg speaker: petar-petrov is not the only speaker of the utterance rebuild-the-bridge'],
    ['an entity merged into another kind', [merge('entities', 'lipovo', 'dolna-daily')], 'lipovo into: "dolna-daily" is a organization'],
    ['a record merged into itself', [merge('series', 'people', 'people')], 'people into: "people" is the record itself'],
    ['two merged into each other', [merge('series', 'people', 'pumps'), merge('series', 'pumps', 'people')], 'pumps into: "people" is the record itself'],
    ['a record merged into an unknown one', [merge('series', 'people', 'person')], 'people into: "person" is unknown'],
    ['a record merged into one that is retracted', [retract('figures', 'water-1'), merge('figures', 'houses-10', 'water-1')], 'houses-10 into: "water-1" is retracted in the same file'],
    ['a merge of what is retracted', [retract('figures', 'water-1'), merge('figures', 'water-1', 'houses-10')], 'water-1 id: is retracted in the same file'],
    ['a retraction of what is merged', [merge('figures', 'water-1', 'houses-10'), retract('figures', 'water-1')], 'water-1 id: is merged into "houses-10" in the same file'],
    ['a merge of what is merged into another', [merge('figures', 'water-1', 'houses-10'), merge('figures', 'water-1', 'houses-12')], 'water-1 id: is merged into "houses-10" in the same file'],
    ['a correction of what is retracted', [retract('figures', 'water-1'), set('figures', 'water-1', { note: 'a' })], 'water-1 id: is retracted in the same file'],
    ['utterances merged without a relation', [merge('utterances', 'train', 'lifetime')], 'train relation: is missing'],
    ['a relation of what has none', [merge('quotes', 'train', 'lifetime', { relation: 'altered' })], 'train relation: is only for utterances'],
    ['utterances of two speakers merged', [merge('utterances', 'train', 'lifetime', { relation: 'altered' })], 'train speaker: petar-petrov is not the only speaker of the utterance lifetime'],
    ['a whole merged into its part', [merge('series', 'houses-dolna', 'houses-lipovo')], 'houses-lipovo parent: leads back to "houses-lipovo"'],
    ['an article merged without its quotes', [merge('articles', 'daily-flood', 'gazette-flood')], 'daily-flood : is still referred to by quotes rebuild-bg, quotes fast-bg'],
    ['a quote merged into one of another article without its figure', [merge('quotes', 'pumps', 'fast-bg')], 'pumps-3 quote: "fast-bg" is no quote of gazette-flood'],
    ['several at once', [retract('quotes', 'a'), set('series', 'b', { note: 'a' })], 'a id: is unknown', 'b id: is unknown'],
  ];

  test.for(REFUSED)('%s', async ([, corrections, ...expected]) => {
    await using world = await onSample();
    const before = dump(world.db);
    const good = set('stories', 'lipovo-flood', { note: 'A note.' });
    expect(refusedCorrections(world.db, [good, ...corrections])).toEqual(expected);
    expect(dump(world.db)).toEqual(before);
  });

  // biome-ignore format: a table, one refusal a line
  const MISSHAPEN: [fact: string, correction: unknown, refusal: string][] = [
    ['no reason', { ...retract('quotes', 'train'), reason: undefined }, 'train reason: is missing'],
    ['an empty reason', { ...retract('quotes', 'train'), reason: ' ' }, 'train reason: " " cannot be used'],
    ['an unknown kind', { ...retract('quotes', 'train'), kind: 'people' }, 'train kind: "people" cannot be used'],
    ['an unknown action', { ...retract('quotes', 'train'), action: 'delete' }, 'train action: "delete" cannot be used'],
    ['nothing to set', set('quotes', 'train', {}), 'train set: {} cannot be used'],
    ['a field that corrections lack', { ...retract('quotes', 'train'), set: {} }, 'train : "set" is not known here'],
    ['no survivor', { ...merge('quotes', 'train', ''), into: undefined }, 'train into: is missing'],
  ];

  test.for(MISSHAPEN)('%s', async ([, correction, expected]) => {
    await using world = await onSample();
    expect(refusedCorrections(world.db, [correction])).toEqual([expected]);
  });

  test('a file without corrections', async () => {
    await using world = await onSample();
    expect(refusedCorrections(world.db, [])).toHaveLength(1);
  });

  test('a record that an earlier file retracted or merged, with the day and the reason', async () => {
    await using world = await onSample();
    correct(world.db, [retract('figures', 'water-1'), merge('figures', 'houses-10', 'houses-15')]);
    const told = refusedCorrections(world.db, [
      set('figures', 'water-1', { note: 'a' }),
      merge('figures', 'houses-12', 'water-1'),
      retract('figures', 'houses-10'),
      merge('figures', 'houses-10', 'houses-12'),
    ]);
    const day = new Date().toISOString().slice(0, 10);
    const merged = `was merged into "houses-15" on ${day}: the desk looked again`;
    expect(told).toEqual([
      `water-1 id: was retracted on ${day}: the desk looked again`,
      `houses-12 into: "water-1" was retracted on ${day}: the desk looked again`,
      `houses-10 id: ${merged}`,
      `houses-10 id: ${merged}`,
    ]);
  });
});

describe('a load after corrections', () => {
  const corrections = [
    set('entities', 'ada-quill', { position: 'Former mayor' }),
    merge('entities', 'lowford-authorities', 'lowford-council'),
    retract('figures', 'council-homes-flooded'),
    set('utterances', 'no-crossing', { note: 'Said once.' }),
  ];
  const parentless = set('entities', 'lowford-council', { parent: null });

  async function corrected() {
    const world = await onSample();
    load(world.db, { 'all.json': minimal().file });
    correct(world.db, [parentless, ...corrections]);
    return world;
  }
  const refusedLoad = (db: Db, file: object) => {
    try {
      load(db, { 'all.json': file });
    } catch (error) {
      return (error as Error).message.replace(/^.*?all\.json/gm, 'all.json').split('\n');
    }
    return [];
  };

  test('of the unchanged file changes nothing', async () => {
    await using world = await corrected();
    const before = dump(world.db);
    const { records } = load(world.db, { 'all.json': minimal().file });
    for (const kind of RECORD_KINDS) {
      expect(records[kind]).toMatchObject({ inserted: 0, corrected: 0 });
    }
    expect(records.entities.unchanged).toBe(7);
    expect(dump(world.db)).toEqual(before);
  });

  test('takes what the file says anew, where that was not corrected', async () => {
    await using world = await corrected();
    const { file, article } = minimal();
    article.headline = 'The flood';
    expect(load(world.db, { 'all.json': file }).records.articles.corrected).toBe(1);
    expect((await world.get('/v1/people/ada-quill')).body.data.position).toBe('Former mayor');
  });

  test('is refused where it says something new beside the old of what was corrected', async () => {
    await using world = await corrected();
    const { file, mayor } = minimal();
    mayor.country = 'IE';
    const day = new Date().toISOString().slice(0, 10);
    expect(refusedLoad(world.db, file)).toEqual([
      `all.json › ada-quill › position: is "Mayor" as before the correction of ${day}: the desk ` +
        'looked again. Allowed: "Former mayor", or another value than before.',
    ]);
    mayor.position = 'Former mayor';
    expect(load(world.db, { 'all.json': file }).records.entities.corrected).toBe(1);
    mayor.position = 'Mayor again';
    expect(load(world.db, { 'all.json': file }).records.entities.corrected).toBe(1);
  });

  test('tells the reason of the correction without a second full stop', async () => {
    await using world = await corrected();
    const { file, mayor } = minimal();
    const reason = 'She moved.';
    correct(world.db, [{ ...set('entities', 'ada-quill', { country: 'FR' }), reason }]);
    Object.assign(mayor, { note: 'Moved.', position: 'Former mayor' });
    expect(refusedLoad(world.db, file)).toEqual([
      expect.stringMatching(/: She moved\. Allowed: "FR", or another value than before\.$/),
    ]);
  });

  test('that says what a correction said leaves the next correction in force', async () => {
    await using world = await corrected();
    const { file, mayor } = minimal();
    mayor.position = 'Former mayor';
    expect(load(world.db, { 'all.json': file }).records.entities.corrected).toBe(0);
    correct(world.db, [set('entities', 'ada-quill', { position: 'Late mayor' })]);
    expect(load(world.db, { 'all.json': file }).records.entities.corrected).toBe(0);
    expect((await world.get('/v1/people/ada-quill')).body.data.position).toBe('Late mayor');
  });

  test('is refused where it says something new of what was retracted or merged', async () => {
    await using world = await corrected();
    const { file, figure, authorities } = minimal();
    figure.value = 41;
    Object.assign(authorities, { note: 'All of them.' });
    const day = new Date().toISOString().slice(0, 10);
    expect(refusedLoad(world.db, file)).toEqual([
      `all.json › lowford-authorities › id: was merged into "lowford-council" on ${day}: the desk looked ` +
        'again. Allowed: the record as it was when it was loaded, or the same said of "lowford-council".',
      `all.json › council-homes-flooded › id: was retracted on ${day}: the desk looked again. Allowed: ` +
        'the record as it was when it was loaded, or another id: ids are never used again.',
    ]);
  });

  test('is refused where something new refers to what was retracted or merged', async () => {
    await using world = await corrected();
    const more = { ...minimal().homes, id: 'more-homes', party: 'lowford-authorities' };
    expect(refusedLoad(world.db, { series: [more] })).toEqual([
      expect.stringMatching(
        /^all\.json › more-homes › party: "lowford-authorities" was merged into "lowford-council" .*Allowed: lowford-council\.$/,
      ),
    ]);
  });

  test('of the unchanged file changes nothing, though the log is older than a field of the format', async () => {
    await using world = await onSample();
    load(world.db, { 'all.json': minimal().file });
    world.db.$client.exec(`insert into changes (recorded_at, action, origin, kind, record_id, reason, after)
      select max(recorded_at) over (), 'correct', 'load', kind, record_id, reason, json_remove(after, '$.note') from changes
      where json_extract(after, '$.note') is null`);
    correct(world.db, [set('entities', 'ada-quill', { position: 'Former mayor' })]);
    const before = dump(world.db);
    const { records } = load(world.db, { 'all.json': minimal().file });
    expect(records.entities).toEqual({ inserted: 0, corrected: 0, unchanged: 7 });
    expect(dump(world.db)).toEqual(before);
  });

  test('is refused where a new quote stands in an article that is gone', async () => {
    await using world = await onSample();
    const { file, article, close } = minimal();
    load(world.db, { 'all.json': file });
    correct(world.db, [
      ...['quill-bridge-closes', 'quill-no-crossing'].map((id) => retract('quotes', id)),
      retract('figures', 'council-homes-flooded'),
      retract('articles', 'flood-news'),
    ]);
    article.quotes.push({ ...close, id: 'third' } as never);
    expect(refusedLoad(world.db, file)).toEqual([
      expect.stringMatching(
        /^all\.json › third › article: stands in "flood-news", which was retracted/,
      ),
    ]);
  });
});
