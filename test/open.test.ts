// Database files: made, opened again, migrated, and refused with a reason and left as they are.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { type Db, openDatabase, UnusableDatabase } from '#db/open.ts';
import { dump, load, minimal, temporaryFolder } from './minimal.ts';

const MIGRATIONS = join(import.meta.dirname, '../migrations');

/** Opens, does something, and closes, as a process does. */
function session<T>(path: string, work: (db: Db) => T, migrations = MIGRATIONS): T {
  const db = openDatabase(path, migrations);
  try {
    return work(db);
  } finally {
    db.$client.close();
  }
}

/** A file with the minimal record in it. */
function loadedFile(): string {
  const path = join(temporaryFolder(), 'record.db');
  session(path, (db) => load(db, { 'all.json': minimal().file }));
  return path;
}

test('a missing file and its folders are made, and the file opens again as it was left', () => {
  const path = join(temporaryFolder(), 'some/folders/record.db');
  const before = session(path, (db) => {
    load(db, { 'all.json': minimal().file });
    return dump(db);
  });
  expect(session(path, dump)).toEqual(before);
});

test('a closed database is one file', () => {
  const path = loadedFile();
  expect(readdirSync(join(path, '..'))).toEqual(['record.db']);
});

test('a serialised database opens again', () => {
  const bytes = session(':memory:', (db) => {
    load(db, { 'all.json': minimal().file });
    return db.$client.serialize();
  });
  const db = openDatabase(bytes);
  expect(dump(db).quotes).toHaveLength(2);
  db.$client.close();
});

/** Makes a file with raw SQL, or changes the one that is there. */
function write(path: string, statements: string): void {
  const client = new Database(path);
  client.exec(statements);
  client.close();
}

type Spoiled = [fact: string, spoil: (path: string) => void, message: RegExp];

const SPOILED: Spoiled[] = [
  [
    'a database whose pages are overwritten',
    (path) => {
      const bytes = readFileSync(path);
      bytes.fill(7, 4096, 40_960);
      writeFileSync(path, bytes);
    },
    /cannot be opened: .*damaged or no database: restore a backup/,
  ],
  [
    'a text file',
    (path) => writeFileSync(path, 'Not a database, but a text that is long enough. '.repeat(99)),
    /cannot be opened: file is not a database\. .*restore a backup, or set ONRECORD_DB/,
  ],
  [
    'the database of another program',
    (path) => {
      writeFileSync(path, '');
      write(path, 'create table songs (title text); insert into songs values (1)');
    },
    /is not an On Record database: it holds songs and lacks our mark\. Set ONRECORD_DB/,
  ],
  [
    'the database of another program that uses drizzle',
    (path) => {
      writeFileSync(path, '');
      write(path, 'create table __drizzle_migrations (id, hash text, created_at numeric);');
      write(path, "insert into __drizzle_migrations values (1, 'abc', 1)");
    },
    /made by an edited or different migration|is not an On Record database/,
  ],
  [
    'a newer database',
    (path) => write(path, "insert into __drizzle_migrations values (99, 'abc', 9999999999999)"),
    /is newer than this program: it carries \d+ migrations, this version knows \d+/,
  ],
  [
    'a database of an edited migration',
    (path) => write(path, "update __drizzle_migrations set hash = 'abc' where rowid = 1"),
    /was made by an edited or different migration \(number 0\)/,
  ],
  [
    'a database without a log of migrations',
    (path) => write(path, 'drop table __drizzle_migrations'),
    /is half migrated: it has our mark but no log of migrations/,
  ],
  [
    'a database that has more than its log of migrations says',
    (path) => write(path, 'delete from __drizzle_migrations where rowid > 1'),
    /half migrated/,
  ],
  [
    'a half migrated database that lacks a table',
    (path) => write(path, 'drop table article_authors'),
    /is edited or half migrated: article_authors is missing/,
  ],
  [
    'a half migrated database that lacks a trigger',
    (path) => write(path, 'drop trigger changes_are_not_edited'),
    /is edited or half migrated: changes_are_not_edited is missing/,
  ],
  [
    'a half migrated database that lacks an index',
    (path) => write(path, 'drop index quotes_by_speaker'),
    /is edited or half migrated: quotes_by_speaker is missing/,
  ],
  [
    'a database that is cut off',
    (path) => writeFileSync(path, readFileSync(path).subarray(0, 3 * 4096 + 100)),
    /cannot be opened|damaged|malformed/,
  ],
];

test.for(SPOILED)('%s is refused and left as it is', ([, spoil, message]) => {
  const path = loadedFile();
  spoil(path);
  const before = readFileSync(path);
  const error = failureOf(() => openDatabase(path));
  expect(error).toBeInstanceOf(UnusableDatabase);
  expect(error?.message).toMatch(message);
  expect(error?.message).toContain(path);
  expect(readFileSync(path).equals(before)).toBe(true);
});

function failureOf(work: () => unknown): Error | undefined {
  try {
    work();
  } catch (error) {
    return error as Error;
  }
  return undefined;
}

