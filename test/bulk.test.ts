// Loading in bulk: it makes the database that the ordinary load makes, goes on after a stop, and leaves
// the target alone until everything is there.
import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test, vi } from 'vitest';
import { type Db, openDatabase, openUnfinished, UnusableDatabase } from '#db/open.ts';
import { LOADING, loadInBulk, type Part, unfinished } from '#record/bulk.ts';
import { bundledFiles, readRecordFiles } from '#record/files.ts';
import { loadRecord } from '#record/load.ts';
import { partsOf } from '#record/parts.ts';
import { progressBar } from '#record/progress.ts';
import { appOn } from './app.ts';
import { partsOf as partsOfSynthetic } from './bench/build.ts';
import { executed } from './executed.ts';
import { dump, minimal, refusalsOf, TEXT, temporaryFolder, writeFiles } from './minimal.ts';

vi.setConfig({ testTimeout: 60_000 }); // milliseconds

/** The parts, loaded one after the other as they come without --bulk. */
function ordinarily(parts: Part[], reason?: string): Db {
  const db = openDatabase(':memory:');
  for (const { read } of parts) {
    const { files, texts } = read();
    loadRecord(db, files, { texts, ...(reason !== undefined && { reason }) });
  }
  return db;
}

/** Each batch is a part of its own. */
const syntheticParts = (quotes: number, seed: number) => partsOfSynthetic(quotes, seed, 1);

const target = (): string => join(temporaryFolder(), 'record.db');

/** Every table, index, trigger and view, as it is made. */
const objects = (db: Db) =>
  db.$client
    .prepare(
      "select type, name, tbl_name, sql from sqlite_schema where name not like '%migrations' order by name",
    )
    .all();

const FULL_TEXTS = [
  ...['quotes_fts', 'articles_fts', 'names_fts', 'series_fts'],
  ...['quotes_index', 'figures_index', 'articles_index', 'utterances_index'],
];

/** Every word that is indexed, with the row, column and place where it stands. */
function words(db: Db, table: string): unknown[] {
  db.$client.exec(`create virtual table temp.words using fts5vocab(main, ${table}, instance)`);
  const found = db.$client
    .prepare('select * from words order by term, doc, col, offset')
    .raw()
    .all();
  db.$client.exec('drop table temp.words');
  return found;
}

/** Rows, definitions, indexes and answers. */
async function expectSame(made: Db, expected: Db): Promise<void> {
  expect(objects(made)).toEqual(objects(expected));
  const [rows, expectedRows] = [dump(made), dump(expected)];
  expect(rows.quotes?.length).toBeGreaterThan(0);
  for (const table of Object.keys(expectedRows)) {
    expect(rows[table], table).toEqual(expectedRows[table]);
  }
  for (const table of FULL_TEXTS) {
    expect(words(made, table), table).toEqual(words(expected, table));
    made.$client.exec(`insert into ${table}(${table}) values ('integrity-check')`);
  }
  expect(made.$client.pragma('integrity_check')).toEqual([{ integrity_check: 'ok' }]);
  expect(made.$client.pragma('foreign_key_check')).toEqual([]);
  await using one = await appOn(made);
  await using other = await appOn(expected);
  const lists = (await other.get('/v1')).body.data as { name: string }[];
  const urls = lists.map(({ name }) => `/v1/${name}?format=ndjson`);
  expect(urls.length).toBeGreaterThan(5);
  for (const url of [...urls, '/v1/quotes?q=the&count=exact', '/v1/search?q=the']) {
    const payload = async ({ app }: typeof one) =>
      (await app.inject(url)).payload.replace(/"recorded_at":"[^"]*"/g, '');
    expect(await payload(one), url).toBe(await payload(other));
  }
}

test('the bundled record is the same database, loaded in bulk or not', async () => {
  const parts = partsOf(bundledFiles(), []);
  const path = target();
  const report = loadInBulk(path, parts);
  const db = openDatabase(':memory:');
  expect(report).toEqual(loadRecord(db, readRecordFiles(bundledFiles()), { count: true }));
  await expectSame(openDatabase(path), db);
  expect(readdirSync(join(path, '..')).filter((name) => name.includes('loading'))).toEqual([]);
});

