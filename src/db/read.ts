// Reads lists: pages in both directions, whole lists, single records, counts.
import { countKeys } from './counts.ts';
import { type Cursor, makeCursor } from './cursor.ts';
import { readKeys } from './keys.ts';
import { keyOf, type List, once } from './list.ts';
import { readMarked, toHtml } from './match.ts';
import type { Db } from './open.ts';
import type { Query } from './query.ts';
import type { KeyRow } from './reader.ts';
import { readRows, textOf } from './statements.ts';

const DEFAULT_LIMIT = 20;
const ESTIMATE_UP_TO = 1000;
const BULK = 200; // records read at a time when a whole list is streamed

/** The records of a page by their inner keys, and the cursors of its neighbours. */
export type Page = {
  keys: number[];
  limit: number;
  next: string | null;
  prev: string | null;
};

/** Which records a page shows, in the order asked for. */
export function findPage(
  db: Db,
  list: List<unknown>,
  query: Query,
  limit: number | null = query.limit,
): Page {
  const size = limit ?? DEFAULT_LIMIT;
  const { rows, next, prev } = findRows(db, list, query, size);
  const written = (cursor: Cursor | null) =>
    cursor && makeCursor(list.name, query.sort, cursor, query.filters);
  return {
    keys: rows.map(([key]) => key),
    limit: size,
    next: written(next),
    prev: written(prev),
  };
}

/** The rows that are shown at a cursor, and the cursors of those beside them. */
function findRows(db: Db, list: List<unknown>, query: Query, size: number) {
  const { cursor } = query;
  const back = cursor?.side === 'before';
  const found = readKeys(db, list, query, size + 1);
  const more = found.length > size;
  const rows = found.slice(0, size);
  if (back) rows.reverse();
  const beside = (side: Cursor['side'], row: KeyRow | undefined): Cursor | null => {
    if (row === undefined) return null;
    const [, ...values] = row;
    return { side, values };
  };
  return {
    rows,
    next: back || more ? beside('after', rows.at(-1)) : null,
    prev: (back && more) || (!back && cursor !== null) ? beside('before', rows[0]) : null,
  };
}

/** A page with its records as JSON texts; `highlight` adds the found words between marks. */
export function readPage(
  db: Db,
  list: List<unknown>,
  query: Query,
  { limit = query.limit, highlight = false }: { limit?: number | null; highlight?: boolean } = {},
): Page & { records: string[] } {
  const page = findPage(db, list, query, limit);
  const records = recordsOf(db, list, page.keys);
  return { ...page, records: highlight ? addHighlights(db, query, page.keys, records) : records };
}

/** The records of some inner keys as JSON texts, in the order of the keys. */
function recordsOf(db: Db, list: List<unknown>, keys: number[]): string[] {
  return readRows<[string]>(db, sourceOf(list).each, [JSON.stringify(keys)]).flat();
}

/** What stands before, between and after records. */
type Around = [before: string, between: string, after: string];
const LINES: Around = ['', '\n', '\n'];

/** The records of some inner keys as bytes of JSON, in the order of the keys, and what is around them. */
export function readJoined(
  db: Db,
  list: List<unknown>,
  keys: number[],
  [before, between, after]: Around,
): Buffer {
  const values = [before, between, after, JSON.stringify(keys)];
  const [[bytes] = []] = readRows<[Buffer]>(db, sourceOf(list).joined, values);
  return bytes as Buffer;
}

/** The records of some inner keys, at least one, as lines of JSON. */
export const readLines = (db: Db, list: List<unknown>, keys: number[]): Buffer =>
  readJoined(db, list, keys, LINES);

/** The statements that read JSON of records, which is stored, or made from the tables of the list. */
const sourceOf = once((list) => {
  const { stored } = list;
  const json = textOf(stored?.json ?? list.record);
  const from = textOf(stored ?? list.from);
  const key = stored === undefined ? keyOf(list) : textOf(stored.id);
  const id = textOf(list.id);
  const byKey = `from json_each(+?) as page cross join ${from} where ${key} = page.value`;
  const named =
    stored === undefined
      ? from
      : `${textOf(list.id.table)} cross join ${from} on ${key} = ${keyOf(list)}`;
  return {
    each: `select ${json} ${byKey}`,
    joined: `select cast(concat(+?, group_concat(${json}, +?), +?) as blob) ${byKey}`,
    byId: `select ${id}, cast(${json} as blob)
      from json_each(+?) as page cross join ${named} where ${id} = page.value`,
  };
});

function addHighlights(
  db: Db,
  { marking: match }: Query,
  keys: number[],
  records: string[],
): string[] {
  if (match === null || keys.length === 0) return records;
  const marked = new Map<number, Record<string, string>>();
  for (const { record, found } of readMarked(db, match, keys)) {
    const fragments = marked.get(record) ?? {};
    match.search.columns.forEach((column, index) => {
      const html = toHtml(found[index] ?? null);
      if (html !== undefined) fragments[column] ??= html;
    });
    marked.set(record, fragments);
  }
  return records.map(
    (record, index) =>
      `${record.slice(0, -1)},"highlight":${JSON.stringify(marked.get(keys[index] ?? 0) ?? {})}}`,
  );
}

/** How many records match; an estimate stops counting at a bound and says so. */
export function readCount(
  db: Db,
  list: List<unknown>,
  { count: wanted, conditions }: Query,
): { count: number | null; count_is: 'exact' | 'at_least' | null } {
  if (wanted === 'none') return { count: null, count_is: null };
  const most = wanted === 'estimate' ? ESTIMATE_UP_TO + 1 : null;
  const count = countKeys(db, list, conditions, most);
  return wanted === 'estimate' && count > ESTIMATE_UP_TO
    ? { count: ESTIMATE_UP_TO, count_is: 'at_least' }
    : { count, count_is: 'exact' };
}

/** Which records the whole list shows, in order, in batches of a bounded number. */
export function* findAll(db: Db, list: List<unknown>, query: Query): Generator<number[]> {
  let { cursor } = query;
  do {
    const { rows, next } = findRows(db, list, { ...query, cursor }, BULK);
    if (rows.length > 0) yield rows.map(([key]) => key);
    cursor = next;
  } while (cursor !== null);
}

/** Every record of the list in order, in the same batches. */
export function* readAll(
  db: Db,
  list: List<unknown>,
  query: Query,
  { highlight = false } = {},
): Generator<string[]> {
  for (const keys of findAll(db, list, query)) {
    const records = recordsOf(db, list, keys);
    yield highlight ? addHighlights(db, query, keys, records) : records;
  }
}

/** One record as bytes of JSON, undefined where the list has no such id. */
export const readRecord = (db: Db, list: List<unknown>, id: string): Buffer | undefined =>
  readRecords(db, list, [id]).get(id);

/** The records of some ids as bytes of JSON, by id; those that do not exist are left out. */
export function readRecords(db: Db, list: List<unknown>, ids: string[]): Map<string, Buffer> {
  return new Map(readRows<[string, Buffer]>(db, sourceOf(list).byId, [JSON.stringify(ids)]));
}
