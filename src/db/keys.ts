// Finds which records a page shows, by their inner keys: records are only built for those. How they
// are found is decided here, from what is declared to be indexed and from bounded counts, so that it
// depends on no statistics of the database.
import type { Column } from 'drizzle-orm';
import { dividedByClass, firstOfClasses } from './classes.ts';
import { bounds, type Condition, separated } from './condition.ts';
import { type Cursor, type SortKey, turned } from './cursor.ts';
import { fewest, MOST_FETCHED, MOST_SORTED, rare } from './few.ts';
import {
  among,
  columnsNamed,
  DAY,
  type Days,
  dayOf,
  daysWithin,
  hitsOf,
  indexed,
  isOfDay,
  KEY,
  keysOf,
  known,
  type Part,
  tested,
  testsOf,
  toDay,
  valuesOf,
  wordsOf,
} from './filter-index.ts';
import { keyOf, type List } from './list.ts';
import { scored } from './match.ts';
import type { Db } from './open.ts';
import { parseSort, type Query } from './query.ts';
import {
  columnsOf,
  isInOrder,
  type KeyRow,
  orderedBy,
  type Reader,
  readerOf,
  seeking,
} from './reader.ts';
import type { Scale } from './scales.ts';
import { readRows, textOf, type Value } from './statements.ts';
import { type Reading, readByStretch, scaled } from './stretches.ts';

const TRIED_FOR_EACH = 5; // records along an order that are tried first for each that is asked for
const MOST_TRIED = 1200; // records along an order that are tried at most, where the first of them promise it
const MOST_ONE_BY_ONE = 200; // records asked for of which it is found out one by one what a search matches

type Asked = Pick<Query, 'conditions' | 'sort' | 'cursor' | 'ranking'>;

/**
 * The keys of the next records in the order asked for, of the previous ones in the reverse; with the
 * values of the sort, unless others are to be shown.
 */
export function readKeys(
  db: Db,
  list: List<unknown>,
  query: Asked,
  limit: number,
  shown = query.sort,
): KeyRow[] {
  const { sort, cursor, ranking } = query;
  const order = cursor?.side === 'before' ? sort.map(turned) : sort;
  const conditions = separated(query.conditions).map((one) => soughtInOrder(one, order));
  const reader = readerOf(db, list, order, cursor, shown);
  const { read, readAlong, rest } = reader;
  if (ranking !== null && sort.some(({ name }) => name === 'relevance')) {
    const others = conditions.filter(({ match }) => match?.match !== ranking.match);
    const hits = { text: scored(ranking.search), values: [ranking.match] };
    return read(among(list, hits, [...others, ...rest]), limit);
  }
  const divided = dividedByClass(list, conditions);
  if (divided !== undefined && order[0]?.column === list.numbered) {
    const first = firstOfClasses(db, list, divided, order, limit, rest);
    return read(among(list, first, []), limit, '+');
  }
  const way = byTables(db, list, conditions, order, limit);
  if (way?.sorted) {
    return read(seeking(list, way.seeks, order, [...conditions, ...rest]), limit, '+');
  }
  if (way === undefined) {
    const found = readByIndex(db, list, conditions, order, cursor, reader, limit);
    if (found !== undefined) return found;
  }
  const seeks = way?.seeks ?? searched(conditions, limit);
  return readAlong((part) => seeking(list, seeks, order, [...conditions, ...part]), limit);
}

/** Which conditions the indexes of tables find records by, and whether what they find is to be sorted. */
type Way = { seeks: Condition[]; sorted: boolean };

/** Undefined where the index of filters is to be asked, which may be of no help either. */
function byTables(
  db: Db,
  list: List<unknown>,
  conditions: Condition[],
  order: SortKey[],
  limit: number,
): Way | undefined {
  const along = conditions.find((one) => isInOrder(list, one, order));
  const only = conditions.length === 1;
  const few = along !== undefined && only ? undefined : fewest(db, list, conditions, order, limit);
  if (few !== undefined) return { seeks: few, sorted: true };
  if (along !== undefined && conditions.every((one) => one === along || one.words === undefined)) {
    return { seeks: [along], sorted: false };
  }
  return list.index === undefined
    ? { seeks: searched(conditions, limit), sorted: false }
    : undefined;
}

/** The searches whose matches are found out together, where many records are asked for. */
const searched = (conditions: Condition[], limit: number): Condition[] =>
  conditions.filter(
    ({ seek, match }) => limit > MOST_ONE_BY_ONE && seek !== undefined && match !== undefined,
  );

