// Records whose anchors a newer text has moved are corrected, retracted, loaded and mirrored like others.
import { expect, test } from 'vitest';
import { type Db, openDatabase } from '#db/open.ts';
import { loadRecord } from '#record/load.ts';
import { mirrorChanges } from '#record/mirror.ts';
import { appOn } from './app.ts';
import { correct, refusedCorrections, retract, set } from './correcting.ts';
import { FERRY, ferry, ferryTexts, LATER, loadFerry, takeLater, textOf } from './ferry.ts';
import { bytesOf, dump, fresh, load, minimal, refusalsOf, sha256, spanOf } from './minimal.ts';

type Row = Record<string, string | number | null>;
const rows = (db: Db, query: string) => db.$client.prepare<[], Row>(query).all();

const FERRIES = ferryTexts.map((text) => text.sha256);

/** Where everything in the article stands: its status, position, and version of the text. */
const anchors = (db: Db): Record<string, string> => {
  const all = rows(
    db,
    `select q.slug as name, q.anchor_status as status, s.start, sha256 from quotes q
      join quote_spans s on s.quote_id = q.id join texts on texts.id = q.text_id
    union all select f.slug, f.anchor_status, f.start, sha256 from figures f join texts on texts.id = f.text_id
    union all select e.slug, m.anchor_status, m.start, sha256 from mentions m
      join texts on texts.id = m.text_id join entities e on e.id = m.entity_id`,
  ).filter(({ sha256: of }) => FERRIES.includes(`${of}`));
  const told = all.map(({ name, status, start, sha256: of }) => {
    const text = of === sha256(LATER) ? ' later' : '';
    return [
      `${name}${name === 'lowford' ? ` ${start}` : ''}`,
      `${status} ${start}${text}`,
    ] as const;
  });
  return Object.fromEntries(told);
};
const at = (text: string, words: string): number => spanOf(text, words).start;

const CARRIED = {
  'ferry-dawn': `moved ${at(LATER, 'We sail')} later`,
  'ferry-swims': `orphaned ${at(FERRY, 'Nobody')}`,
  'ferry-ferries': `moved ${at(LATER, '12 ferries')} later`,
  'ferry-sailors': `orphaned ${at(FERRY, 'about 30')}`,
};
const MENTIONED = {
  [`lowford ${at(LATER, 'Lowford')}`]: `moved ${at(LATER, 'Lowford')} later`,
  [`lowford ${at(FERRY, 'Lowford on')}`]: `orphaned ${at(FERRY, 'Lowford on')}`,
};

test('a newer text moves what it has and orphans what it lost', () => {
  using db = fresh();
  loadFerry(db);
  expect(anchors(db)).toEqual({ ...CARRIED, ...MENTIONED });
});

test('corrections keep what became of anchors, their text and positions', () => {
  using db = fresh();
  loadFerry(db);
  const before = anchors(db);
  correct(db, [
    set('quotes', 'ferry-dawn', { note: 'Of the mayor.' }),
    set('quotes', 'ferry-swims', { note: 'Withdrawn.' }),
    set('figures', 'ferry-ferries', { note: 'Counted.' }),
    set('figures', 'ferry-sailors', { value: 31 }),
    set('articles', 'ferry-news', { headline: 'Ferries' }),
  ]);
  expect(anchors(db)).toEqual(before);
  expect(rows(db, 'select sha256 from articles join texts on texts.id = text_id')).toContainEqual({
    sha256: sha256(LATER),
  });
});

test('a position that is corrected is one of the current text, and is verified there', () => {
  using db = fresh();
  loadFerry(db);
  const words = 'Nobody swims,';
  const spans = [{ role: 'content', ...spanOf(LATER, words), exact: words }];
  const elsewhere = [
    { role: 'content', ...spanOf(FERRY, words.slice(0, -1)), exact: 'Nobody swims' },
  ];
  expect(
    refusedCorrections(db, [
      set('quotes', 'ferry-swims', { content: 'Nobody swims', spans: elsewhere }),
    ]),
  ).toEqual([
    expect.stringMatching(/^ferry-swims spans\[0\]\.exact: "Nobody swims" does not match/),
  ]);
  correct(db, [
    set('quotes', 'ferry-swims', { content: words, spans }),
    set('figures', 'ferry-sailors', { expression: '31 sailors', start: at(LATER, '31 sailors') }),
  ]);
  expect(anchors(db)).toMatchObject({
    'ferry-swims': `verified ${at(LATER, words)} later`,
    'ferry-sailors': `verified ${at(LATER, '31 sailors')} later`,
  });
});

test('mentions are corrected as the history has them, and no anchor is invented', () => {
  using db = fresh();
  loadFerry(db);
  const { after } =
    rows(db, "select after from changes where record_id = 'ferry-news'").at(-1) ?? {};
  const { mentions } = JSON.parse(`${after}`) as { mentions: Record<string, unknown>[] };
  expect(mentions).toEqual([
    {
      entity: 'lowford',
      exact: 'Lowford',
      kind: 'name',
      starts: [at(LATER, 'Lowford')],
      anchor: 'moved',
    },
    expect.objectContaining({ anchor: 'orphaned', sha256: sha256(FERRY) }),
  ]);
  const [moved, orphaned] = mentions;
  const invented = { ...orphaned, starts: [1] };
  expect(refusedCorrections(db, [set('articles', 'ferry-news', { mentions: [invented] })])).toEqual(
    [
      expect.stringMatching(
        /^ferry-news set\.mentions: .*"start":1,"anchor":"orphaned".* is not on record$/,
      ),
    ],
  );
  correct(db, [
    set('articles', 'ferry-news', { mentions: [{ ...moved, kind: 'adjective' }, orphaned] }),
  ]);
  expect(anchors(db)).toMatchObject(MENTIONED);
  correct(db, [set('articles', 'ferry-news', { mentions: [moved] })]);
  expect(Object.keys(anchors(db))).not.toContain(Object.keys(MENTIONED)[1]);
});