test('so is a synthetic record of several parts, with texts', async () => {
  const parts = syntheticParts(2600, 1);
  const path = target();
  const report = loadInBulk(path, parts, { reason: 'a test' });
  expect(report.records.quotes).toEqual({ inserted: 2600, corrected: 2500, unchanged: 0 });
  expect(report.attached).toBeGreaterThan(1);
  expect(report.counts?.anchors.verified).toBeGreaterThan(0);
  await expectSame(openDatabase(path), ordinarily(parts, 'a test'));
});

test('what comes in afterwards is indexed as ever', async () => {
  const parts = syntheticParts(300, 1);
  const path = target();
  loadInBulk(path, parts);
  const [made, expected] = [openDatabase(path), ordinarily(parts)];
  for (const db of [made, expected]) loadRecord(db, readRecordFiles(bundledFiles()));
  await expectSame(made, expected);
});

class Stopped extends Error {}

/** Loads until something is reported, counts the parts that are read, and stops there. */
function loadUntil(path: string, parts: Part[], stops: (step: string, done: number) => boolean) {
  const read: string[] = [];
  const counted = parts.map((part) => ({
    ...part,
    read: () => {
      read.push(part.name);
      return part.read();
    },
  }));
  const stopped = () =>
    loadInBulk(path, counted, {
      reason: 'a test',
      progress: ({ step, done }) => {
        if (stops(step, done)) throw new Stopped();
      },
    });
  return { read, stopped };
}

test('what comes in again is looked up by indexes, of which most are not made yet', () => {
  const path = target();
  const { stopped } = loadUntil(path, syntheticParts(300, 1), (step) => step !== LOADING);
  const other = openDatabase(':memory:');
  const sources = new Set(executed(other, () => expect(stopped).toThrow(Stopped)));
  other.$client.close();
  const db = openUnfinished(unfinished(path)) as Db;
  const steps = [...sources].flatMap((source) => {
    const client = db.$client;
    const values = (source.match(/\?/g) ?? []).map(() => 1);
    return client
      .prepare<number[], { detail: string }>(`explain query plan ${source}`)
      .all(...values)
      .map(({ detail }) => detail);
  });
  db.$client.close();
  expect(steps.filter((step) => step.startsWith('SEARCH'))).not.toEqual([]);
  const scanned = steps.filter((step) => /^SCAN (?!.* VIRTUAL TABLE)/.test(step));
  expect(scanned.filter((step) => /quotes|figures|utterances|next/.test(step))).toEqual([]);
});

test('a run that was stopped between parts goes on with the next', async () => {
  const parts = syntheticParts(300, 1);
  const path = target();
  let told = 0;
  const first = loadUntil(path, parts, () => ++told === 3);
  expect(first.stopped).toThrow(Stopped);
  expect(first.read).toHaveLength(3);
  expect(existsSync(path)).toBe(false);
  const rest = loadUntil(path, parts, () => false);
  const report = rest.stopped();
  expect(rest.read).toEqual(parts.slice(3).map(({ name }) => name));
  expect(report.records.quotes.inserted).toBe(300);
  expect(report.records.entities.inserted).toBeGreaterThan(300);
  await expectSame(openDatabase(path), ordinarily(parts, 'a test'));
});

test('a run that was stopped after many parts has lost the last tenth of them at most', () => {
  const path = target();
  const parts: Part[] = Array.from({ length: 50 }, (_, index) => ({
    name: `part ${index}`,
    size: 7,
    read: () => ({ files: [], texts: [] }),
  }));
  const at = 44;
  const stopping = parts.with(at, {
    ...(parts[at] as Part),
    read: () => {
      throw new Stopped();
    },
  });
  expect(loadUntil(path, stopping, () => false).stopped).toThrow(Stopped);
  const rest = loadUntil(path, parts, () => false);
  rest.stopped();
  const lost = rest.read.length - (parts.length - at);
  expect(lost).toBeGreaterThan(0);
  expect(lost).toBeLessThanOrEqual(at / 10);
});

