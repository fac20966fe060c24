// Makes every index in one go where very many records come in: they are taken away before, which is far
// cheaper than keeping them up with each record.
import { indexing, storeAll } from './index.ts';
import type { List } from './list.ts';
import type { Db } from './open.ts';
import { readRows } from './statements.ts';

/** Indexes that loading itself looks things up by, beside those of what may stand only once. */
const NEEDED_BY_LOADING = [
  'changes_by_record',
  'quotes_by_utterance',
  'quotes_by_text',
  'figures_by_text',
  'figures_by_quote',
  'quotes_by_continues',
  'utterances_by_reference',
  'texts_by_article',
];

/**
 * Takes away the indexes and triggers that make each record that comes in dear, and notes in the file
 * how they are made. Foreign keys have to be off until `indexAll` has made everything again.
 */
export function dropIndexes(db: Db): void {
  const { $client: client } = db;
  const needed = NEEDED_BY_LOADING.map((name) => `'${name}'`);
  client.transaction(() => {
    client.exec(`
      create table dropped as select type, name, sql from sqlite_schema
        where type in ('index', 'trigger') and sql is not null and name not in (${needed})
          and (sql not like 'CREATE UNIQUE INDEX%' or tbl_name = 'changes')
        order by type, rowid`);
    for (const { type, name } of droppedFrom(db) ?? []) client.exec(`drop ${type} "${name}"`);
  })();
}

type Dropped = { type: string; name: string; sql: string };

/** What is still to be made again; undefined where all of it is there. */
function droppedFrom({ $client: client }: Db): Dropped[] | undefined {
  const is = client.prepare("select 1 from sqlite_schema where name = 'dropped'").get();
  if (is === undefined) return undefined;
  return client.prepare<[], Dropped>('select type, name, sql from dropped order by rowid').all();
}

/**
 * Makes every index of all records at once, which is far cheaper than keeping them up with each, and
 * then the triggers, which keep them up from there on. A run that was stopped may be made again.
 */
export function indexAll(
  db: Db,
  lists: List<unknown>[],
  progress: (step: string) => void = () => {},
): void {
  const { $client: client } = db;
  const dropped = droppedFrom(db);
  if (dropped === undefined) return;
  const step = (name: string, statements: string) => {
    progress(name);
    client.transaction(() => client.exec(statements))();
  };
  step(
    'utterances',
    `update utterances set
      (said_on, speaker_id) = (select said_on, speaker_id from quotes where id = reference_id),
      wordings = (select count(*) from quotes where utterance_id = utterances.id)`,
  );
  for (const { name, sql } of dropped.filter(({ type }) => type === 'index')) {
    step(name, `${sql}; delete from dropped where name = '${name}'`);
  }
  step(
    'series',
    'update series set figures = (select count(*) from figures where series_id = series.id)',
  );
  for (const table of fullTextsOf(db)) {
    step(table, `${inMemory(table)} insert into ${table}(${table}) values ('rebuild')`);
  }
  const indexes = lists.flatMap(({ index }) => index ?? []);
  for (const index of indexes) {
    const { table } = index;
    step(
      table,
      `${inMemory(table)} insert into ${table}(${table}) values ('delete-all'); ${indexing(index)}`,
    );
  }
  optimizeIndexes(db, lists);
  for (const table of tablesOf(db, lists)) {
    client.exec(`insert into ${table}(${table}, rank) values ('hashsize', 1048576)`); // as usual
  }
  for (const list of lists) {
    progress(`JSON of ${list.name}`);
    storeAll(db, list, (work) => client.transaction(work)());
  }
  const triggers = dropped.filter(({ type }) => type === 'trigger').map(({ sql }) => `${sql};`);
  step('triggers', `${triggers.join('\n')} drop table dropped`);
}

const MOST_UNWRITTEN = 64 * 2 ** 20; // bytes of an index, which FTS5 writes out 1 MiB at a time
const inMemory = (table: string): string =>
  `insert into ${table}(${table}, rank) values ('hashsize', ${MOST_UNWRITTEN});`;

/** Merges what full text and filters are indexed in; worth it after a load of many records. */
export function optimizeIndexes(db: Db, lists: List<unknown>[]): void {
  for (const table of tablesOf(db, lists)) {
    db.$client.exec(`insert into ${table}(${table}) values ('optimize')`);
  }
}

const tablesOf = (db: Db, lists: List<unknown>[]): string[] => [
  ...fullTextsOf(db),
  ...lists.flatMap(({ index }) => index?.table ?? []),
];

const fullTextsOf = (db: Db): string[] =>
  readRows<[string]>(
    db,
    "select name from sqlite_schema where type = 'table' and name like '%\\_fts' escape '\\'",
  ).flat();
