// The feed of changes is complete: made again from the first change on, it rebuilds every table.
import { expect, test, vi } from 'vitest';
import { type Db, openDatabase } from '#db/open.ts';
import type { Feed } from '#record/files.ts';
import { bundledFiles, readRecordFiles } from '#record/files.ts';
import { loadRecord } from '#record/load.ts';
import { mirrorChanges } from '#record/mirror.ts';
import { appOn, type TestApp } from './app.ts';
import { correct, merge, retract, set } from './correcting.ts';
import { ferry, ferryTexts, loadFerry } from './ferry.ts';
import { dump, fresh, load, minimal, refusalsOf } from './minimal.ts';
import { sampleFile } from './sample.ts';
import { texts } from './sample-articles.ts';
import { served } from './served.ts';

vi.setConfig({ testTimeout: 30_000 }); // milliseconds, on a busy machine

/** Every change as a client reads it. */
const feedOf = async ({ app }: TestApp, question = ''): Promise<Feed> => {
  const { payload } = await app.inject(`/v1/changes?format=ndjson${question}`);
  return { file: 'feed.ndjson', lines: payload.split('\n').filter(Boolean) };
};

/** Several files loaded, one of them again and changed, and corrections of every action and kind. */
function eventful(): Promise<TestApp> {
  happened ??= happen();
  return appOn(openDatabase(happened));
}

let happened: Buffer | undefined;

function happen(): Buffer {
  const db = openDatabase(':memory:');
  loadRecord(db, readRecordFiles(bundledFiles()));
  loadRecord(db, [{ file: 'sample.json', content: sampleFile() }], { texts });
  load(db, { 'minimal.json': minimal().file });
  const changed = minimal();
  Object.assign(changed.close, { utterance: 'no-crossing', relation: 'paraphrase' });
  changed.mayor.names.pop();
  load(db, { 'minimal.json': changed.file });
  Object.assign(changed.close, { utterance: null, relation: null });
  load(db, { 'minimal.json': changed.file });
  loadFerry(db);
  const { file, dawn } = ferry();
  Object.assign(dawn, { speaker_role: 'Mayor' });
  load(db, { 'ferry.json': file });
  correct(db, [
    set('quotes', 'ferry-dawn', { note: 'Moved.' }),
    set('figures', 'ferry-sailors', { note: 'Orphaned.' }),
    set('articles', 'ferry-news', { headline: 'Ferries' }),
    retract('quotes', 'ferry-swims'),
    retract('figures', 'ferry-ferries'),
    set('entities', 'ada-quill', { position: null }),
    set('quotes', 'lifetime', { utterance: 'rebuild-the-bridge', relation: 'extended' }),
    set('quotes', 'cnn-act-swiftly', { utterance: 'not-iconic-ukraine-is', relation: 'altered' }),
    merge('entities', 'max-seddon', 'volodymyr-zelensky'),
    merge('entities', 'ziva-muller', 'petar-petrov'),
    merge('utterances', 'fast-bg', 'train', { relation: 'altered' }),
    merge('series', 'people', 'houses-dolna'),
    merge('stories', 'lowford-flood', 'lipovo-flood'),
    merge('quotes', 'quill-bridge-closes', 'quill-no-crossing'),
    merge('figures', 'houses-10', 'houses-15'),
    retract('quotes', 'thanks'),
    retract('figures', 'abp-russian-troops-killed-498'),
    retract('entities', 'elsewhere'),
  ]);
  correct(db, [
    set('articles', 'gazette-flood', { abstract: 'Another abstract.' }),
    set('quotes', 'lifetime', { utterance: null, relation: null }),
    set('series', 'houses-dolna', { note: 'With people.' }),
    set('utterances', 'rebuild-the-bridge', { title: 'It will stand again' }),
    set('figures', 'houses-15', { note: 'With ten.' }),
    retract('quotes', 'quill-no-crossing'),
    retract('figures', 'council-homes-flooded'),
    retract('articles', 'flood-news'),
    set('stories', 'lipovo-flood', { note: 'Two floods.' }),
    merge('entities', 'lowford', 'dolna'),
  ]);
  const bytes = db.$client.serialize();
  db.$client.close();
  return bytes;
}

/** How each table names its rows; the others are told by what they hold. */
const NAMES: Record<string, string> = { texts: 'sha256' };

/** Every row of every table, in one order: public ids for inner keys, and no rank, which has one. */
function tables(db: Db): Record<string, string[]> {
  const names = new Map<string, unknown>();
  const all = dump(db) as Record<string, Record<string, unknown>[]>;
  const nameOf = (table: string, key: unknown) => names.get(`${table} ${key}`);
  for (const [table, rows] of Object.entries(all)) {
    for (const row of rows) names.set(`${table} ${row.id}`, row[NAMES[table] ?? 'slug']);
  }
  const { data_version: _version, ...compared } = all; // it counts the loads of this database
  return Object.fromEntries(
    Object.entries(compared).map(([table, rows]) => {
      const keys = db.$client.pragma(`foreign_key_list(${table})`) as {
        from: string;
        table: string;
      }[];
      const told = rows.map(({ id, rank, ...row }) => {
        for (const { from, table: to } of keys) {
          if (row[from] !== null) row[from] = nameOf(to, row[from]);
        }
        return JSON.stringify(row);
      });
      return [table, told.sort()];
    }),
  );
}