test('a run that was stopped within a part makes that part again', async () => {
  const parts = syntheticParts(300, 1);
  const path = target();
  const last = parts.at(-1) as Part;
  const spoiled = { ...last.read(), files: last.read().files.map((file) => ({ ...file })) };
  Object.defineProperty(spoiled.files[0]?.content.articles.at(-1) ?? {}, 'abstract', {
    enumerable: true,
    get: () => {
      throw new Stopped();
    },
  });
  const stopping = [...parts.slice(0, -1), { ...last, read: () => spoiled }];
  expect(() => loadInBulk(path, stopping, { reason: 'a test' })).toThrow(Stopped);
  expect(existsSync(path)).toBe(false);
  loadInBulk(path, parts, { reason: 'a test' });
  await expectSame(openDatabase(path), ordinarily(parts, 'a test'));
});

test.each(['utterances', 'quotes_by_hops', 'quotes_index', 'triggers', 'checks'])(
  'a run that was stopped at %s goes on there and reads nothing again',
  async (step) => {
    const parts = syntheticParts(300, 1);
    const path = target();
    expect(loadUntil(path, parts, (at) => at === step).stopped).toThrow(Stopped);
    expect(existsSync(path)).toBe(false);
    const rest = loadUntil(path, parts, (at) => at === LOADING);
    rest.stopped();
    expect(rest.read).toEqual([]);
    await expectSame(openDatabase(path), ordinarily(parts, 'a test'));
  },
);

test('a run with other parts begins anew', async () => {
  const path = target();
  expect(loadUntil(path, syntheticParts(300, 2), (_step, done) => done > 0).stopped).toThrow();
  const parts = syntheticParts(300, 1);
  loadInBulk(path, parts);
  await expectSame(openDatabase(path), ordinarily(parts));
});

test('so does a run after the tables have changed', async () => {
  const path = target();
  const parts = syntheticParts(300, 1);
  expect(loadUntil(path, parts, (_step, done) => done > 0).stopped).toThrow();
  const left = new Database(unfinished(path));
  left.exec(
    'delete from __drizzle_migrations where created_at = (select max(created_at) from __drizzle_migrations)',
  );
  left.close();
  const { read, stopped } = loadUntil(path, parts, () => false);
  stopped();
  expect(read).toHaveLength(parts.length);
  await expectSame(openDatabase(path), ordinarily(parts, 'a test'));
});

test('a part that is refused tells every reason, and what came before it is kept', () => {
  const { file, article, close } = minimal();
  const { articles, utterances, ...reference } = file;
  const path = target();
  openDatabase(path).$client.close();
  const empty = readFileSync(path);
  const paths = writeFiles({ 'a.json': reference, 'b.json': { utterances, articles } });
  const parts = () => paths.flatMap((one) => partsOf([one], []));
  Object.assign(close, { speaker: 'nobody', content_origin: 'verbatim' });
  writeFileSync(paths[1] as string, JSON.stringify({ utterances, articles: [article] }));
  expect(refusalsOf(() => loadInBulk(path, parts()))).toEqual([
    {
      file: 'b.json',
      record: 'quill-bridge-closes',
      field: 'speaker',
      problem: '"nobody" is unknown',
      allowed: expect.stringMatching(/^the id of a record of entities/),
    },
    expect.objectContaining({ record: 'quill-bridge-closes', field: 'content_origin' }),
  ]);
  expect(readFileSync(path)).toEqual(empty);
  expect(existsSync(unfinished(path))).toBe(true);

  Object.assign(close, { speaker: 'ada-quill', content_origin: 'paraphrase' });
  writeFileSync(paths[1] as string, JSON.stringify({ utterances, articles: [article] }));
  const { read, stopped } = loadUntil(path, parts(), () => false);
  expect(stopped().records).toMatchObject({ entities: { inserted: 7 }, quotes: { inserted: 2 } });
  expect(read).toHaveLength(1);
});

test('files of the wrong shape are refused as ever, all at once', () => {
  const paths = writeFiles({ 'a.json': { articles: 1 }, 'b.json': '{', 'c.json': { more: [] } });
  const files = refusalsOf(() => loadInBulk(target(), partsOf(paths, []))).map(({ file }) => file);
  expect(files).toEqual(['a.json', 'b.json', 'c.json']);
});

test('texts are attached after the records and prove the anchors', () => {
  const [record, text] = writeFiles({ 'all.json': minimal().file, 'text.txt': TEXT }) as [
    string,
    string,
  ];
  const report = loadInBulk(target(), partsOf([record], [text]));
  expect(report).toMatchObject({
    attached: 1,
    counts: { texts: { held: 1 }, anchors: { verified: 4, unverified: 0 } },
  });
});

