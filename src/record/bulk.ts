// Loads very many records into a new database: part by part into a file beside it, without indexes
// until all are there, and goes on where a run was stopped.
import { existsSync, renameSync, rmSync } from 'node:fs';
import { getTableName, is } from 'drizzle-orm';
import { getTableConfig, SQLiteTable } from 'drizzle-orm/sqlite-core';
import { dropIndexes, indexAll } from '#db/index-all.ts';
import {
  brokenReferences,
  type Db,
  openDatabase,
  openUnfinished,
  UnusableDatabase,
} from '#db/open.ts';
import { readRows, textOf } from '#db/statements.ts';
import * as tables from '#db/tables.ts';
import { RECORD_KINDS } from '#db/vocabulary.ts';
import type { ArticleText, ReadFile } from './files.ts';
import { forEachKind } from './forms.ts';
import { loadWithin, type Report } from './load.ts';
import { countAll } from './texts.ts';
import { INDEXED } from './transaction.ts';
import type { Tally } from './writing.ts';

/** Records that come in together; what they refer to is among them or in a part before them. */
export type Part = {
  /** Tells the part from every other: a run goes on where an earlier one had the same parts. */
  name: string;
  /** How large it is beside the others. */
  size: number;
  read: () => { files: ReadFile[]; texts: ArticleText[] };
};

export type BulkProgress = {
  /** What is being done: loading, or the index that is being made. */
  step: string;
  /** Sizes of parts: of those that are loaded, of those that this run has loaded, and of all. */
  done: number;
  now: number;
  total: number;
};

/** The step in which the parts come in; the others are indexes that are made. */
export const LOADING = 'loading';

/**
 * Parts come in together up to this share of what is there, which is the most that a stop loses. Every
 * transaction writes most of the indexes of ids anew, since ids come at random: were they all as small as
 * the first, twice as many records would take four times as long.
 */
const TOGETHER = 1 / 10;

type BulkOptions = { reason?: string; progress?: (progress: BulkProgress) => void };

/** The file in which a database is made. */
export const unfinished = (target: string): string => `${target}.loading`;

/**
 * Makes a database of all parts. It is there once everything is: what was loaded before a part is
 * refused, or the run is stopped, stands in the file beside it, but for the last parts.
 * @throws RefusedRecord with every refusal of a part.
 * @throws UnusableDatabase where the database holds a record already.
 */
export function loadInBulk(target: string, parts: Part[], options: BulkOptions = {}): Report {
  refuseHeld(target);
  const path = unfinished(target);
  const db = goOn(path, parts) ?? begin(path);
  let report: Report;
  try {
    report = make(db, parts, options);
    refuseHeld(target); // it may have come about in the meantime
    db.$client.exec('drop table loaded');
    db.$client.pragma('journal_mode = WAL'); // as it is when it is served
  } finally {
    db.$client.close();
  }
  renameSync(path, target);
  return report;
}

/** Loads the parts that are not loaded yet, and indexes all. */
function make(db: Db, parts: Part[], { reason, progress = () => {} }: BulkOptions): Report {
  const loaded = namesIn(db)?.length ?? 0;
  const state = {
    step: LOADING,
    done: sizeOf(parts.slice(0, loaded)),
    now: 0,
    total: sizeOf(parts),
  };
  let together = 0; // what came in since the last transaction ended
  for (const part of parts.slice(loaded)) {
    if (!db.$client.inTransaction) db.$client.exec('begin');
    loadPart(db, part, reason);
    state.done += part.size;
    state.now += part.size;
    together += part.size;
    if (together >= state.done * TOGETHER || state.done === state.total) {
      db.$client.exec('commit');
      together = 0;
    }
    progress(state);
  }
  indexAll(db, INDEXED, (step) => progress({ ...state, step }));
  progress({ ...state, step: 'checks' });
  refuseBroken(db);
  return reportOn(db);
}

const sizeOf = (parts: Part[]): number => parts.reduce((sum, { size }) => sum + size, 0);