test('a database that another process holds is refused with that reason', () => {
  const path = loadedFile();
  const holder = new Database(path);
  holder.pragma('locking_mode = EXCLUSIVE');
  holder.exec('begin exclusive');
  const error = failureOf(() => openDatabase(path));
  holder.close();
  expect(error).toBeInstanceOf(UnusableDatabase);
  expect(error?.message).toMatch(/Another process holds it/);
}, 20_000);

test('a folder where the file should be is refused', () => {
  const folder = temporaryFolder();
  const path = join(folder, 'record.db');
  mkdirSync(path);
  expect(() => openDatabase(path)).toThrow(UnusableDatabase);
  expect(() => openDatabase(path)).toThrow(/record\.db cannot be opened: .*\. Set ONRECORD_DB/);
});

test('a path below a file is refused', () => {
  const path = join(loadedFile(), 'record.db');
  expect(() => openDatabase(path)).toThrow(UnusableDatabase);
  expect(existsSync(path)).toBe(false);
});

/** The migrations with one more, which rebuilds `entities` as drizzle-kit does it. */
function withRebuild(): string {
  const folder = temporaryFolder();
  cpSync(MIGRATIONS, folder, { recursive: true });
  const path = join(folder, 'meta/_journal.json');
  const journal = JSON.parse(readFileSync(path, 'utf8'));
  const { length } = journal.entries;
  const last = journal.entries[length - 1];
  const tag = `${`${length}`.padStart(4, '0')}_rebuild`;
  journal.entries.push({ ...last, idx: length, when: last.when + 1, tag });
  writeFileSync(path, JSON.stringify(journal));
  const columns = 'id, slug, kind, name, named, description, wikidata_id, note';
  const statements = [
    'PRAGMA foreign_keys=OFF;',
    `CREATE TABLE __new_entities (id integer PRIMARY KEY NOT NULL, slug text NOT NULL,
      kind text NOT NULL, name text NOT NULL, named integer NOT NULL, description text,
      wikidata_id text, note text, emblem text) STRICT;`,
    `INSERT INTO __new_entities(${columns}) SELECT ${columns} FROM entities;`,
    'DROP TABLE entities;',
    'ALTER TABLE __new_entities RENAME TO entities;',
    'PRAGMA foreign_keys=ON;',
    'CREATE UNIQUE INDEX entities_slug_unique ON entities (slug);',
  ];
  writeFileSync(join(folder, `${tag}.sql`), statements.join('\n--> statement-breakpoint\n'));
  return folder;
}

test('a migration that rebuilds a parent table keeps its children', () => {
  const path = loadedFile();
  const { entities: _before, __drizzle_migrations: _log, ...children } = session(path, dump);
  const rebuilt = session(path, dump, withRebuild());
  expect(rebuilt).toMatchObject(children);
  expect(rebuilt.entities?.[0]).toMatchObject({ slug: 'ada-quill', emblem: null });
});

/** Rows as they were before quotes and figures had a column for hops. */
const BEFORE_HOPS = `
  begin; pragma defer_foreign_keys = on;
  insert into entities (id, slug, kind, name, named) values (1, 'herald', 'organization', 'Herald', 1);
  insert into articles (id, slug, language, abstract, text_id) values (1, 'news', 'en', 'News.', 1);
  insert into texts (id, article_id, sha256, length) values (1, 1, '${'0'.repeat(64)}', 9);
  insert into utterances (id, slug) values (1, 'said');
  insert into quotes (id, slug, article_id, text_id, position, type, content, content_origin,
    language, location, utterance_id, relation) values
    (1, 'relayed', 1, 1, 1, 'direct', 'Yes.', 'verbatim', 'en', 'body', 1, 'identical'),
    (2, 'direct', 1, 1, 2, 'direct', 'Yes.', 'verbatim', 'en', 'body', 1, 'identical');
  insert into series (id, slug, title, measure, unit, temporality) values
    (1, 'homes', 'Homes', 'flooded', 'home', 'stock');
  insert into figures (id, slug, series_id, article_id, text_id, position, value, comparator,
    expression, start, "end") values
    (1, 'twelve', 1, 1, 1, 1, 12, 'exact', '12', 0, 2),
    (2, 'fifteen', 1, 1, 1, 2, 15, 'exact', '15', 3, 5);
  insert into attribution_hops (quote_id, figure_id, position, role, agent_id) values
    (1, null, 1, 'translator', 1), (1, null, 2, 'agency', 1), (null, 1, 1, 'outlet', 1);
  commit;
`;

/** The migrations before the one that is called so. */
function withoutFrom(name: string): string {
  const folder = temporaryFolder();
  cpSync(MIGRATIONS, folder, { recursive: true });
  const path = join(folder, 'meta/_journal.json');
  const journal = JSON.parse(readFileSync(path, 'utf8'));
  const from = journal.entries.findIndex(({ tag }: { tag: string }) => tag.endsWith(name));
  expect(from, `${name} is a migration`).toBeGreaterThan(0);
  journal.entries = journal.entries.slice(0, from);
  writeFileSync(path, JSON.stringify(journal));
  return folder;
}

