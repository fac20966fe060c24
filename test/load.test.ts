// Loading: what comes in, what a second load does, what is logged. Refusals: load-refusals.test.ts.
import { asc, eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { articleList } from '#articles/queries.ts';
import type { Article } from '#articles/schema.ts';
import { readRecord } from '#db/read.ts';
import { changes, entities, figures, quotes, utterances } from '#db/tables.ts';
import { progressLines } from '#record/progress.ts';
import { RefusedRecord } from '#record/refusal.ts';
import { reportTable } from '#record/report.ts';
import {
  articleOf,
  bytesOf,
  dump,
  fresh,
  load,
  minimal,
  refusalsOf,
  spanOf,
  TEXT,
} from './minimal.ts';

const newOnly = (inserted: number) => ({ inserted, corrected: 0, unchanged: 0 });

test('a load inserts every kind of record, and the rows that belong to each', () => {
  using db = fresh();
  const report = load(db, { 'all.json': minimal().file });
  expect(report).toEqual({
    records: {
      entities: newOnly(7),
      series: newOnly(2),
      stories: newOnly(1),
      utterances: newOnly(1),
      articles: newOnly(1),
      quotes: newOnly(2),
      figures: newOnly(1),
    },
    attached: 0,
    moves: [],
    counts: {
      texts: { held: 0, missing: 1 },
      anchors: { verified: 0, unverified: 4, moved: 0, orphaned: 0 },
    },
  });
  const counts = Object.entries(dump(db)).map(([table, rows]) => [table, rows.length]);
  expect(Object.fromEntries(counts)).toMatchObject({
    entities: 7,
    names: 8,
    people: 1,
    organizations: 4,
    places: 2,
    series: 2,
    stories: 1,
    utterances: 2,
    articles: 1,
    article_authors: 1,
    texts: 1,
    mentions: 1,
    quotes: 2,
    quote_spans: 7,
    figures: 1,
    attribution_hops: 2,
    changes: 16, // one of them the utterance of a quote that is the only wording
  });
});

test('the source and cue of a quote are the printed words of its spans', () => {
  using db = fresh();
  load(db, { 'all.json': minimal().file });
  const fields = { source: quotes.speakerText, cue: quotes.cue, content: quotes.content };
  expect(db.select(fields).from(quotes).orderBy(asc(quotes.position)).all()).toEqual([
    { source: 'Mayor Ada Quill', cue: 'said', content: 'The bridge is to be shut.' },
    { source: 'she', cue: 'told', content: 'We risk no crossing [tonight],' },
  ]);
});

test('a quote that is its only wording is an utterance under its own id', () => {
  using db = fresh();
  load(db, { 'all.json': minimal().file });
  const found = db
    .select({ utterance: utterances.slug, title: utterances.title, relation: quotes.relation })
    .from(quotes)
    .innerJoin(utterances, eq(utterances.id, quotes.utteranceId))
    .where(eq(quotes.slug, 'quill-bridge-closes'))
    .get();
  expect(found).toEqual({ utterance: 'quill-bridge-closes', title: null, relation: 'identical' });
});

test('a second load changes nothing and says so', () => {
  using db = fresh();
  load(db, { 'all.json': minimal().file });
  const before = bytesOf(db);
  const report = load(db, { 'all.json': minimal().file });
  expect(report.records.quotes).toEqual({ inserted: 0, corrected: 0, unchanged: 2 });
  expect(reportTable(report, false)).toMatch(/\nNothing has changed\.$/);
  expect(bytesOf(db).equals(before)).toBe(true);
});

test('fields in another order and defaults written out are no change', () => {
  using db = fresh();
  load(db, { 'all.json': minimal().file });
  const { file, mayor } = minimal();
  const turned = Object.fromEntries(Object.entries({ ...mayor, note: null }).reverse());
  const report = load(db, { 'all.json': { ...file, entities: [turned] } });
  expect(report.records.entities).toEqual({ inserted: 0, corrected: 0, unchanged: 1 });
});

test('a changed record is corrected and keeps its key and id', () => {
  using db = fresh();
  load(db, { 'all.json': minimal().file });
  const keys = () => ({
    entity: db.select().from(entities).where(eq(entities.slug, 'ada-quill')).get()?.id,
    figure: db.select().from(figures).where(eq(figures.slug, 'council-homes-flooded')).get()?.id,
  });
  const before = keys();
  const { file, mayor, figure } = minimal();
  mayor.position = 'Lady Mayor';
  figure.value = 41;
  const { records } = load(db, { 'all.json': file });
  expect(records.entities).toEqual({ inserted: 0, corrected: 1, unchanged: 6 });
  expect(records.figures).toEqual({ inserted: 0, corrected: 1, unchanged: 0 });
  expect(keys()).toEqual(before);
  expect(dump(db)).toMatchObject({
    people: [{ position: 'Lady Mayor' }],
    figures: [{ value: 41 }],
  });
});

test('the log of changes has reason, before and after of a correction', () => {
  using db = fresh();
  load(db, { 'all.json': minimal().file });
  const { file, figure } = minimal();
  figure.value = 41;
  load(db, { 'all.json': file }, { reason: 'the Herald corrected itself' });
  const log = db.select().from(changes).where(eq(changes.recordId, figure.id)).all();
  expect(log).toMatchObject([
    { action: 'insert', kind: 'figures', before: null },
    { action: 'correct', kind: 'figures', reason: 'the Herald corrected itself' },
  ]);
  const [inserted, corrected] = log;
  expect(corrected?.before).toBe(inserted?.after);
  expect(JSON.parse(corrected?.before ?? '')).toMatchObject({ id: figure.id, value: 40 });
  expect(JSON.parse(corrected?.after ?? '')).toMatchObject({ id: figure.id, value: 41 });
});

test('the log of changes refuses to be edited or emptied', () => {
  using db = fresh();
  load(db, { 'all.json': minimal().file });
  expect(() => db.$client.exec("update changes set reason = 'x'")).toThrow(/append-only/);
  expect(() => db.$client.exec('delete from changes')).toThrow(/append-only/);
});

test('two databases loaded from the same files are the same', () => {
  using one = fresh();
  using other = fresh();
  load(one, { 'all.json': minimal().file });
  load(other, { 'all.json': minimal().file });
  expect(dump(other)).toEqual(dump(one));
});

test('references point forward within a file and between files, in any order of files', () => {
  using db = fresh();
  const { entities, series, ...rest } = minimal().file;
  const report = load(db, {
    'article.json': { ...rest, series: series.toReversed() },
    'later.json': { entities: entities.toReversed() },
  });
  expect(report.records).toMatchObject({ entities: newOnly(7), quotes: newOnly(2) });
});

test('a later file refers to what the database holds', () => {
  using db = fresh();
  const { file, article } = minimal();
  load(db, { 'all.json': { ...file, stories: [], articles: [], utterances: [] } });
  const { records } = load(db, {
    'article.json': { stories: file.stories, utterances: file.utterances, articles: [article] },
  });
  expect(records).toMatchObject({ entities: newOnly(0), quotes: newOnly(2), figures: newOnly(1) });
});

test('a check tells what a load would do and keeps nothing', () => {
  using db = fresh();
  const before = bytesOf(db);
  const report = load(db, { 'all.json': minimal().file }, { checkOnly: true });
  expect(report.records.quotes).toEqual(newOnly(2));
  expect(reportTable(report, true)).toMatch(/\nChecked only; nothing was loaded\.$/);
  expect(bytesOf(db).equals(before)).toBe(true);
});

test('progress counts every record up to the total', () => {
  using db = fresh();
  const seen: string[] = [];
  const progress = (done: number, total: number) => seen.push(`${done} of ${total}`);
  load(db, { 'all.json': minimal().file }, { progress });
  expect(seen).toEqual(Array.from({ length: 15 }, (_, index) => `${index + 1} of 15`));
});

test('progress prints a line every 5,000 records', () => {
  const lines: string[] = [];
  const report = progressLines({ write: (line: string) => lines.push(line) } as never);
  for (const done of [1, 4999, 5000, 5001, 10_000]) report(done, 12_000);
  expect(lines).toEqual(['5000 of 12000 records (41%)\n', '10000 of 12000 records (83%)\n']);
});

test('a quote that becomes a wording of another utterance merges its own into that', () => {
  using db = fresh();
  load(db, { 'all.json': minimal().file });
  const { file, close } = minimal();
  Object.assign(close, { utterance: 'no-crossing', relation: 'paraphrase' });
  load(db, { 'all.json': file });
  const ids = db.select({ id: utterances.slug }).from(utterances).all();
  expect(ids).toEqual([{ id: 'no-crossing' }]);
  const merge = db.select().from(changes).where(eq(changes.action, 'merge')).all();
  expect(merge).toMatchObject([
    { kind: 'utterances', recordId: close.id, after: '{"merged_into":"no-crossing"}' },
  ]);
});

test('a wrong length of a text that is not held can be corrected', () => {
  using db = fresh();
  const wrong = minimal();
  wrong.article.text.length += 7;
  load(db, { 'all.json': wrong.file });
  load(db, { 'all.json': minimal().file });
  expect(dump(db)).toMatchObject({ texts: [{ length: [...TEXT].length }] });
});

test('a quote that leaves an utterance cannot stay its reference', () => {
  using db = fresh();
  load(db, { 'all.json': minimal().file });
  const { file, crossing } = minimal();
  Object.assign(crossing, { utterance: null, relation: null });
  expect(refusalsOf(() => load(db, { 'all.json': { ...file, utterances: [] } }))).toHaveLength(1);
});

test('a quote that moves to another article cannot leave its figure behind', () => {
  using db = fresh();
  const { file, article, crossing, close, figure } = minimal();
  Object.assign(figure, { quote: close.id });
  load(db, { 'all.json': file });
  const moved = { ...articleOf('second', `${TEXT}.`), quotes: [close] };
  const rest = { ...article, quotes: [crossing], figures: [] };
  expect(refusalsOf(() => load(db, { 'all.json': { articles: [rest, moved] } }))).toHaveLength(1);
});

test('an utterance cannot take the id of a quote that is its own utterance', () => {
  using db = fresh();
  const { file, utterance, crossing, close } = minimal();
  utterance.id = close.id;
  crossing.utterance = close.id;
  expect(refusalsOf(() => load(db, { 'all.json': file }))).toHaveLength(1);
});

/** Another article with a wording of what `quill-bridge-closes` says alone. */
function wordedAgain() {
  const text = 'The bridge will close, the mayor said.';
  const { close } = minimal();
  const again = {
    ...close,
    id: 'second-bridge-closes',
    utterance: close.id,
    relation: 'paraphrase',
    spans: [{ role: 'content', ...spanOf(text, 'The bridge will close') }],
  };
  return { ...articleOf('second', text), quotes: [again] };
}

test('a quote joins the utterance of a lone quote in one load as in two', () => {
  using one = fresh();
  using two = fresh();
  const { file, article } = minimal();
  const second = wordedAgain();
  load(two, { 'all.json': file });
  const inTwo = () => load(two, { 'second.json': { articles: [second] } });
  const inOne = () => load(one, { 'all.json': { ...file, articles: [article, second] } });
  expect(succeeds(inOne)).toBe(succeeds(inTwo));
});

const succeeds = (work: () => unknown): boolean => {
  try {
    work();
    return true;
  } catch {
    return false;
  }
};

test('an utterance with other wordings is refused or merged whole when its quote leaves it', () => {
  using db = fresh();
  const { file, close } = minimal();
  load(db, { 'all.json': file });
  if (!succeeds(() => load(db, { 'second.json': { articles: [wordedAgain()] } }))) return;
  Object.assign(close, { utterance: 'no-crossing', relation: 'paraphrase' });
  try {
    load(db, { 'all.json': file });
  } catch (error) {
    expect(error).toBeInstanceOf(RefusedRecord);
  }
});

test('an article that returns to its earlier text shows that text', () => {
  using db = fresh();
  const changed = minimal();
  changed.article.text = articleOf('flood-news', `${TEXT}More.`).text;
  load(db, { 'all.json': minimal().file });
  load(db, { 'all.json': changed.file });
  load(db, { 'all.json': minimal().file });
  const shown: Article = JSON.parse(`${readRecord(db, articleList, 'flood-news')}`);
  expect(shown.text.sha256).toBe(minimal().article.text.sha256);
});