test('what moved is retracted, and its file brings it back neither there nor here', () => {
  using db = fresh();
  loadFerry(db);
  correct(db, [retract('quotes', 'ferry-dawn'), retract('figures', 'ferry-sailors')]);
  const before = bytesOf(db);
  const { records, moves } = load(db, { 'ferry.json': ferry().file });
  expect(records.quotes).toEqual({ inserted: 0, corrected: 0, unchanged: 2 });
  expect(moves).toEqual([]);
  expect(bytesOf(db).equals(before)).toBe(true);
});

test('a file that says something new of what moved undoes no correction, and is carried again', () => {
  using db = fresh();
  loadFerry(db);
  correct(db, [set('quotes', 'ferry-dawn', { note: 'Of the mayor.' })]);
  const { file, dawn } = ferry();
  Object.assign(dawn, { speaker_role: 'Mayor' });
  expect(refusalsOf(() => load(db, { 'ferry.json': file })).map(({ field }) => field)).toEqual([
    'note',
  ]);
  Object.assign(dawn, { note: 'Of the mayor.' });
  const { records, moves } = load(db, { 'ferry.json': file });
  expect(records.quotes).toMatchObject({ corrected: 1, unchanged: 1 });
  expect(moves).toMatchObject([{ article: 'ferry-news', moved: 1, orphaned: [] }]);
  expect(anchors(db)).toMatchObject(CARRIED);
});

test('the log tells moves by an origin of their own', async () => {
  const db = fresh();
  await using world = await appOn(db);
  loadFerry(db);
  const { body } = await world.get('/v1/changes?origin=text');
  expect(body.data.map(({ record }: { record: string }) => record)).toEqual([
    'ferry-news',
    ...Object.keys(CARRIED),
  ]);
  expect(body.data[0].reason).toBe('the article has a newer text');
  const { body: history } = await world.get('/v1/quotes/ferry-dawn/history');
  const { changed } = history.data.at(-1);
  expect(changed.map(({ path }: { path: string }) => path)).toEqual([
    'sha256',
    'spans[0].start',
    'spans[0].end',
    'anchor',
  ]);
});

/** A mirror by the feed of a database. */
async function mirrorTo(mirror: Db, db: Db): Promise<void> {
  const world = await appOn(openDatabase(db.$client.serialize()));
  const { payload } = await world.app.inject('/v1/changes?format=ndjson');
  await world.app.close();
  mirrorChanges(mirror, { file: 'feed.ndjson', lines: payload.split('\n').filter(Boolean) });
}

test('a mirror that holds no text leaves the newer one in use under its old file', async () => {
  using db = fresh();
  loadFerry(db);
  using mirror = fresh();
  await mirrorTo(mirror, db);
  expect(anchors(mirror)).toEqual(anchors(db));
  const { file, article } = ferry();
  Object.assign(article, { headline: 'Ferries' });
  load(mirror, { 'ferry.json': file });
  const used =
    "select sha256 from articles join texts on texts.id = text_id where slug = 'ferry-news'";
  expect(rows(mirror, used)).toEqual([{ sha256: sha256(LATER) }]);
  using again = fresh();
  await mirrorTo(again, mirror);
  expect(anchors(again)).toEqual(anchors(mirror));
  expect(rows(again, used)).toEqual([{ sha256: sha256(LATER) }]);
  loadRecord(mirror, [], { texts: ferryTexts });
  expect(anchors(mirror)).toEqual({ ...CARRIED, ...MENTIONED });
});

test('a mirror verifies what its feed brings into the texts that it holds', async () => {
  using db = fresh();
  load(db, { 'minimal.json': minimal().file });
  load(db, { 'ferry.json': ferry().file }, { texts: ferryTexts.slice(0, 1) });
  using mirror = fresh();
  await mirrorTo(mirror, db);
  loadRecord(mirror, [], { texts: ferryTexts.slice(0, 1) });
  correct(db, [set('quotes', 'ferry-dawn', { note: 'Of the mayor.' })]);
  await mirrorTo(mirror, db);
  expect(anchors(mirror)['ferry-dawn']).toMatch(/^verified/);
});

test('a feed that anchors something in an unknown text is refused', async () => {
  using db = fresh();
  loadFerry(db);
  using mirror = fresh();
  const world = await appOn(openDatabase(db.$client.serialize()));
  const { payload } = await world.app.inject('/v1/changes?format=ndjson');
  await world.app.close();
  const lines = payload.split('\n').filter((line) => line && !/"kind":"articles"/.test(line));
  const numbered = lines.map((line, index) =>
    line.replace(/"sequence":\d+/, `"sequence":${index + 1}`),
  );
  const [refusal] = refusalsOf(() => mirrorChanges(mirror, { file: 'f', lines: numbered }));
  expect(refusal?.problem).toMatch(/^does not hold together/);
  expect(dump(mirror).changes).toEqual([]);
});

test('what is on record is counted only on request', () => {
  using db = fresh();
  loadFerry(db);
  expect(loadRecord(db, [], { texts: [textOf(FERRY)] })).not.toHaveProperty('counts');
  expect(takeLater(db).counts).toEqual({
    texts: { held: 2, missing: 1 },
    anchors: { verified: 0, unverified: 4, moved: 3, orphaned: 3 },
  });
});
