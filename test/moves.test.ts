// Newer versions of an article's text: every anchor is found again or orphaned, and the log tells all.
import { expect, test } from 'vitest';
import type { Db } from '#db/open.ts';
import type { ArticleText } from '#record/files.ts';
import { type LoadOptions, loadRecord } from '#record/load.ts';
import { reportTable } from '#record/report.ts';
import { appOn } from './app.ts';
import {
  articleOf,
  attachText,
  bytesOf,
  dump,
  fresh,
  load,
  minimal,
  refusalsOf,
  sha256,
  spanOf,
  TEXT,
} from './minimal.ts';

const ARTICLE = 'flood-news';
const LATER = `Updated at noon 🌊\n${TEXT}`;
const SHIFT = [...LATER].length - [...TEXT].length;

const textOf = (content: string): ArticleText => ({
  file: 'newer.txt',
  sha256: sha256(content),
  length: [...content].length,
  content,
});

/** Takes a newer text of an article. */
const take = (db: Db, content: string, options: LoadOptions = {}, article = ARTICLE) =>
  loadRecord(db, [], {
    newer: [{ article, text: textOf(content) }],
    count: true,
    ...options,
  });

/** A minimal record, with its text or without. */
function loaded(db: Db, { held = true, file = minimal().file as object } = {}): void {
  load(db, { 'all.json': file });
  if (held) attachText(db, TEXT);
}

type Row = Record<string, never>;
const rowsOf = (db: Db) => dump(db) as Record<string, Row[]>;
/** Where each span of quotes, figures and mentions begins. */
const startsOf = (db: Db): (number | undefined)[] => {
  const { quote_spans = [], figures = [], mentions = [] } = rowsOf(db);
  return [...quote_spans, ...figures, ...mentions].map(({ start }) => start);
};

test.each([
  ['is held', true],
  ['is not held', false],
])('anchors move to a newer text where the older one %s', (_about, held) => {
  using db = fresh();
  loaded(db, { held });
  const before = startsOf(db);
  const report = take(db, LATER);
  expect(report.moves).toEqual([
    { article: ARTICLE, sha256: sha256(LATER), moved: 4, orphaned: [] },
  ]);
  expect(report.counts?.anchors).toEqual({ verified: 0, unverified: 0, moved: 4, orphaned: 0 });
  expect(startsOf(db)).toEqual(before.map((start) => Number(start) + SHIFT));
  const { texts = [], articles = [], quotes = [], figures = [], mentions = [] } = rowsOf(db);
  expect(texts.map(({ content }) => content)).toEqual([held ? TEXT : null, LATER]);
  for (const row of [...articles, ...quotes, ...figures, ...mentions]) {
    expect(row.text_id).toBe(texts[1]?.id);
  }
});

test('a quote that has lost one of its words is orphaned, with its text and positions as they were', () => {
  using db = fresh();
  loaded(db);
  const { moves, counts } = take(db, LATER.replace('she told', 'she has told'));
  expect(counts?.anchors).toEqual({ verified: 0, unverified: 0, moved: 4, orphaned: 0 });
  expect(moves[0]?.orphaned).toEqual([]);

  const altered = take(db, LATER.replace('We risk no', 'We will risk no'));
  expect(altered.moves[0]).toMatchObject({ moved: 3, orphaned: ['quill-no-crossing'] });
  const { quotes = [], quote_spans: spans = [], texts = [] } = rowsOf(db);
  const [crossing, close] = quotes; // the quote that an utterance refers to has the first key
  expect(crossing).toMatchObject({ anchor_status: 'orphaned', text_id: texts[1]?.id });
  expect(close).toMatchObject({ anchor_status: 'moved', text_id: texts[2]?.id });
  const { start } = spanOf(LATER, 'We risk no');
  expect(spans).toContainEqual(
    expect.objectContaining({ start, exact: 'We risk no crossing [tonight],' }),
  );
});

test('spans that are found in another order are not the quote', () => {
  using db = fresh();
  loaded(db);
  const newer = LATER.replace(
    '“We risk no crossing [tonight],” she told the Herald.',
    'This is what she told the Herald: “We risk no crossing [tonight],” and no more.',
  );
  expect(take(db, newer).moves[0]?.orphaned).toEqual(['quill-no-crossing']);
});

