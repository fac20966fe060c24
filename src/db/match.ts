// Full text: how a search is written, and what it becomes in FTS5.
import { randomUUID } from 'node:crypto';
import { type SQL, sql } from 'drizzle-orm';
import type { AnySQLiteColumn } from 'drizzle-orm/sqlite-core';
import { InvalidValue } from './invalid.ts';
import { searchWords, unicodeForms } from './normalize.ts';
import type { Db } from './open.ts';

/** Where the words of a list's records are indexed. */
export type Search = {
  /** The FTS5 table, and its columns as answers name them. */
  table: string;
  columns: readonly string[];
  /** The inner key of the records that are found. */
  key: AnySQLiteColumn;
  /** Where the indexed rows are parts of records: their key, and the record that each belongs to. */
  via?: { row: AnySQLiteColumn; key: AnySQLiteColumn };
  /** Whether the beginnings of words suffice, as for names. */
  beginnings?: true;
};

/** The words that a search looks for, in FTS5's own language. */
export type Match = { search: Search; match: string };

const MOST_CHARACTERS = 200;
const MOST_WORDS = 12;

/**
 * Understands a search: words that all occur, "phrases", beginnings*, and -exclusions. What is no
 * letter or number only separates words, so nothing is a syntax error.
 * @throws InvalidValue where it is too long or has nothing to search for.
 */
export function toMatch(value: string, { beginnings }: Search): string {
  if ([...value].length > MOST_CHARACTERS) {
    throw new InvalidValue(
      `is longer than ${MOST_CHARACTERS} characters`,
      'search for a few telling words',
    );
  }
  const wanted: string[] = [];
  const unwanted: string[] = [];
  let words = 0;
  for (const [, minus, phrase, plain] of value
    .replace(/[“”„«»]/g, '"')
    .matchAll(/(?<!\S)(-?)"([^"]*)"|(\S+)/gu)) {
    const excluded = minus === '-' || (plain?.startsWith('-') ?? false);
    const star = beginnings || plain?.endsWith('*') ? '*' : '';
    const found = searchWords(phrase ?? plain ?? '');
    words += found.flat().length;
    const terms = phrase === undefined ? found : [found.flat()].filter((term) => term.length > 0);
    (excluded ? unwanted : wanted).push(...terms.map((tokens) => termOf(tokens, star)));
  }
  if (words > MOST_WORDS) {
    throw new InvalidValue(`has more than ${MOST_WORDS} words`, 'search for a few telling words');
  }
  if (wanted.length === 0) {
    throw new InvalidValue(
      unwanted.length > 0 ? 'only excludes words' : 'has no letter or number to search for',
      'add a word that has to occur',
    );
  }
  const all = wanted.join(' AND ');
  return unwanted.length > 0 ? `(${all}) NOT (${unwanted.join(' OR ')})` : all;
}

/** A term in all forms in which a text may hold it. */
const termOf = (tokens: string[], star: string): string =>
  `(${[' ', 'ʼ']
    .flatMap((joint) => unicodeForms(tokens.join(joint)))
    .map((form) => `"${form}"${star}`)
    .join(' OR ')})`;

/** The inner keys of the records that match. */
export function hits({ table, via }: Search, match: string): SQL {
  const fts = sql.identifier(table);
  return via === undefined
    ? sql`select rowid as key from ${fts} where ${fts} match +${match}`
    : sql`select ${via.key} as key from ${via.key.table} where ${via.row} in (
        select rowid from ${fts} where ${fts} match +${match})`;
}

const MOST_RANKED = 1000;

/** Whether more rows match than can be ranked cheaply: scoring reads every one of them. */
export function isTooBroad(db: Db, { search, match }: Match): boolean {
  const fts = sql.identifier(search.table);
  const { broad } = db.get<{ broad: number }>(sql`select count(*) > ${MOST_RANKED} as broad from (
    select 1 from ${fts} where ${fts} match +${match} limit ${MOST_RANKED + 1})`);
  return broad === 1;
}

/** The matching records with their bm25 score, the lowest of which is the best. */
export function scoredHits({ table, via }: Search, match: string): SQL {
  const fts = sql.identifier(table);
  const scored = sql`select rowid, rank as score from ${fts} where ${fts} match +${match}`;
  return via === undefined
    ? sql`select rowid as key, score from (${scored})`
    : sql`select ${via.key} as key, min(score) as score from (${scored}) as hit
        join ${via.key.table} on ${via.row} = hit.rowid group by ${via.key}`;
}

// Marks that no text can hold by chance or intent; they never leave this file.
const OPEN = `\u{E000}${randomUUID()}`;
const CLOSE = `\u{E001}${randomUUID()}`;
const FRAGMENT_WORDS = 40; // of a long text; shorter columns are shown whole

/** The matched rows among some records, their columns with the found words between marks. */
export function markedRows(search: Search, match: string, keys: number[]): SQL {
  const { table, columns, via } = search;
  const fts = sql.identifier(table);
  const marked = columns.map((column, index) =>
    column === 'text'
      ? sql`snippet(${fts}, ${sql.raw(`${index}`)}, ${OPEN}, ${CLOSE}, '…', ${sql.raw(`${FRAGMENT_WORDS}`)})`
      : sql`highlight(${fts}, ${sql.raw(`${index}`)}, ${OPEN}, ${CLOSE})`,
  );
  const among = sql.join(
    keys.map((one) => sql`+${one}`),
    sql`, `,
  );
  const rowKey =
    via === undefined
      ? sql`${fts}.rowid`
      : sql`(select ${via.key} from ${via.key.table} where ${via.row} = ${fts}.rowid)`;
  const owner =
    via === undefined
      ? sql`rowid in (${among})`
      : sql`rowid in (
    select ${via.row} from ${via.key.table} where ${via.key} in (${among}))`;
  return sql`select ${rowKey} as key, ${sql.join(marked, sql`, `)} from ${fts}
    where ${fts} match +${match} and ${owner}`;
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A marked column as HTML that is safe in a page; undefined where nothing in it is marked. */
export function toHtml(marked: string | null): string | undefined {
  if (!marked?.includes(OPEN)) return undefined;
  return marked
    .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character)
    .replaceAll(OPEN, '<mark>')
    .replaceAll(CLOSE, '</mark>');
}