/** By the index of filters; undefined where it is of no help with what is asked for. */
function readByIndex(
  db: Db,
  list: List<unknown>,
  conditions: Condition[],
  order: SortKey[],
  cursor: Cursor | null,
  reader: Reader,
  limit: number,
): KeyRow[] | undefined {
  const { read, rest } = reader;
  if (list.index === undefined) return undefined;
  const few = rare(db, list, conditions);
  if (few !== undefined) return read(among(list, few, [...conditions, ...rest]), limit, '+');
  const match = wordsOf(conditions);
  const reading = readingOf(list, conditions, order, match, reader);
  const { days, sorted } = reading;
  if (match !== null && order[0]?.column === list.index.day) {
    return readByDay(db, list, order, cursor, { ...reading, match }, limit);
  }
  const key = scaled(list, order);
  if (match !== null) {
    const most = key === undefined ? MOST_FETCHED : MOST_SORTED;
    const keys = keysOf(db, indexed(list, match, days), most + 1);
    if (keys.count <= most) return sorted(keys.json, limit);
  }
  if (key === undefined) return undefined;
  const from = cursor?.values ?? [];
  const unset = !key.column.notNull && !key.descending && (from[0] ?? null) === null;
  const dated = conditions.some((one) => isOfDay(list, one));
  if (match === null && !dated && !unset) return undefined;
  const dear = unset || conditions.some((one) => one.match !== undefined); // to ask one by one
  if (dear) return readByStretch(db, list, order, key, from, reading, limit);
  const { rows, last } = readNear(db, list, conditions, order, key, reader, limit);
  if (rows.length === limit) return rows;
  if (last === null) return readByStretch(db, list, order, key, from, reading, limit);
  const behind = readingOf(list, conditions, order, match, reader.behind(last));
  return [...rows, ...readByStretch(db, list, order, key, last, behind, limit - rows.length)];
}

/** What is looked for in the index of filters, and how the records that it has are read. */
function readingOf(
  list: List<unknown>,
  conditions: Condition[],
  order: SortKey[],
  match: string | null,
  { read, readAlong, rest }: Reader,
): Reading<KeyRow> & { tests: Condition[] } {
  const tests = [...testsOf(list, conditions), ...rest];
  return {
    match,
    days: daysWithin(list, conditions),
    conditions,
    tests,
    sorted: (json, most) => read(among(list, known(json), tests), most, '+'),
    met: (within, most) =>
      readAlong((part) => seeking(list, [], order, [...conditions, ...within, ...part]), most),
  };
}

/**
 * The first in the order, all that are asked for: where conditions leave much of those that come first.
 * Where they leave less, as many more are tried as should do, if it is cheap to test them; `last` are the
 * values of the last that was tried, null where these are not so many.
 */
function readNear(
  db: Db,
  list: List<unknown>,
  conditions: Condition[],
  order: SortKey[],
  { column, scale }: { column: Column; scale: Scale },
  { readFirst, parts, rest }: Reader,
  limit: number,
): { rows: KeyRow[]; last: Value[] | null } {
  const begin = conditions.filter(({ bound }) => bound?.column === column);
  const { text, values } = seeking(list, [], order, [...begin, ...parts.slice(0, 1).flat()]);
  const ordered = `${text}${orderedBy(order)}`;
  const first = `select ${keyOf(list)} as key ${ordered} limit +?`;
  const isCheap = conditions.every(({ bound }) => bound !== undefined);
  const isFine = scale.levels.length === 1; // no stretch of it holds several values
  let tried = TRIED_FOR_EACH * limit;
  const readTried = () => {
    const keys = { text: first, values: [...values, tried] };
    return readFirst(among(list, keys, [...conditions, ...rest]), limit);
  };
  let rows = readTried();
  const wanted = (1.5 * tried * limit) / rows.length;
  if (rows.length < limit && isCheap && tried < MOST_TRIED && (isFine || wanted <= MOST_TRIED)) {
    tried = MOST_TRIED;
    rows = readTried();
  }
  if (rows.length === limit) return { rows, last: null };
  const [row] = readRows<KeyRow>(db, `${columnsOf(list, order)} ${ordered} limit 1 offset +?`, [
    ...values,
    tried - 1,
  ]);
  return { rows, last: row === undefined ? null : row.slice(1) };
}