test('figures and mentions are orphaned one by one', () => {
  using db = fresh();
  loaded(db);
  const newer = TEXT.replace('Lowford counted more than 40', 'Highford counted 41');
  const { moves, counts } = take(db, newer);
  expect(moves[0]?.orphaned).toEqual([
    'council-homes-flooded',
    `“Lowford” at ${spanOf(TEXT, 'Lowford').start}`,
  ]);
  expect(counts?.anchors).toMatchObject({ moved: 2, orphaned: 2 });
});

test('reported speech keeps to the words of the older text, which are not copied', () => {
  using db = fresh();
  loaded(db);
  take(db, LATER);
  const { quote_spans: spans = [] } = rowsOf(db);
  expect(spans[2]).toMatchObject({ role: 'content', exact: null });
  const content = 'the old bridge would close';
  expect(spans[2]).toMatchObject(spanOf(LATER, content));
  const reworded = take(db, LATER.replace('would close', 'could close'));
  expect(reworded.moves[0]?.orphaned).toEqual(['quill-bridge-closes']);
});

test('reported speech of a text that is not held is orphaned where its place is not plain', () => {
  using db = fresh();
  loaded(db, { held: false });
  const { moves } = take(db, LATER.replace('the old bridge', 'the very old bridge'));
  expect(moves[0]?.orphaned).toEqual(['quill-bridge-closes']);
});

test('two newer texts one after the other carry everything along', () => {
  using db = fresh();
  loaded(db);
  const gone = LATER.replace('counted more than 40 flooded homes', 'met');
  take(db, gone, { reason: 'the figure was withdrawn' });
  const again = `${LATER}The mayor spoke at ten.\n`;
  const { moves, counts } = take(db, again);
  expect(moves).toEqual([{ article: ARTICLE, sha256: sha256(again), moved: 4, orphaned: [] }]);
  expect(counts?.anchors).toMatchObject({ moved: 4, orphaned: 0 });
  const { figures = [] } = rowsOf(db);
  expect(figures[0]?.start).toBe(spanOf(again, 'more than 40').start);
});

test('the same bytes again change nothing and say so', () => {
  using db = fresh();
  loaded(db);
  take(db, LATER.replace('more than 40', '41'));
  const before = bytesOf(db);
  const report = take(db, LATER.replace('more than 40', '41'));
  expect(report.moves).toEqual([]);
  expect(reportTable(report, false)).toMatch(/\nNothing has changed\.$/);
  expect(bytesOf(db).equals(before)).toBe(true);
});

test('the text that a record names already is attached, and its anchors verified', () => {
  using db = fresh();
  loaded(db, { held: false });
  const { moves, attached, counts } = take(db, TEXT);
  expect({ moves, attached }).toEqual({ moves: [], attached: 1 });
  expect(counts?.texts).toEqual({ held: 1, missing: 0 });
  expect(counts?.anchors.verified).toBe(4);
});

test('an older text that is attached later finds what was orphaned', () => {
  using db = fresh();
  loaded(db, { held: false });
  const newer = LATER.replace('“We', '“And we. We').replace('Mayor Ada', 'The mayor, Mayor Ada');
  const first = take(db, newer.replace('Quill said', 'Quill now said'));
  expect(first.moves[0]?.orphaned).toEqual(['quill-bridge-closes']);
  const { moves, counts } = attachText(db, TEXT);
  expect(moves).toMatchObject([{ article: ARTICLE, moved: 1, orphaned: [] }]);
  expect(counts?.anchors).toEqual({ verified: 0, unverified: 0, moved: 4, orphaned: 0 });
});

test('loading the old record file again moves nothing back', () => {
  using db = fresh();
  loaded(db);
  take(db, LATER.replace('more than 40', '41'));
  const before = bytesOf(db);
  const { records, moves } = load(db, { 'all.json': minimal().file });
  expect(records.quotes).toEqual({ inserted: 0, corrected: 0, unchanged: 2 });
  expect(moves).toEqual([]);
  expect(bytesOf(db).equals(before)).toBe(true);
});

