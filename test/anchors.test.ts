// Anchors proved: over HTTP one by one, and all at once by npm run verify.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { type Db, openDatabase } from '#db/open.ts';
import { loadRecord } from '#record/load.ts';
import { isProved, proveAnchors } from '#record/proof.ts';
import { proofTable } from '#record/report.ts';
import { appOn } from './app.ts';
import {
  attachText,
  dump,
  fresh,
  load,
  minimal,
  sha256,
  spanOf,
  TEXT,
  temporaryFolder,
} from './minimal.ts';

vi.setConfig({ testTimeout: 60_000 }); // milliseconds; the command starts processes

const QUOTE = '/v1/quotes/quill-no-crossing/anchor';
const REPORTED = '/v1/quotes/quill-bridge-closes/anchor';
const FIGURE = '/v1/figures/council-homes-flooded/anchor';
const WORDS = 'We risk no crossing [tonight],';

async function served({ held = true } = {}) {
  const db = fresh();
  load(db, { 'all.json': minimal().file });
  if (held) attachText(db, TEXT);
  return appOn(db);
}

/** Puts other characters into a held text behind the back of the loader. */
const alter = (db: Db, from: string, to: string) =>
  db.$client.prepare('update texts set content = replace(content, ?, ?)').run(from, to);

test('the anchor of a quote is shown beside the words that the held text has there', async () => {
  await using world = await served();
  const { status, body } = await world.get(QUOTE);
  expect(status).toBe(200);
  expect(body.data).toMatchObject({
    id: 'quill-no-crossing',
    status: 'verified',
    text: {
      sha256: sha256(TEXT),
      length: [...TEXT].length,
      held: true,
      current: true,
      intact: true,
    },
    matches: true,
    links: {
      self: QUOTE,
      record: '/v1/quotes/quill-no-crossing',
      article: '/v1/articles/flood-news',
      annotations: '/v1/articles/flood-news/annotations',
    },
  });
  expect(body.data.spans).toHaveLength(4);
  expect(body.data.spans[0]).toEqual({
    role: 'content',
    ...spanOf(TEXT, WORDS),
    exact: WORDS,
    printed: WORDS,
    matches: true,
    prefix: 'said the old bridge would close. “'.slice(-32),
    suffix: '” she told the Herald.\nThe counc'.slice(0, 32),
  });
});

test('a figure has its anchor, too', async () => {
  await using world = await served();
  const { body } = await world.get(FIGURE);
  expect(body.data).toMatchObject({ status: 'verified', matches: true });
  expect(body.data.spans).toMatchObject([
    { role: 'content', exact: 'more than 40', printed: 'more than 40', matches: true },
  ]);
});

test('reported speech has no words on record to compare, and still a place', async () => {
  await using world = await served();
  const { body } = await world.get(REPORTED);
  expect(body.data.matches).toBe(true);
  expect(body.data.spans[2]).toMatchObject({
    exact: null,
    printed: 'the old bridge would close',
    matches: null,
  });
});

test('where the text is not held nothing is shown of it, and nothing is claimed', async () => {
  await using world = await served({ held: false });
  const { body } = await world.get(QUOTE);
  expect(body.data).toMatchObject({
    status: 'unverified',
    text: { held: false, current: true, intact: null },
    matches: null,
  });
  for (const span of body.data.spans) {
    expect(span).toMatchObject({ printed: null, matches: null, prefix: null, suffix: null });
  }
});

test('a held text that was altered is told from one whose words differ', async () => {
  await using world = await served();
  alter(world.db, 'flooded homes', 'dry old homes');
  const elsewhere = await world.get(QUOTE);
  expect(elsewhere.body.data).toMatchObject({ text: { intact: false }, matches: false });
  expect(elsewhere.body.data.spans[0].matches).toBe(true);
  alter(world.db, 'more than 40', 'more than 41');
  const { body } = await world.get(FIGURE);
  expect(body.data.spans[0]).toMatchObject({ printed: 'more than 41', matches: false });
});

test('an orphaned anchor is proved in its own version, which is not the current one', async () => {
  await using world = await served();
  const content = TEXT.replace('more than 40', '41');
  const text = { file: 'n', sha256: sha256(content), length: [...content].length, content };
  loadRecord(world.db, [], { newer: [{ article: 'flood-news', text }] });
  const { body } = await world.get(FIGURE);
  expect(body.data).toMatchObject({
    status: 'orphaned',
    text: { sha256: sha256(TEXT), held: true, current: false, intact: true },
    matches: true,
  });
  const moved = await world.get(QUOTE);
  expect(moved.body.data).toMatchObject({
    status: 'moved',
    text: { sha256: sha256(content), current: true },
    matches: true,
  });
});

test('context ends where the text does, and never goes through a character', async () => {
  const db = fresh();
  const { file } = minimal();
  load(db, { 'all.json': file });
  attachText(db, TEXT);
  await using world = await appOn(db);
  const { body } = await world.get(REPORTED);
  expect(body.data.spans[0].prefix).toBe('🌊 Низина: news of the flood\n');
});

test('an unknown id and an unknown parameter are refused', async () => {
  await using world = await served();
  const { status, body } = await world.get('/v1/quotes/quill-no-crossin/anchor');
  expect(status).toBe(404);
  expect(body.detail).toContain('"quill-no-crossing"');
  expect((await world.get('/v1/figures/nobody/anchor')).status).toBe(404);
  expect(await world.refused(`${QUOTE}?format=csv`)).toMatchObject([{ parameter: 'format' }]);
});