test('a database that holds a record is refused and left as it is', () => {
  const path = target();
  const parts = partsOf(writeFiles({ 'all.json': minimal().file }), []);
  loadInBulk(path, parts);
  const before = readFileSync(path);
  expect(() => loadInBulk(path, parts)).toThrow(
    new UnusableDatabase(
      `${path} holds a record already, and loading in bulk makes a new database. ` +
        'Load without --bulk, or set ONRECORD_DB to a path where none exists yet.',
    ),
  );
  expect(readFileSync(path)).toEqual(before);
  expect(existsSync(unfinished(path))).toBe(false);
});

test('a load that finds its place taken is kept, and goes there once that is free', () => {
  const path = target();
  const parts = partsOf(writeFiles({ 'all.json': minimal().file }), []);
  const other = openDatabase(path);
  loadRecord(other, readRecordFiles(bundledFiles()));
  other.$client.close();
  renameSync(path, `${path}-other`);
  const taking = loadUntil(path, parts, (step) => {
    if (step === 'checks') renameSync(`${path}-other`, path);
    return false;
  });
  expect(taking.stopped).toThrow(
    `To keep what ${unfinished(path)} has loaded already, move ${path} away and give the same command again.`,
  );
  expect(loadUntil(path, parts, () => false).stopped).toThrow('move');
  renameSync(path, `${path}-away`);
  const { read, stopped } = loadUntil(path, parts, () => false);
  expect(stopped().records.quotes.inserted).toBe(2);
  expect(read).toEqual([]);
});

test('a file beside the target that is no database of ours is left alone', () => {
  const path = target();
  writeFileSync(unfinished(path), 'notes of somebody else, of some length'.repeat(100));
  expect(() => loadInBulk(path, [])).toThrow(/is damaged or no database/);
  expect(readFileSync(unfinished(path), 'utf8')).toMatch(/^notes/);
});

test.each([
  [
    "update quotes set location = 'nowhere'",
    /is damaged: a row of quotes does not meet its checks/,
  ],
  [
    'update quotes set speaker_id = 99',
    /is damaged: a row of quotes points to nothing in entities/,
  ],
])('what %s breaks is found before the target is made', (breaking, told) => {
  const parts = partsOf(writeFiles({ 'all.json': minimal().file }), []);
  const path = target();
  expect(loadUntil(path, parts, (step) => step === 'utterances').stopped).toThrow(Stopped);
  const db = new Database(unfinished(path));
  db.pragma('ignore_check_constraints = ON');
  db.pragma('foreign_keys = OFF');
  db.exec(breaking);
  db.close();
  expect(() => loadInBulk(path, parts)).toThrow(told);
  expect(() => loadInBulk(path, parts)).toThrow(/Delete it, and load everything again/);
  expect(existsSync(path)).toBe(false);
});

test('the bar tells how much is loaded, how fast, and what is indexed', () => {
  const lines: string[] = [];
  const stream = (isTTY: boolean) =>
    ({ isTTY, write: (line: string) => lines.push(line) }) as unknown as NodeJS.WriteStream;
  const told = (isTTY: boolean, report: (tell: ReturnType<typeof progressBar>) => void) => {
    report(progressBar(stream(isTTY), 'quotes'));
    return lines.splice(0);
  };
  const half = { step: LOADING, done: 500, now: 250, total: 1000 };
  expect(told(true, (tell) => [half, { ...half, step: 'quotes_fts' }].map(tell))).toEqual([
    expect.stringMatching(/\[#{15}\.{15}\] 500 of 1,000 quotes, [\d,]+ a second, 1 s left$/),
    `\r\u001b[K[${'#'.repeat(15)}${'.'.repeat(15)}] indexing: quotes_fts`,
  ]);
  const all = [500, 510, 600, 1000].map((done) => ({ ...half, done }));
  const steps = ['names_fts', 'triggers'].map((step) => ({ ...half, step }));
  expect(told(false, (tell) => [...all, ...steps].map(tell))).toEqual([
    expect.stringContaining('500 of 1,000'),
    expect.stringContaining('600 of 1,000'),
    expect.stringMatching(/1,000 of 1,000 quotes, [\d,]+ a second\n$/),
    'indexing\n',
  ]);
});