test('a record that its file corrects goes to the newer text at once', () => {
  using db = fresh();
  loaded(db);
  take(db, LATER);
  const { file, article, close } = minimal();
  article.headline = 'Flood in Lowford';
  close.content = 'The old bridge is going to be shut.';
  const { records, moves, counts } = load(db, { 'all.json': file });
  expect(records).toMatchObject({ articles: { corrected: 1 }, quotes: { corrected: 1 } });
  expect(moves).toEqual([{ article: ARTICLE, sha256: sha256(LATER), moved: 2, orphaned: [] }]);
  expect(counts?.anchors).toEqual({ verified: 0, unverified: 0, moved: 4, orphaned: 0 });
  const { articles = [], texts = [] } = rowsOf(db);
  expect(articles[0]).toMatchObject({ headline: 'Flood in Lowford', text_id: texts[1]?.id });
});

test('a record file that names the newer text itself has its anchors verified there', () => {
  using db = fresh();
  loaded(db);
  take(db, LATER);
  const { file, article } = minimal();
  const shifted = JSON.parse(JSON.stringify(article), (name, value) => {
    if (name === 'start' || name === 'end') return value + SHIFT;
    return name === 'starts' ? value.map((start: number) => start + SHIFT) : value;
  });
  Object.assign(shifted, { text: articleOf(ARTICLE, LATER).text });
  const { counts } = load(db, { 'all.json': { ...file, articles: [shifted] } });
  expect(counts?.anchors).toEqual({ verified: 4, unverified: 0, moved: 0, orphaned: 0 });
});

test('the log tells each state whole: the text, the positions, and what became of the anchor', () => {
  using db = fresh();
  loaded(db);
  const reason = 'the paper corrected itself';
  take(db, LATER.replace('more than 40', '41'), { reason });
  const { changes = [] } = rowsOf(db);
  const news = changes.filter((row) => row.reason === reason);
  const told = news.map(({ kind, record_id, before, after }) => ({
    kind,
    id: record_id,
    before: JSON.parse(before ?? ''),
    after: JSON.parse(after ?? ''),
  }));
  expect(told.map(({ kind, id }) => `${kind} ${id}`)).toEqual([
    `articles ${ARTICLE}`,
    'quotes quill-bridge-closes',
    'quotes quill-no-crossing',
    'figures council-homes-flooded',
  ]);
  const [article, quote, , figure] = told;
  const newer = sha256(LATER.replace('more than 40', '41'));
  const { start } = spanOf(TEXT, 'Lowford');
  expect(article?.before).toMatchObject({
    text: { sha256: sha256(TEXT) },
    mentions: [{ entity: 'lowford', starts: [start] }],
  });
  expect(article?.after).toEqual({
    ...article?.before,
    text: { sha256: newer, length: [...LATER].length - 'more than 40'.length + 2 },
    mentions: [
      {
        entity: 'lowford',
        exact: 'Lowford',
        kind: 'name',
        anchor: 'moved',
        starts: [start + SHIFT],
      },
    ],
  });
  expect(quote?.before).toMatchObject({ sha256: sha256(TEXT) });
  expect(quote?.after).toEqual({
    ...quote?.before,
    anchor: 'moved',
    sha256: newer,
    spans: quote?.before.spans.map((span: { start: number; end: number }) => ({
      ...span,
      start: span.start + SHIFT,
      end: span.end + SHIFT,
    })),
  });
  expect(figure?.after).toEqual({ ...figure?.before, anchor: 'orphaned' });
});

test('what was orphaned does not take the place of what is anchored there already', () => {
  using db = fresh();
  const text = `${TEXT}Lowford waits.\nNobody sleeps.\nLowford hopes.\n`;
  const { file, article, mention } = minimal();
  const [first, second] = [spanOf(text, 'Lowford waits'), spanOf(text, 'Lowford hopes')];
  mention.starts = [spanOf(text, 'Lowford').start, first.start, second.start];
  Object.assign(article, { text: articleOf(ARTICLE, text).text });
  loaded(db, { held: false, file });
  attachText(db, text);
  const newer = `${TEXT}Nobody sleeps.\nLowford hopes.\n`;
  const { moves } = take(db, newer);
  expect(moves[0]?.orphaned).toEqual([`“Lowford” at ${first.start}`]);
  expect(take(db, newer).moves).toEqual([]);
  expect(take(db, `${newer}End.\n`).moves[0]).toMatchObject({ moved: 5, orphaned: [] });
});

