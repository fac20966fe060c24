// The command npm run correct, and npm run seed with a feed of changes, started as npm does it.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { openDatabase } from '#db/open.ts';
import { correctionJsonSchema } from '#record/correction-schema.ts';
import { appOn } from './app.ts';
import { retract, set } from './correcting.ts';
import { dump, load, minimal, temporaryFolder, writeFiles } from './minimal.ts';

vi.setConfig({ testTimeout: 60_000 }); // milliseconds; each run starts a process

/** Runs a command on the database of a folder. */
function run(folder: string, command: 'correct' | 'seed', ...options: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--require', './src/node-version.cjs', `seed/${command}.ts`, ...options],
    {
      cwd: join(import.meta.dirname, '..'),
      env: { ...process.env, ONRECORD_DB: join(folder, 'record.db') },
      encoding: 'utf8',
      timeout: 60_000,
    },
  );
  return { status, stdout, stderr };
}

/** A folder with a database that holds the smallest record. */
function loadedFolder(): string {
  const folder = temporaryFolder();
  const db = openDatabase(join(folder, 'record.db'));
  load(db, { 'all.json': minimal().file });
  db.$client.close();
  return folder;
}

function dumpOf(folder: string) {
  const db = openDatabase(join(folder, 'record.db'));
  const rows = dump(db);
  db.$client.close();
  return rows;
}

const fileOf = (corrections: unknown[]): string =>
  writeFiles({ 'c.json': { $schema: 'correction.schema.json', corrections } })[0] ?? '';

const GOOD = [
  set('entities', 'ada-quill', { position: 'Lady Mayor' }),
  retract('figures', 'council-homes-flooded'),
];

test('correct makes the corrections of a file, and a second time changes nothing', () => {
  const folder = loadedFolder();
  const path = fileOf(GOOD);
  const first = run(folder, 'correct', path);
  expect(first).toMatchObject({ status: 0, stderr: '' });
  const lines = first.stdout.trimEnd().split('\n');
  expect(lines[0]).toMatch(/^records +inserted +corrected +retracted +merged +unchanged$/);
  expect(lines[1]).toMatch(/^entities +0 +1 +0 +0 +0$/);
  expect(lines[7]).toMatch(/^figures +0 +0 +1 +0 +0$/);
  expect(lines.slice(8)).toEqual(['Corrected.']);

  const before = dumpOf(folder);
  const second = run(folder, 'correct', path);
  expect(second).toMatchObject({ status: 0, stderr: '' });
  expect(second.stdout).toMatch(/^entities +0 +0 +0 +0 +1$/m);
  expect(second.stdout).toMatch(/\nNothing has changed\.\n$/);
  expect(dumpOf(folder)).toEqual(before);
});

test('correct --check changes nothing and says so', () => {
  const folder = loadedFolder();
  const before = dumpOf(folder);
  const { status, stdout } = run(folder, 'correct', '--check', fileOf(GOOD));
  expect(status).toBe(0);
  expect(stdout).toMatch(/^figures +0 +0 +1 +0 +0$/m);
  expect(stdout).toMatch(/\nChecked only; nothing was changed\.\n$/);
  expect(dumpOf(folder)).toEqual(before);
});

test('a refused file of corrections ends with 1 and every reason', () => {
  const folder = loadedFolder();
  const before = dumpOf(folder);
  const path = fileOf([...GOOD, retract('quotes', 'nobody'), retract('series', 'nothing')]);
  const { status, stdout, stderr } = run(folder, 'correct', path);
  expect([status, stdout]).toEqual([1, '']);
  const [first, ...rest] = stderr.trimEnd().split('\n');
  expect(first).toMatch(
    /c\.json › nobody › id: is unknown\. Allowed: the id of a record of quotes/,
  );
  expect(rest.at(-1)).toBe('Refused for 2 reasons; nothing was corrected.');
  expect(dumpOf(folder)).toEqual(before);
});

test.each([
  ['no file', [], /Name a file of corrections\.\n\nnpm run correct -- FILE/],
  ['two files', ['a.json', 'b.json'], /one file at a time/],
  ['an unknown option', ['--chekc'], /Unknown option '--chekc'/],
  ['a file that is not there', ['nowhere.json'], /nowhere\.json: cannot be read: ENOENT/],
  ['no JSON', [writeLater('{')], /cannot be read: .*\(line 1 column 2\)/],
])(
  'correct with %s ends with 1 and a message, and makes no database',
  (_about, options, message) => {
    const folder = temporaryFolder();
    const paths = options.map((one) => (typeof one === 'function' ? one() : one));
    const { status, stderr } = run(folder, 'correct', ...paths);
    expect(status).toBe(1);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/^ +at /m);
    expect(readdirSync(folder)).toEqual([]);
  },
);

function writeLater(content: string) {
  return () => writeFiles({ 'broken.json': content })[0] ?? '';
}

test('correct on a database that is not there refuses and makes none', () => {
  const folder = temporaryFolder();
  const { status, stderr } = run(folder, 'correct', fileOf(GOOD));
  expect(status).toBe(1);
  expect(stderr).toMatch(/^There is no database .*; npm run seed makes it\.$/m);
  expect(existsSync(join(folder, 'record.db'))).toBe(false);
});

test('correct --help tells how to use it', () => {
  const { status, stdout } = run(temporaryFolder(), 'correct', '--help');
  expect(status).toBe(0);
  expect(stdout).toMatch(/^npm run correct -- FILE/);
});

test('seed --changes makes a mirror of a feed, and brings it up to date', async () => {
  const folder = loadedFolder();
  run(folder, 'correct', fileOf(GOOD));
  await using world = await appOn(openDatabase(join(folder, 'record.db')));
  const { payload } = await world.app.inject('/v1/changes?format=ndjson');
  const [feed = ''] = writeFiles({ 'feed.ndjson': payload });
  const mirror = temporaryFolder();
  const checked = run(mirror, 'seed', '--check', '--changes', feed);
  expect(checked.stdout).toMatch(/^changes: 18 made again, 0 held before\nChecked only; nothing/);
  expect(readdirSync(mirror)).toEqual([]);
  const { status, stdout } = run(mirror, 'seed', '--changes', feed);
  expect([status, stdout]).toEqual([0, 'changes: 18 made again, 0 held before\nLoaded.\n']);
  const { data_version: _, ...rows } = dumpOf(mirror);
  const { data_version: __, ...expected } = dump(world.db);
  expect(rows).toEqual(expected);
  const again = run(mirror, 'seed', '--changes', feed);
  expect(again.stdout).toBe('changes: 0 made again, 18 held before\nNothing has changed.\n');
  const misused = run(mirror, 'seed', '--changes', feed, '--texts', '.');
  expect([misused.status, misused.stderr]).toEqual([1, expect.stringContaining('--changes goes')]);
});

test('seed/correction.schema.json is the schema of corrections', async () => {
  const schema = `${JSON.stringify(correctionJsonSchema(), null, 2)}\n`;
  await expect(schema).toMatchFileSnapshot('../seed/correction.schema.json');
});