test('a file from before hops were counted has them counted', () => {
  const path = join(temporaryFolder(), 'record.db');
  const old = withoutFrom('_hops');
  session(path, (db) => db.$client.exec(BEFORE_HOPS), old);
  const columns = (db: Db) => Object.keys(dump(db).quotes?.[0] ?? {});
  expect(session(path, columns, old)).not.toContain('hops');
  const { quotes, figures } = session(path, dump);
  expect(quotes).toMatchObject([
    { slug: 'relayed', hops: 2 },
    { slug: 'direct', hops: 0 },
  ]);
  expect(figures).toMatchObject([
    { slug: 'twelve', hops: 1 },
    { slug: 'fifteen', hops: 0 },
  ]);
});

test('a program that lacks the last migration of a file refuses it', () => {
  const path = loadedFile();
  session(path, () => {}, withRebuild());
  expect(() => openDatabase(path)).toThrow(/is newer than this program/);
});

test('a database whose rows point to nothing is refused when it is migrated', () => {
  const path = loadedFile();
  write(path, 'pragma foreign_keys = off; update quotes set speaker_id = 999');
  const error = failureOf(() => openDatabase(path, withRebuild()));
  expect(error).toBeInstanceOf(UnusableDatabase);
  expect(error?.message).toMatch(/rows point to nothing, the first in quotes to entities/);
});

/** The migrations up to one, as an older program had them. */
function migrationsUpTo(tag: string): string {
  const folder = temporaryFolder();
  cpSync(MIGRATIONS, folder, { recursive: true });
  const path = join(folder, 'meta/_journal.json');
  const journal = JSON.parse(readFileSync(path, 'utf8'));
  const last = journal.entries.findIndex((entry: { tag: string }) => entry.tag === tag);
  journal.entries.splice(last + 1);
  writeFileSync(path, JSON.stringify(journal));
  return folder;
}

test('a log from before changes had an origin gets it, and the utterances that it did not tell', () => {
  const path = join(temporaryFolder(), 'record.db');
  const change = (action: string, kind: string, id: string, after: object) =>
    `insert into changes (recorded_at, action, kind, record_id, reason, after)
      values ('2026-01-02T03:04:05.678Z', '${action}', '${kind}', '${id}', 'a', '${JSON.stringify(after)}');`;
  session(
    path,
    ({ $client }) =>
      $client.exec(`begin; pragma defer_foreign_keys = on;
        insert into articles (id, slug, language, text_id, abstract) values (1, 'a', 'en', 1, 'a');
        insert into texts (id, article_id, sha256, length) values (1, 1, '${'0'.repeat(64)}', 9);
        insert into utterances (id, slug, reference_id) values (1, 'alone', 1);
        insert into utterances (id, slug, title, reference_id) values (2, 'told', 'b', 1);
        insert into quotes (id, slug, article_id, text_id, position, type, content, content_origin,
          language, location, utterance_id, relation)
          values (1, 'alone', 1, 1, 0, 'direct', 'a', 'verbatim', 'en', 'body', 1, 'identical');
        ${change('insert', 'utterances', 'told', { id: 'told' })}
        ${change('merge', 'utterances', 'other', { merged_into: 'told' })}
        commit`),
    migrationsUpTo('0003_count_hops'),
  );
  const { changes } = session(path, dump);
  expect(changes).toMatchObject([
    { sequence: 1, id: '1', action: 'insert', origin: 'load', record_id: 'told' },
    { sequence: 2, id: '2', action: 'merge', origin: 'settlement', record_id: 'other' },
    {
      sequence: 3,
      action: 'insert',
      origin: 'settlement',
      record_id: 'alone',
      after: '{"id":"alone","title":null,"reference":"alone","note":null}',
    },
  ]);
  const emptied = () => session(path, ({ $client }) => $client.exec('delete from changes'));
  expect(emptied).toThrow(/append-only/);
});

test('a log that a clock put back has recorded out of time is put in time, and stays so', () => {
  const path = join(temporaryFolder(), 'record.db');
  const log = (times: string[]) =>
    times.map(
      (time, index) => `insert into changes (recorded_at, action, origin, kind, record_id, reason)
        values ('2026-01-${time}', 'retract', 'correction', 'series', 'a${index}', 'a');`,
    );
  const told = ({ $client }: Db) =>
    $client.prepare('select recorded_at from changes order by sequence').pluck().all();
  session(
    path,
    ({ $client }) => $client.exec(log(['02', '05', '03', '04', '05', '06', '01']).join('')),
    migrationsUpTo('0015_indexes_of_filters_with_other_sorts'),
  );
  const days = ['02', '05', '05', '05', '05', '06', '06'];
  expect(session(path, told)).toEqual(days.map((day) => `2026-01-${day}`));
  const append = (time: string) =>
    session(path, ({ $client }) => $client.exec(log([time])[0] ?? ''));
  expect(() => append('05')).toThrow(/is recorded before the one that it follows/);
  append('06');
  expect(() =>
    session(path, ({ $client }) => $client.exec("update changes set reason = ''")),
  ).toThrow(/append-only/);
});