test('a newer text raises the version of the data, and search finds its words only', () => {
  using db = fresh();
  loaded(db);
  const [before] = rowsOf(db).data_version ?? [];
  take(db, LATER.replace('counted', 'reckoned'));
  const [after] = rowsOf(db).data_version ?? [];
  expect(Number(after?.version)).toBe(Number(before?.version) + 1);
  const search = db.$client.prepare('select rowid from articles_fts where articles_fts match ?');
  expect(search.all('reckoned')).toHaveLength(1);
  expect(search.all('counted')).toHaveLength(0);
  expect(() =>
    db.$client.exec("insert into articles_fts(articles_fts) values ('integrity-check')"),
  ).not.toThrow();
});

test('checking only keeps nothing', () => {
  using db = fresh();
  loaded(db);
  const before = bytesOf(db);
  expect(take(db, LATER, { checkOnly: true }).moves).toHaveLength(1);
  expect(bytesOf(db).equals(before)).toBe(true);
});

/** What is refused, and what the refusal says. */
function refused(content: string, article?: string) {
  using db = fresh();
  const { file } = minimal();
  file.articles.push(articleOf('other-news', 'Other news.'));
  loaded(db, { file });
  take(db, LATER);
  const before = bytesOf(db);
  const refusals = refusalsOf(() => take(db, content, {}, article));
  expect(bytesOf(db).equals(before)).toBe(true);
  return refusals;
}

test.each([
  ['an unknown article', `${LATER}!`, 'flood-new', /is no article/, /like flood-news$/],
  ['an article like no other', `${LATER}!`, 'zzz', /is no article/, /^the id of an article$/],
  ['an older text', TEXT, ARTICLE, /has had the text [0-9a-f]{64} before/, /--texts/],
  ['the text of another article', 'Other news.', ARTICLE, /the text of other-news/, /no other/],
  ['an empty text', '', ARTICLE, /empty/, /at least one character/],
  ['a text with no anchor', 'Nothing alike.', ARTICLE, /4 of 4 anchors/, /at least half/],
  ['a text with few anchors', 'In Lowford, rain.', ARTICLE, /3 of 4 anchors/, /at least half/],
] as const)('%s is refused', (_about, content, article, problem, allowed) => {
  expect(refused(content, article)).toEqual([
    {
      file: 'newer.txt',
      record: article,
      field: '',
      problem: expect.stringMatching(problem),
      allowed: expect.stringMatching(allowed),
    },
  ]);
});

test('the report tells what moved and names what is orphaned', () => {
  using db = fresh();
  loaded(db);
  const newer = LATER.replace('more than 40', '41');
  expect(reportTable(take(db, newer), false).split('\n').slice(-5)).toEqual([
    'texts: 0 attached now, 2 held, 0 not held',
    `flood-news: to the text ${sha256(newer).slice(0, 12)}, 3 moved, 1 orphaned now`,
    '  orphaned: council-homes-flooded',
    'anchors: 0 verified, 0 unverified, 3 moved, 1 orphaned',
    'Loaded.',
  ]);
});

test('an article without anchors takes a newer text', () => {
  using db = fresh();
  load(db, { 'a.json': { articles: [articleOf('plain', 'Plain.')] } });
  expect(take(db, 'Plainer.', {}, 'plain').moves).toEqual([
    { article: 'plain', sha256: sha256('Plainer.'), moved: 0, orphaned: [] },
  ]);
});

test('the API shows status and positions, and filters by status', async () => {
  const db = fresh();
  await using world = await appOn(db);
  loaded(db);
  take(db, LATER.replace('more than 40', '41'));
  expect(await world.ids('/v1/quotes?anchor=moved')).toHaveLength(2);
  expect(await world.ids('/v1/quotes?anchor=verified')).toEqual([]);
  expect(await world.ids('/v1/figures?anchor=orphaned')).toEqual(['council-homes-flooded']);
  const { body } = await world.get('/v1/quotes/quill-no-crossing');
  const newer = LATER.replace('more than 40', '41');
  expect(body.data.anchor).toMatchObject({ status: 'moved', text_sha256: sha256(newer) });
  expect(body.data.anchor.spans[0]).toMatchObject(spanOf(newer, 'We risk no crossing [tonight],'));
  const article = await world.get(`/v1/articles/${ARTICLE}`);
  expect(article.body.data.text).toMatchObject({ sha256: sha256(newer), held: true });
});
