// The command npm run seed, started as npm does it.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect, test, vi } from 'vitest';
import { type Db, openDatabase } from '#db/open.ts';
import { recordJsonSchema } from '#record/schema.ts';
import { dump, minimal, TEXT, temporaryFolder, writeFiles } from './minimal.ts';

vi.setConfig({ testTimeout: 60_000 }); // milliseconds; each run starts a process

const ROOT = join(import.meta.dirname, '..');

/** Runs the command on the database of a folder. */
function seed(folder: string, ...options: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--require', './src/node-version.cjs', 'seed/seed.ts', ...options],
    {
      cwd: ROOT,
      env: { ...process.env, ONRECORD_DB: join(folder, 'record.db') },
      encoding: 'utf8',
      timeout: 60_000,
    },
  );
  return { status, stdout, stderr };
}

function inDatabase<T>(folder: string, work: (db: Db) => T): T {
  const db = openDatabase(join(folder, 'record.db'));
  try {
    return work(db);
  } finally {
    db.$client.close();
  }
}

test('seed loads the bundled record, and a second time changes nothing', () => {
  const folder = temporaryFolder();
  const first = seed(folder);
  expect(first).toMatchObject({ status: 0, stderr: '' });
  const lines = first.stdout.trimEnd().split('\n');
  expect(lines[0]).toMatch(/^records +inserted +corrected +unchanged$/);
  const kinds = ['entities', 'series', 'stories', 'utterances', 'articles', 'quotes', 'figures'];
  kinds.forEach((kind, index) => {
    expect(lines[index + 1]).toMatch(new RegExp(`^${kind} +[1-9]\\d* +0 +0$`));
  });
  expect(lines.slice(8)).toEqual([
    'texts: 0 attached now, 0 held, 5 not held',
    expect.stringMatching(/^anchors: 0 verified, [1-9]\d* unverified$/),
    'Loaded.',
  ]);

  const before = inDatabase(folder, dump);
  const second = seed(folder);
  expect(second).toMatchObject({ status: 0, stderr: '' });
  expect(second.stdout).toMatch(/\nNothing has changed\.\n$/);
  expect(inDatabase(folder, dump)).toEqual(before);
});

test('seed --check checks the bundled record, makes no database and says so', () => {
  const folder = temporaryFolder();
  const { status, stdout } = seed(folder, '--check');
  expect(status).toBe(0);
  expect(stdout).toMatch(/\nChecked only; nothing was loaded\.\n$/);
  expect(readdirSync(folder)).toEqual([]);
});

test('seed --file loads several files of one’s own instead, with a reason for the log', () => {
  const folder = temporaryFolder();
  const { entities, ...rest } = minimal().file;
  const files = writeFiles({ 'entities.json': { entities }, 'rest.json': rest });
  const { status, stdout } = seed(folder, '--reason', 'the flood', '--file', ...files);
  expect(status).toBe(0);
  expect(stdout).toMatch(/^entities +7 +0 +0$/m);
  const { changes = [] } = inDatabase(folder, dump);
  expect(changes).toHaveLength(16);
  for (const change of changes) expect(change).toMatchObject({ reason: 'the flood' });
});

test('seed --texts attaches the texts of a folder and verifies every anchor', () => {
  const folder = temporaryFolder();
  const [file = ''] = writeFiles({ 'all.json': minimal().file });
  const [text = ''] = writeFiles({ 'flood.txt': TEXT });
  const { status, stdout } = seed(folder, '--file', file, '--texts', dirname(text));
  expect(status).toBe(0);
  expect(stdout).toContain('texts: 1 attached now, 1 held, 0 not held\n');
  expect(stdout).toContain('anchors: 4 verified, 0 unverified\n');
});

test('seed --newer takes a newer text of an article and loads no record by itself', () => {
  const folder = temporaryFolder();
  const [file = ''] = writeFiles({ 'all.json': minimal().file });
  seed(folder, '--file', file);
  const [newer = ''] = writeFiles({ 'a=b.txt': `Updated.\n${TEXT}` });
  const { status, stdout } = seed(folder, '--newer', `flood-news=${newer}`, '--reason', 'updated');
  expect(status).toBe(0);
  expect(stdout).toMatch(/^articles +0 +0 +0$/m);
  expect(stdout).toMatch(/^flood-news: to the text [0-9a-f]{12}, 4 moved, 0 orphaned now$/m);
  expect(stdout).toMatch(/\nanchors: 0 verified, 0 unverified, 4 moved, 0 orphaned\nLoaded\.\n$/);
  const again = seed(folder, '--newer', `flood-news=${newer}`);
  expect(again.stdout).toMatch(/\nNothing has changed\.\n$/);
});

test('a refused file ends with 1, tells every reason, and leaves the database as it was', () => {
  const folder = temporaryFolder();
  const [good = ''] = writeFiles({ 'all.json': minimal().file });
  seed(folder, '--file', good);
  const before = inDatabase(folder, dump);
  const { file, figure, close } = minimal();
  figure.claimant = 'lowford';
  close.speaker = 'nobody';
  const [path = ''] = writeFiles({ 'wrong.json': file });
  const { status, stdout, stderr } = seed(folder, '--file', path);
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  const name = relative(ROOT, path);
  const [first, second, last] = stderr.split('\n');
  expect(first).toContain(
    `${name} › quill-bridge-closes › speaker: "nobody" is unknown. Allowed: `,
  );
  expect(second).toContain(`${name} › council-homes-flooded › claimant: "lowford" is a place. `);
  expect(last).toBe('Refused for 2 reasons; nothing was loaded.');
  expect(inDatabase(folder, dump)).toEqual(before);
});