/** An existing record is never taken away, nor a file that another process writes to. */
function refuseHeld(target: string): void {
  if (!existsSync(target)) return;
  const db = openDatabase(target);
  const isHeld = readRows(db, 'select 1 from changes limit 1').length > 0;
  db.$client.close();
  if (isHeld) {
    throw new UnusableDatabase(
      `${target} holds a record already, and loading in bulk makes a new database. ` +
        'Load without --bulk, or set ONRECORD_DB to a path where none exists yet.' +
        (existsSync(unfinished(target))
          ? ` To keep what ${unfinished(target)} has loaded already, move ${target} away and give ` +
            'the same command again.'
          : ''),
    );
  }
  if (existsSync(`${target}-wal`)) {
    throw new UnusableDatabase(`Another process holds ${target}: end that one first.`);
  }
}

/** What an earlier run has left, where it began with the same parts; anything else is made anew. */
function goOn(path: string, parts: Part[]): Db | undefined {
  if (!existsSync(path)) return undefined;
  const db = openUnfinished(path);
  const names = db && namesIn(db);
  if (names?.every((name, position) => name === parts[position]?.name)) return db;
  db?.$client.close();
  for (const file of [path, `${path}-journal`]) rmSync(file, { force: true });
  return undefined;
}

function begin(path: string): Db {
  const db = openUnfinished(path) as Db;
  dropIndexes(db);
  db.$client.exec('create table loaded (position integer primary key, name text, report text)');
  return db;
}

/** The parts that are loaded; undefined where the file was left before it was ready for any. */
function namesIn(db: Db): string[] | undefined {
  const isReady = readRows(db, "select 1 from sqlite_schema where name = 'loaded'").length > 0;
  if (!isReady) return undefined;
  return readRows<[string]>(db, 'select name from loaded order by position').map(([name]) => name);
}

function loadPart(db: Db, { name, read }: Part, reason: string | undefined): void {
  const { files, texts } = read();
  const report = loadWithin(db, files, { texts, ...(reason !== undefined && { reason }) });
  db.$client
    .prepare('insert into loaded (name, report) values (?, ?)')
    .run(name, JSON.stringify(report));
}

/** Foreign keys and checks are off while records come in: what holds row by row is proved for all. */
function refuseBroken(db: Db): void {
  const unmet = Object.values(tables)
    .filter((one) => is(one, SQLiteTable))
    .filter((table) => isUnmet(db, table))
    .map((table) => `a row of ${getTableName(table)} does not meet its checks`);
  const broken = [
    ...unmet,
    ...brokenReferences(db.$client).map(
      ({ table, parent }) => `a row of ${table} points to nothing in ${parent}`,
    ),
  ];
  if (broken.length === 0) return;
  throw new UnusableDatabase(
    `${db.$client.name} is damaged: ${broken[0]}. Delete it, and load everything again.`,
  );
}

/** Whether a row of a table fails one of its checks. */
function isUnmet(db: Db, table: SQLiteTable): boolean {
  const checks = getTableConfig(table).checks.map(({ value }) => `(${textOf(value)})`);
  const unmet = `select 1 from ${textOf(table)} where not (${checks.join(' and ')}) limit 1`;
  return checks.length > 0 && readRows(db, unmet).length > 0;
}

/** What all runs have loaded. */
function reportOn(db: Db): Report {
  const records = forEachKind<Tally>(() => ({ inserted: 0, corrected: 0, unchanged: 0 }));
  const sum: Report = { records, attached: 0, moves: [], counts: countAll(db) };
  for (const [json] of readRows<[string]>(db, 'select report from loaded order by position')) {
    const part = JSON.parse(json) as Report;
    for (const kind of RECORD_KINDS) {
      for (const [became, count] of Object.entries(part.records[kind])) {
        records[kind][became as keyof Tally] += count;
      }
    }
    sum.attached += part.attached;
    sum.moves.push(...part.moves);
  }
  return sum;
}