/** A bound on what the order begins with says where to begin: it is not looked for in words. */
function soughtInOrder(condition: Condition, [first]: SortKey[]): Condition {
  const { words, ...rest } = condition;
  return words !== undefined && bounds(condition, first?.column) ? rest : condition;
}

/**
 * Reads the index of filters in its own order, which is by day but not within one: up to the day at
 * which enough are found, and that one to its end, which twice as many as are asked for mostly hold;
 * where very many stand in it, by what orders them.
 */
function readByDay(
  db: Db,
  list: List<unknown>,
  order: SortKey[],
  cursor: Cursor | null,
  { match, tests, ...reading }: Reading<KeyRow> & { match: string; tests: Condition[] },
  limit: number,
): KeyRow[] {
  const [{ descending: down, column }, ...rest] = order as [SortKey, ...SortKey[]];
  const days: Days = [...reading.days];
  const [from] = cursor?.values ?? [];
  if (from !== undefined && down) days[1] = Math.min(days[1], dayOf(from));
  if (from !== undefined && !down) days[0] = Math.max(days[0], dayOf(from));
  const hits = (within: Days) => tested(list, indexed(list, match, within), tests);
  const { text, values } = hits(days);
  const [[keysJson = '[]', daysJson = '[]'] = []] = readRows<[string, string]>(
    db,
    `select json_group_array(row & ${KEY}), json_group_array(row >> ${DAY}) from (
      select hit.rowid as row ${text} order by hit.rowid${down ? ' desc' : ''} limit +?)`,
    [...values, 2 * limit],
  );
  const keys: number[] = JSON.parse(keysJson);
  const theirDays: number[] = JSON.parse(daysJson);
  const day = theirDays.at(limit - 1) ?? theirDays.at(-1);
  if (day === undefined) return [];
  const [begin, end] = [theirDays.indexOf(day), theirDays.lastIndexOf(day) + 1];
  const upTo = (place: number) => reading.sorted(JSON.stringify(keys.slice(0, place)), limit);
  if (end < 2 * limit) return upTo(end);
  const rows = begin === 0 ? [] : upTo(begin);
  const last: Days = [day, day];
  const key = scaled(list, rest);
  const ofLast = keysOf(db, hits(last), key === undefined ? -1 : MOST_SORTED + 1);
  if (key === undefined || ofLast.count <= MOST_SORTED) {
    return [...rows, ...reading.sorted(ofLast.json, limit - rows.length)];
  }
  const within = from !== undefined && dayOf(from) === day ? (cursor?.values.slice(1) ?? []) : [];
  const ownDay: Condition =
    day === 0
      ? { test: `${textOf(column)} is null`, values: [] }
      : { test: `${textOf(column)} = +?`, values: [toDay(day)] };
  const met = (more: Condition[], most: number) => reading.met([ownDay, ...more], most);
  const ofDay = { ...reading, match, days: last, met };
  return [...rows, ...readByStretch(db, list, rest, key, within, ofDay, limit - rows.length)];
}

/**
 * Values of the first records in the default order, of one day in any, as a select of as many columns:
 * where the index of filters has what is asked for, of the first of its rows.
 */
export function firstValues(
  db: Db,
  list: List<unknown>,
  given: Condition[],
  most: number,
  shown: string[],
): Part {
  const conditions = separated(given);
  const sort = parseSort(list, list.defaultSort, null);
  const divided = dividedByClass(list, conditions);
  if (divided !== undefined) {
    return valuesOf(list, firstOfClasses(db, list, divided, sort, most), shown);
  }
  const match = wordsOf(conditions);
  const way = byTables(db, list, conditions, sort, most);
  const few = way === undefined ? rare(db, list, conditions) : undefined;
  if (way === undefined && few === undefined && match !== null) {
    const hits = hitsOf(list, match, conditions);
    const first = {
      text: `select hit.rowid & ${KEY} as key ${hits.text} order by hit.rowid desc limit +?`,
      values: [...hits.values, most],
    };
    return valuesOf(list, first, shown);
  }
  const seeks = way?.seeks ?? searched(conditions, most);
  const { text, values } =
    few === undefined ? seeking(list, seeks, sort, conditions) : among(list, few, conditions);
  const sorted = few !== undefined || way?.sorted ? '+' : '';
  return {
    text: `select ${columnsNamed(shown)} ${text}${orderedBy(sort, sorted)} limit +?`,
    values: [...values, most],
  };
}
