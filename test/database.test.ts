// The tables: strict, indexed, checked, and followed by full text. Files: open.test.ts.
import { expect, test } from 'vitest';
import { indexChanged } from '#db/index.ts';
import type { Db } from '#db/open.ts';
import { quoteList } from '#quotes/queries.ts';
import { optimizedAfter } from '#record/transaction.ts';
import { utteranceList } from '#utterances/queries.ts';
import { attachText, fresh, load, minimal, TEXT } from './minimal.ts';

function loaded(): Db & Disposable {
  const db = fresh();
  load(db, { 'all.json': minimal().file });
  return db;
}

test('every table is strict, and foreign keys are enforced', () => {
  using db = loaded();
  const lax = db.$client
    .prepare(
      "select name from pragma_table_list where type = 'table' and schema = 'main' and not strict",
    )
    .pluck()
    .all() as string[];
  expect(lax.filter((name) => !/^sqlite_|^__drizzle|_fts/.test(name))).toEqual([]);
  expect(db.$client.pragma('foreign_keys', { simple: true })).toBe(1);
  const orphaned = 'update quotes set speaker_id = 999';
  expect(() => db.$client.exec(orphaned)).toThrow(/FOREIGN KEY constraint failed/);
});

test('every column that refers to a row begins an index', () => {
  using db = fresh();
  const unindexed = db.$client
    .prepare(
      `select m.name || '.' || fk."from" from sqlite_schema m, pragma_foreign_key_list(m.name) fk
      where m.type = 'table' and not exists (
        select 1 from pragma_index_list(m.name) i, pragma_index_info(i.name) c
        where c.seqno = 0 and c.name = fk."from"
      ) and not exists ( -- an integer primary key is the table's own order
        select 1 from pragma_table_info(m.name) t where t.pk = 1 and t.name = fk."from"
      )`,
    )
    .pluck()
    .all();
  expect(unindexed).toEqual([]);
});

// biome-ignore format: a table, one statement a line
const WRONG = [
  ['a day that no calendar has', "update quotes set said_on = '2022-02-30'"],
  ['a day in words', "update quotes set said_on = 'a Thursday' where said_on is not null"],
  ['a day of an article in words', "update articles set published_on = 'Thursday'"],
  ['a day of a figure in words', "update figures set as_of = 'Thursday', as_of_accuracy = 'day'"],
  ['a day of a series in words', "update series set counting_since = 'Thursday'"],
  ['a date without accuracy', 'update quotes set said_on_accuracy = null'],
  ['an unknown accuracy', "update quotes set said_on_accuracy = 'hour'"],
  ['a slug with a capital letter', "update entities set slug = 'Ada' where id = 1"],
  ['an empty slug', "update stories set slug = ''"],
  ['a number of a vague figure', "update figures set comparator = 'vague'"],
  ['a figure without a number', 'update figures set value = null'],
  ['between without a second number', "update figures set comparator = 'between'"],
  ['a second number below the first', "update figures set comparator = 'between', value_max = 1"],
  ['an unknown comparator', "update figures set comparator = 'over'"],
  ['a figure that ends where it starts', 'update figures set "end" = start'],
  ['a span that ends before it starts', 'update quote_spans set "end" = start - 1'],
  ['a hop of neither a quote nor a figure', 'update attribution_hops set quote_id = null'],
  ['a hop of both a quote and a figure', 'update attribution_hops set quote_id = 1, figure_id = 1'],
  ['a hop at position 0', 'update attribution_hops set position = 0'],
  ['an unknown anchor status of a quote', "update quotes set anchor_status = 'sure'"],
  ['an unknown anchor status of a figure', "update figures set anchor_status = 'sure'"],
  ['an unknown anchor status of a mention', "update mentions set anchor_status = 'sure'"],
  ['an indirect quote that claims to be verbatim', "update quotes set content_origin = 'verbatim'"],
  ['a latitude of 91', 'update places set latitude = 91 where latitude is not null'],
  ['a latitude without a longitude', 'update places set longitude = null'],
  ['a story without a relation', 'update articles set story_relation = null'],
  ['a text of another length than recorded', "update texts set content = 'short'"],
  ['a SHA-256 that is none', "update texts set sha256 = 'abc'"],
  ['a country in lower case', "update people set country = 'ua'"],
  [
    'a change that is no JSON',
    "insert into changes (recorded_at, action, origin, kind, record_id, reason, after) values ('9999', 'insert', 'load', 'quotes', 'x', '', '{')",
  ],
  [
    'an unknown origin of a change',
    "insert into changes (recorded_at, action, origin, kind, record_id, reason) values ('9999', 'insert', 'hand', 'quotes', 'x', '')",
  ],
] as const;