test('a feed that is made again rebuilds every table and every answer', async () => {
  await using world = await eventful();
  const mirror = openDatabase(':memory:');
  const feed = await feedOf(world);
  expect(mirrorChanges(mirror, feed)).toEqual({ made: feed.lines.length, held: 0 });
  // Texts belong to their publishers and are in no feed: their holder attaches them.
  const named = [...texts, ...ferryTexts].filter(({ sha256 }) =>
    tables(mirror).texts?.join().includes(sha256),
  );
  loadRecord(mirror, [], { texts: named });
  await using copy = await appOn(mirror);
  const [expected, found] = [tables(world.db), tables(mirror)];
  expect(Object.keys(found)).toEqual(Object.keys(expected));
  expect(Object.keys(found).length).toBeGreaterThan(15);
  for (const table of Object.keys(expected)) expect(found[table], table).toEqual(expected[table]);
  for (const { name } of served) {
    const url = `/v1/${name}?format=ndjson`;
    expect((await copy.app.inject(url)).payload).toBe((await world.app.inject(url)).payload);
  }
  expect(mirror.$client.pragma('foreign_key_check')).toEqual([]);
  for (const table of ['articles_fts', 'quotes_fts', 'names_fts']) {
    mirror.$client.exec(`insert into ${table}(${table}) values ('integrity-check')`);
  }
});

test('the log keeps every action and origin that there is, when and why', async () => {
  await using world = await eventful();
  using mirror = fresh();
  mirrorChanges(mirror, await feedOf(world));
  const log = 'select * from changes order by sequence';
  const rows = world.db.$client.prepare<[], Record<string, unknown>>(log).all();
  expect(mirror.$client.prepare(log).all()).toEqual(rows);
  for (const [column, words] of [
    ['action', ['correct', 'insert', 'merge', 'retract']],
    ['origin', ['correction', 'load', 'settlement', 'text']],
  ] as const) {
    expect([...new Set(rows.map((row) => row[column]))].toSorted()).toEqual(words);
  }
  const kinds = (action: string) =>
    new Set(rows.filter((row) => row.action === action).map(({ kind }) => kind)).size;
  expect(['insert', 'correct', 'merge'].map(kinds)).toEqual([7, 7, 6]);
});

test('a mirror is brought up to date by what came since, and twice is as once', async () => {
  await using world = await eventful();
  using mirror = fresh();
  const whole = await feedOf(world);
  const known = whole.lines.length - 40;
  mirrorChanges(mirror, { ...whole, lines: whole.lines.slice(0, known) });
  expect(mirrorChanges(mirror, await feedOf(world, `&since=${known - 5}`))).toEqual({
    made: 40,
    held: 5,
  });
  const before = dump(mirror);
  expect(before.changes).toHaveLength(whole.lines.length);
  expect(mirrorChanges(mirror, whole)).toEqual({ made: 0, held: whole.lines.length });
  expect(dump(mirror)).toEqual(before);
});

test('a mirror goes on as the record would: files that are in it change nothing', async () => {
  await using world = await eventful();
  using mirror = fresh();
  mirrorChanges(mirror, await feedOf(world));
  const { records } = loadRecord(mirror, readRecordFiles(bundledFiles()));
  for (const tally of Object.values(records)) {
    expect(tally).toMatchObject({ inserted: 0, corrected: 0 });
  }
});

/** A change of the feed with other fields, and how it is refused. */
type Damage = (change: Record<string, unknown>) => object;
const rewritten = (line: string, damage: Damage) => JSON.stringify(damage(JSON.parse(line)));

// biome-ignore format: a table, one refusal a line
const REFUSED: [fact: string, lines: (lines: string[]) => string[], refusal: RegExp][] = [
  ['a feed that does not begin at the first change', (lines) => lines.slice(1), /^change 2 : is out of order; change 1 before it$/],
  ['a feed with a gap', (lines) => lines.toSpliced(3, 1), /^change 5 : is out of order; change 4 before it$/],
  ['a feed in another order', (lines) => lines.toReversed(), /^change \d+ : is out of order; change 1 before it$/],
  ['a line that is no JSON', ([line = '', ...lines]) => [line.slice(1), ...lines], /^line 1 : is no JSON: .*; a line of \/v1\/changes$/],
  ['a line of another list', (lines) => ['{"id":"a"}', ...lines], /^line 1 sequence: is missing; /],
  ['an unknown action', ([line = '']) => [rewritten(line, (change) => ({ ...change, action: 'undo' }))], /^line 1 action: "undo" cannot be used; insert, correct, retract, merge$/],
  ['a document that is no record', ([line = '']) => [rewritten(line, (change) => ({ ...change, after: { id: 'a' } }))], /^change 1 kind: is missing; /],
  ['a reference to nothing', (lines) => lines.slice(0, 2), /^ : does not hold together: FOREIGN KEY constraint failed; /],
];

test.for(REFUSED)('%s is refused whole', async ([, damaged, expected]) => {
  using original = fresh();
  load(original, { 'minimal.json': minimal().file });
  const world = await appOn(original);
  using mirror = fresh();
  const before = dump(mirror);
  const { file, lines } = await feedOf(world);
  const [first, ...more] = refusalsOf(() => mirrorChanges(mirror, { file, lines: damaged(lines) }));
  expect(`${first?.record} ${first?.field}: ${first?.problem}; ${first?.allowed}`).toMatch(
    expected,
  );
  expect(more.length).toBeLessThan(12);
  expect(dump(mirror)).toEqual(before);
  await world.app.close();
});

test('a feed of another record is refused', async () => {
  await using world = await eventful();
  using mirror = fresh();
  load(mirror, { 'minimal.json': minimal().file });
  const feed = await feedOf(world);
  const [refusal] = refusalsOf(() => mirrorChanges(mirror, feed));
  expect(refusal?.problem).toMatch(
    /^is entities [a-z-]+, but the database has entities ada-quill there$/,
  );
});
