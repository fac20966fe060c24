// Full text: how a search is written, and what it becomes in FTS5.
import { randomUUID } from 'node:crypto';
import type { SQL } from 'drizzle-orm';
import type { AnySQLiteColumn } from 'drizzle-orm/sqlite-core';
import type { Condition } from './condition.ts';
import { InvalidValue } from './invalid.ts';
import { searchWords, unicodeForms } from './normalize.ts';
import type { Db } from './open.ts';
import { readRows, textOf, type Value } from './statements.ts';

/** Where the words of a list's records are indexed. */
export type Search = {
  /** The FTS5 table, and its columns as answers name them. */
  table: string;
  columns: readonly string[];
  /** The inner key of the records that are found. */
  key: AnySQLiteColumn;
  /** The column that numbers the indexed rows. */
  row: AnySQLiteColumn;
  /** Where those rows are parts of records: the record that each belongs to. */
  of?: AnySQLiteColumn;
  /** The index of filters of the list, where it has the same words, those of all parts in one row. */
  index?: { table: string; row: AnySQLiteColumn };
  /** Whether a record has no other parts: its words are then those of one. */
  alone?: SQL;
  /** Whether the beginnings of words suffice, as for names. */
  beginnings?: true;
};

/** The words that a search looks for, in FTS5's own language. */
export type Match = { search: Search; match: string };

/** The same, with what of it has to occur, and whether that is a single term. */
type Sought = { match: string; wanted: string; single: boolean };

export const MOST_CHARACTERS = 200;
export const MOST_WORDS = 12;

/**
 * Understands a search: words that all occur, "phrases", beginnings*, and -exclusions. What is no
 * letter or number only separates words, so nothing is a syntax error.
 * @throws InvalidValue where it is too long or has nothing to search for.
 */
export function toMatch(value: string, { beginnings }: Search): Sought {
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
  const match = unwanted.length > 0 ? `(${all}) NOT (${unwanted.join(' OR ')})` : all;
  // A letter for private use may be the one that keeps parts apart in the index of filters.
  const single = wanted.length === 1 && unwanted.length === 0 && !/\p{Co}/u.test(value);
  return { match, wanted: all, single };
}

/** A term in all forms in which a text may hold it. */
function termOf(tokens: string[], star: string): string {
  const forms = new Set([' ', 'ʼ'].flatMap((joint) => unicodeForms(tokens.join(joint))));
  return `(${[...forms].map((form) => `"${form}"${star}`).join(' OR ')})`;
}

/**
 * The condition that a record matches: of several parts, one of them has all that is looked for. Where
 * it is tested `together`, all that match are found once, instead of looking for each record anew.
 */
export function searched(search: Search): (sought: Sought, together: boolean) => Condition {
  const { table, columns, key, row, of, index, alone, beginnings } = search;
  const matching = `select rowid from ${table} where ${table} match +?`;
  const [part, parts] = [textOf(of ?? key), textOf((of ?? key).table)];
  const seek = `${textOf(key)} in (select ${part} from ${table} cross join ${parts}
    on ${textOf(row)} = ${table}.rowid where ${table} match +?)`;
  const anyPart = `exists (select 1 from ${parts} where ${part} = ${textOf(key)}`;
  const each = `${anyPart} and exists (${matching} and rowid = ${textOf(row)}))`;
  const every = beginnings ? `+${seek}` : `${anyPart} and +${textOf(row)} in (${matching}))`;
  const testOf = (match: string, together: boolean) =>
    together || hasBeginnings(match) ? every : each;
  if (index === undefined) {
    return ({ match }, together) => ({
      test: testOf(match, together),
      seek,
      values: [match],
      match: { search, match },
    });
  }
  const looked = `from ${index.table} where ${index.table} match +?`;
  const one = `exists (select 1 ${looked} and rowid = ${textOf(index.row)})`;
  const all = `+${textOf(index.row)} in (select rowid ${looked})`;
  const indexed = (match: string, together: boolean) =>
    together || hasDearBeginnings(match) ? all : one;
  return ({ match, wanted, single }, together) => {
    const found = { match: { search, match }, words: wordsIn(columns, wanted) };
    if (of === undefined) {
      const words = wordsIn(columns, match);
      return { ...found, words, test: indexed(match, together), values: [words] };
    }
    if (single) return { ...found, test: indexed(match, together), values: [found.words] };
    const sole = alone !== undefined && wanted === match ? `${textOf(alone)} or ` : '';
    const test = testOf(match, together);
    return {
      ...found,
      test,
      values: [match],
      still: { test: `(${sole}${test})`, values: [match] },
    };
  };
}