test.for([
  [
    'a missing file',
    ['--file', 'nowhere.json'],
    /^nowhere\.json: cannot be read: ENOENT[\s\S]*Refused for 1 reason;/,
  ],
  ['a missing folder of texts', ['--texts', 'nowhere'], /^nowhere: cannot be read: ENOENT/],
  [
    'an unknown option',
    ['--files', 'x'],
    /Unknown option '--files'[\s\S]*npm run seed -- \[options\]/,
  ],
  ['an option without its value', ['--file'], /--file[\s\S]*npm run seed -- \[options\]/],
  ['a newer text that is missing', ['--newer', 'a=nowhere.txt'], /^nowhere\.txt: cannot be read: /],
  [
    'a newer text of no article',
    ['--newer', 'x.txt'],
    /"x\.txt" is no ARTICLE=FILE; [\s\S]*npm run seed -- \[options\]/,
  ],
  ['a stray word', ['x.json'], /"x\.json" is no option; [\s\S]*npm run seed -- \[options\]/],
] as const)('%s ends with 1, a reason and no stack trace', ([, options, message]) => {
  const folder = temporaryFolder();
  const { status, stdout, stderr } = seed(folder, ...options);
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr).toMatch(message);
  expect(stderr).not.toMatch(/^\s+at /m);
  expect(readdirSync(folder)).toEqual([]);
});

test('a database that cannot be used ends with 1 and a reason', () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'record.db'));
  const { status, stderr } = seed(folder);
  expect(status).toBe(1);
  expect(stderr).toMatch(/^The database .*record\.db cannot be opened: .*\. Set ONRECORD_DB/);
});

test('seed --help tells how to use it', () => {
  const { status, stdout, stderr } = seed(temporaryFolder(), '--help');
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  for (const option of ['--file', '--texts', '--newer', '--check', '--reason', '--help']) {
    expect(stdout).toContain(option);
  }
});

test('seed/record.schema.json is the schema of the loader', async () => {
  const schema = `${JSON.stringify(recordJsonSchema(), null, 2)}\n`;
  await expect(schema).toMatchFileSnapshot('../seed/record.schema.json');
});

test('seed --bulk makes a new database of the record files in a folder, and none in its place', () => {
  const { articles, utterances, ...reference } = minimal().file;
  const [first] = writeFiles({ '1.json': reference, '2.json': { utterances, articles } });
  const folder = temporaryFolder();
  const made = seed(folder, '--bulk', '--file', dirname(first as string));
  expect(made).toMatchObject({ status: 0, stdout: expect.stringMatching(/\nLoaded\.\n$/) });
  expect(made.stderr).toMatch(/ of 0 MB, 0 a second\nindexing\n$/);
  expect(readdirSync(folder)).toEqual(['record.db']);
  const held = seed(folder, '--bulk');
  expect(held).toMatchObject({ status: 1, stdout: '' });
  expect(held.stderr).toMatch(/record\.db holds a record already, .* Load without --bulk, or set/);
  expect(seed(folder, '--file', dirname(first as string)).stdout).toMatch(
    /\nNothing has changed\.\n$/,
  );
});

test('seed --bulk tells what is refused, and goes on where it was', () => {
  const { articles, utterances, ...reference } = minimal().file;
  const [first, second] = writeFiles({ '1.json': reference, '2.json': '{' }) as [string, string];
  const folder = temporaryFolder();
  const run = () => seed(folder, '--bulk', '--file', first, second);
  const refused = run();
  expect(refused).toMatchObject({ status: 1, stdout: '' });
  expect(refused.stderr).toMatch(
    /2\.json: cannot be read: .*\nRefused for 1 reason; nothing was loaded\.\n$/,
  );
  writeFileSync(second, JSON.stringify({ utterances, articles }));
  expect(run().stdout).toMatch(/\nquotes +2 +0 +0\n/);
});

test('seed refuses --bulk beside what it cannot do, and a folder without record files', () => {
  const folder = temporaryFolder();
  for (const option of ['--check', '--newer=a=b', '--changes=feed.ndjson']) {
    const { status, stderr } = seed(folder, '--bulk', option);
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: expect.stringMatching(/^--bulk goes with --file, --texts and --reason only\./),
    });
  }
  expect(seed(folder, '--file', folder).stderr).toMatch(
    /holds no record file\. Allowed: a folder of/,
  );
});

test('seed refuses a folder with a link that leads nowhere in words, of records and of texts', () => {
  const folder = temporaryFolder();
  symlinkSync(join(folder, 'gone.json'), join(folder, 'link.json'));
  for (const option of ['--file', '--texts']) {
    const { status, stdout, stderr } = seed(folder, option, folder);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(
      /^\S+: cannot be read: ENOENT.*link\.json'\. Allowed: a folder of .*\nRefused for 1 reason; nothing was loaded\.\n$/,
    );
  }
});

test('every bundled file names record.schema.json', () => {
  const folder = join(ROOT, 'seed');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.json') && !path.endsWith('.schema.json'))
    .map((path) => join(folder, path));
  expect(files.length).toBeGreaterThan(0);
  for (const file of files) {
    const { $schema } = JSON.parse(readFileSync(file, 'utf8'));
    expect(resolve(dirname(file), $schema ?? ''), file).toBe(join(folder, 'record.schema.json'));
  }
});