test.for(WRONG)('a check refuses %s', ([, statement]) => {
  using db = loaded();
  expect(() => db.$client.exec(statement)).toThrow(/CHECK constraint failed/);
});

const SEARCH = {
  quotes: 'select slug from quotes where id in (select rowid from quotes_fts(?))',
  names: 'select name from names where id in (select rowid from names_fts(?))',
  articles: 'select slug from articles where id in (select rowid from articles_fts(?))',
};

const found = (db: Db, what: keyof typeof SEARCH, words: string) =>
  db.$client.prepare(SEARCH[what]).pluck().all(words);

test('full text finds quotes, names in any script, headlines, abstracts and held texts', () => {
  using db = loaded();
  expect(found(db, 'quotes', 'crossing')).toEqual(['quill-no-crossing']);
  expect(found(db, 'names', 'квілл')).toEqual(['Ада Квілл']);
  expect(found(db, 'articles', 'headline:flood')).toEqual(['flood-news']);
  expect(found(db, 'articles', 'abstract:reports')).toEqual(['flood-news']);
  expect(found(db, 'articles', 'text:council')).toEqual([]);
  attachText(db, TEXT);
  expect(found(db, 'articles', 'text:council')).toEqual(['flood-news']);
});

test('full text follows a correction, and forgets what is no longer there', () => {
  using db = loaded();
  attachText(db, TEXT);
  const { file, close, mayor, article } = minimal();
  close.content = 'The viaduct is to be shut.';
  mayor.names[1] = { name: 'Ада Перо', script: 'Cyrl', language: 'uk', kind: 'alias' };
  article.headline = 'Viaduct shut';
  article.abstract = 'About a viaduct.';
  load(db, { 'all.json': file });
  expect(found(db, 'quotes', 'viaduct')).toEqual(['quill-bridge-closes']);
  expect(found(db, 'quotes', 'bridge')).toEqual([]);
  expect(found(db, 'names', 'перо')).toEqual(['Ада Перо']);
  expect(found(db, 'names', 'квілл')).toEqual([]);
  expect(found(db, 'articles', 'headline:viaduct abstract:viaduct')).toEqual(['flood-news']);
  expect(found(db, 'articles', 'headline:news OR abstract:reports')).toEqual([]);
  expect(found(db, 'articles', 'text:council')).toEqual(['flood-news']);
});

test('full text follows deletion', () => {
  using db = loaded();
  attachText(db, TEXT);
  db.$client.exec(`pragma foreign_keys = off;
    delete from quotes; delete from names; update texts set content = null`);
  const matches = (table: string, words: string) =>
    db.$client.prepare(`select count(*) from ${table}(?)`).pluck().get(words);
  expect(matches('quotes_fts', 'crossing')).toBe(0);
  expect(matches('names_fts', 'lowford')).toBe(0);
  expect(matches('articles_fts', 'text:council')).toBe(0);
  db.$client.exec('delete from articles');
  expect(matches('articles_fts', 'news')).toBe(0);
});

test('the names of an entity go with it, from the full text too', () => {
  using db = loaded();
  expect(found(db, 'names', 'residents')).toEqual(['Residents']);
  db.$client.exec("delete from entities where slug = 'lowford-residents'");
  const matches = "select count(*) from names_fts('residents')";
  expect(db.$client.prepare(matches).pluck().get()).toBe(0);
});

test('after many changes full texts and indexes of filters are in one piece, after few not yet', () => {
  using db = loaded();
  const pieces = () =>
    ['quotes_fts', 'quotes_index', 'utterances_index'].map((table) =>
      db.$client.prepare(`select count(distinct segid) from ${table}_idx`).pluck().get(),
    );
  const change = () => {
    db.$client.exec("update quotes set content = content || '!'");
    indexChanged(db, [quoteList, utteranceList]);
  };
  optimizedAfter(db, change);
  for (const number of pieces()) expect(number).toBeGreaterThan(1);
  optimizedAfter(db, change, 0);
  expect(pieces()).toEqual([1, 1, 1]);
});