/** Beginnings are dear to find: all at once, not record by record. */
const hasBeginnings = (match: string): boolean => match.includes('"*');

/** The index of filters has an entry for beginnings of so many letters, which is as cheap as a word. */
const INDEXED_BEGINNING = /^.{2,3}$/su;

const hasDearBeginnings = (match: string): boolean =>
  [...match.matchAll(/([^\s"]*)"\*/gu)].some(([, last = '']) => !INDEXED_BEGINNING.test(last));

/** A search among some of the columns of an index. */
const wordsIn = (columns: readonly string[], match: string): string =>
  `{${columns.join(' ')}} : (${match})`;

export const MOST_RANKED = 1000;

/** Whether more rows match than can be ranked cheaply: scoring reads every one of them. */
export const isTooBroad = (db: Db, match: Match): boolean => matchesMore(db, match, MOST_RANKED);

/** Whether more rows than so many match. */
export function matchesMore(db: Db, { search, match }: Match, most: number): boolean {
  const { columns, index } = search;
  const [table, words] = index ? [index.table, wordsIn(columns, match)] : [search.table, match];
  return (
    readRows(db, `select 1 from ${table} where ${table} match +? limit 1 offset +?`, [words, most])
      .length > 0
  );
}

/** The matching records, by key, with their bm25 score, the lowest of which is the best. */
export function scored({ table, row, of, key }: Search): string {
  const found = of ?? key;
  return `select ${textOf(found)} as key, min(hit.score) as score
    from (select rowid, rank as score from ${table} where ${table} match +?) as hit
    cross join ${textOf(found.table)} on ${textOf(row)} = hit.rowid group by 1`;
}

// Marks that no text can hold by chance or intent; they never leave this file.
const OPEN = `\u{E000}${randomUUID()}`;
const CLOSE = `\u{E001}${randomUUID()}`;
const FRAGMENT_WORDS = 40; // of a long text; shorter columns are shown whole

/** The matched rows among some records, their columns with the found words between marks. */
export function readMarked(db: Db, { search, match }: Match, keys: Value[]) {
  const { table, columns, key, row, of = key } = search;
  const parts = readRows<[record: number, part: number]>(
    db,
    `select ${textOf(of)}, ${textOf(row)} from json_each(+?) as page
      cross join ${textOf(of.table)} on ${textOf(of)} = page.value`,
    [JSON.stringify(keys)],
  );
  const numbers = parts.map(([, part]) => part);
  const marked = columns.map((column, index) =>
    column === 'text'
      ? `snippet(${table}, ${index}, '${OPEN}', '${CLOSE}', '…', ${FRAGMENT_WORDS})`
      : `highlight(${table}, ${index}, '${OPEN}', '${CLOSE}')`,
  );
  const select = `select ${table}.rowid, ${marked.join(', ')} from`;
  const rows = hasBeginnings(match)
    ? readRows<[number, ...(string | null)[]]>(
        db,
        `${select} ${table} where ${table} match +? and ${table}.rowid between +? and +?
          and +${table}.rowid in (select value from json_each(+?))`,
        [match, Math.min(...numbers), Math.max(...numbers), JSON.stringify(numbers)],
      )
    : readRows<[number, ...(string | null)[]]>(
        db,
        `${select} json_each(+?) as part cross join ${table} on ${table}.rowid = part.value
          where ${table} match +?`,
        [JSON.stringify(numbers), match],
      );
  const byPart = new Map(rows.map(([part, ...found]) => [part, found]));
  return parts.flatMap(([record, part]) => {
    const found = byPart.get(part);
    return found === undefined ? [] : [{ record, found }];
  });
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