test('every record links to its proof', async () => {
  await using world = await served();
  for (const path of ['quotes/quill-no-crossing', 'figures/council-homes-flooded']) {
    const { body } = await world.get(`/v1/${path}`);
    expect(body.data.links.anchor).toBe(`/v1/${path}/anchor`);
  }
});

const NONE = { match: 0, differ: 0, not_held: 0 };

test('all anchors of held texts are proved, by status and by article', () => {
  using db = fresh();
  load(db, { 'all.json': minimal().file });
  attachText(db, TEXT);
  const proof = proveAnchors(db);
  expect(proof).toEqual({
    statuses: { unverified: NONE, verified: { ...NONE, match: 4 }, moved: NONE, orphaned: NONE },
    articles: { 'flood-news': { ...NONE, match: 4 } },
    texts: { held: 1, not_held: 0 },
    altered: [],
    mismatches: [],
  });
  expect(isProved(proof)).toBe(true);
  expect(proofTable(proof)).toMatch(/\nEvery anchor in a held text has its words there\.$/);
});

test('without a text nothing is proved, which is said and is no failure', () => {
  using db = fresh();
  load(db, { 'all.json': minimal().file });
  const proof = proveAnchors(db);
  expect(proof.statuses.unverified).toEqual({ ...NONE, not_held: 4 });
  expect(isProved(proof)).toBe(true);
  expect(proofTable(proof)).toMatch(/\nNo text is held, so nothing can be compared; .*$/);
});

test('every mismatch is told with its article, record, span and words, and the altered text', () => {
  using db = fresh();
  load(db, { 'all.json': minimal().file });
  attachText(db, TEXT);
  alter(db, 'told the', 'tell the');
  alter(db, 'Lowford', 'Lawford');
  const proof = proveAnchors(db);
  expect(isProved(proof)).toBe(false);
  const altered = TEXT.replace('told the', 'tell the').replace('Lowford', 'Lawford');
  expect(proof.altered).toEqual([
    { article: 'flood-news', sha256: sha256(TEXT), found: sha256(altered) },
  ]);
  const about = { article: 'flood-news', sha256: sha256(TEXT) };
  const { start } = spanOf(TEXT, 'Lowford');
  expect(proof.mismatches).toEqual([
    {
      ...about,
      kind: 'quotes',
      record: 'quill-no-crossing',
      role: 'cue',
      ...spanOf(TEXT, 'told'),
      exact: 'told',
      found: 'tell',
    },
    {
      ...about,
      kind: 'mentions',
      record: `“Lowford” at ${start}`,
      role: 'content',
      ...spanOf(TEXT, 'Lowford'),
      exact: 'Lowford',
      found: 'Lawford',
    },
  ]);
  const lines = proofTable(proof).split('\n');
  expect(lines.at(-1)).toBe('Not as on record: 2 spans, 1 text.');
  expect(lines.at(-3)).toMatch(/^flood-news › quotes quill-no-crossing › cue \d+–\d+: .*"tell"$/);
});

/** Runs the command on the database of a folder. */
function verify(folder: string, ...options: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--require', './src/node-version.cjs', 'seed/verify.ts', ...options],
    {
      cwd: join(import.meta.dirname, '..'),
      env: { ...process.env, ONRECORD_DB: join(folder, 'record.db') },
      encoding: 'utf8',
      timeout: 60_000,
    },
  );
  return { status, stdout, stderr };
}

test('npm run verify ends with 0 where all is as on record and with 1 where not, and changes nothing', () => {
  const folder = temporaryFolder();
  const db = openDatabase(join(folder, 'record.db'));
  load(db, { 'all.json': minimal().file });
  attachText(db, TEXT);
  const before = dump(db);
  const good = verify(folder);
  expect(good).toMatchObject({ status: 0, stderr: '' });
  expect(good.stdout).toMatch(/^anchors +match +differ +not held$/m);
  expect(good.stdout).toMatch(/^verified +4 +0 +0$/m);
  expect(good.stdout).toMatch(/^flood-news +4 +0 +0$/m);
  expect(dump(db)).toEqual(before);

  alter(db, 'more than 40', 'more than 41');
  const bad = verify(folder, '--json');
  expect(bad).toMatchObject({ status: 1, stderr: '' });
  expect(JSON.parse(bad.stdout)).toEqual(JSON.parse(JSON.stringify(proveAnchors(db))));
  db.$client.close();
});

test('npm run verify makes no database, and tells how to use it', () => {
  const folder = temporaryFolder();
  const missing = verify(folder);
  expect(missing).toMatchObject({ status: 1, stdout: '' });
  expect(missing.stderr).toMatch(/^There is no database .*record\.db; npm run seed makes it\.\n$/);
  expect(existsSync(join(folder, 'record.db'))).toBe(false);
  const unknown = verify(folder, '--jsn');
  expect(unknown.status).toBe(1);
  expect(unknown.stderr).toMatch(/'--jsn'[\s\S]*npm run verify -- \[options\]/);
  expect(verify(folder, '--help')).toMatchObject({ status: 0, stderr: '' });
});
