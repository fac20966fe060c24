// Finds which records a page shows, by their inner keys: records are only built for those. How they
// are found is decided here, from what is declared to be indexed and from bounded counts, so that it
// depends on no statistics of the database.
import { ANY_ORDER, type Condition, whereAll } from './condition.ts';
import { beyond, orderTerm, type SortKey, turned } from './cursor.ts';
import { keyOf, type List } from './list.ts';
import { matchesMore, scored } from './match.ts';
import type { Db } from './open.ts';
import type { Query } from './query.ts';
import { readRows, textOf, type Value } from './statements.ts';

/** The inner key of a record, and its values of the sort fields. */
export type KeyRow = [key: number, ...Value[]];

/** A part of a statement, and the values of its parameters in order. */
type Part = { text: string; values: Value[] };

const FEW = 1000; // records that are sorted at once
const SOME = 4000; // records that are sooner fetched and sorted than met along the order
const MANY = 200; // records of which it is found out together, not one by one, what a search matches
const DAY = 32; // bits of a rank below its day
const KEY = 2 ** DAY - 1;
const ALL_DAYS: Days = [0, 6_000_000]; // Julian day numbers; no day is 0

type Days = [first: number, last: number];

type Asked = Pick<Query, 'conditions' | 'sort' | 'cursor' | 'ranking'>;

/** The keys of the next records in the order asked for, of the previous ones in the reverse. */
export function readKeys(db: Db, list: List<unknown>, query: Asked, limit: number): KeyRow[] {
  const { conditions, sort, cursor, ranking } = query;
  const order = cursor?.side === 'before' ? sort.map(turned) : sort;
  const columns = columnsOf(list, sort);
  const parts = cursor === null ? [] : beyond(order, cursor.values);
  const rest = parts.length === 0 ? [] : [anyPart(parts)];
  const read = ({ text, values }: Part, most: number, sorted = ''): KeyRow[] => {
    const terms = order.map((key) => `${sorted}${orderTerm(key)}`);
    return readRows(db, `${columns} ${text} order by ${terms} limit +?`, [...values, most]);
  };
  /** Along an index: each part of what lies beyond the cursor is a stretch of it. */
  const readAlong = (source: (part: Condition[]) => Part): KeyRow[] => {
    const rows: KeyRow[] = [];
    for (const part of parts.length === 0 ? [[]] : parts.map((one) => [one])) {
      if (rows.length < limit) rows.push(...read(source(part), limit - rows.length));
    }
    return rows;
  };

  if (ranking !== null && sort.some(({ name }) => name === 'relevance')) {
    const others = conditions.filter(({ match }) => match?.match !== ranking.match);
    const hits = { text: scored(ranking.search), values: [ranking.match] };
    return read(among(list, hits, [...others, ...rest]), limit);
  }
  const along = conditions.find((one) => isInOrder(list, one, order));
  const only = conditions.length === 1;
  const few = along !== undefined && only ? undefined : fewest(db, list, conditions, order);
  if (few !== undefined) {
    return read(seeking(list, few, order, [...conditions, ...rest]), limit, '+');
  }
  if (along !== undefined && conditions.every((one) => one === along || one.words === undefined)) {
    return readAlong((part) => seeking(list, [along], order, [...conditions, ...part]));
  }
  const sets = conditions.filter(({ seek, bound }) => seek !== undefined && bound === undefined);
  const walk = (): KeyRow[] =>
    readAlong((part) => seeking(list, limit > MANY ? sets : [], order, [...conditions, ...part]));
  const match = wordsOf(conditions);
  if (list.index === undefined || match === null) return walk();
  const tests = conditions.filter(({ words }) => words === undefined);
  if (order[0]?.column === list.index.day) {
    return readByDay(db, list, query, order, match, [...tests, ...rest], limit) ?? walk();
  }
  const hits = indexed(list, match, ALL_DAYS);
  const more = readRows(db, `select 1 ${hits.text} limit 1 offset ${SOME}`, hits.values);
  if (more.length > 0) return walk();
  const keys = { ...hits, text: `select hit.rowid & ${KEY} as key ${hits.text}` };
  return read(among(list, keys, [...tests, ...rest]), limit, '+');
}

/**
 * Reads the index of filters in its own order, which is by day but not within one: up to the day at
 * which enough are found, and that one to its end. Undefined where too many stand in one day.
 */
function readByDay(
  db: Db,
  list: List<unknown>,
  { conditions, sort, cursor }: Asked,
  order: SortKey[],
  match: string,
  tests: Condition[],
  limit: number,
): KeyRow[] | undefined {
  const down = order[0]?.descending === true;
  const days = daysWithin(list, conditions);
  if (cursor !== null) days[down ? 1 : 0] = dayOf(cursor.values[0] ?? null);
  const first = tested(list, indexed(list, match, days), tests);
  const [[day] = []] = readRows<[number]>(
    db,
    `select hit.rowid >> ${DAY} ${first.text} order by hit.rowid${down ? ' desc' : ''}
      limit 1 offset +?`,
    [...first.values, limit - 1],
  );
  if (day !== undefined) days[down ? 0 : 1] = day;
  const { text, values } = joinedTo(list, indexed(list, match, days), tests);
  const rows = readRows<KeyRow>(
    db,
    `select * from (${columnsOf(list, sort)} ${text}
      order by hit.rowid limit ${FEW + limit})
      order by ${order.map(({ descending }, index) => `${index + 2}${descending ? ' desc' : ''}`)}`,
    values,
  );
  return rows.length < FEW + limit ? rows.slice(0, limit) : undefined;
}

/** How many records meet all conditions, counted no further than `most` where it is told. */
export function countKeys(
  db: Db,
  list: List<unknown>,
  conditions: Condition[],
  most: number | null,
): number {
  const source = countable(db, list, conditions);
  const bound = most === null ? '' : ' limit +?';
  const [[count = 0] = []] = readRows<[number]>(
    db,
    `select count(*) from (select 1 ${source.text}${bound})`,
    most === null ? source.values : [...source.values, most],
  );
  return count;
}

function countable(db: Db, list: List<unknown>, conditions: Condition[]): Part {
  const [only, ...more] = conditions;
  const few =
    only?.seek !== undefined && more.length === 0 ? [only] : fewest(db, list, conditions, []);
  if (few !== undefined) return seeking(list, few, [], conditions);
  const match = wordsOf(conditions);
  if (list.index === undefined || match === null) return matching(list, conditions);
  const tests = conditions.filter(({ words }) => words === undefined);
  return tested(list, indexed(list, match, daysWithin(list, conditions)), tests);
}

const columnsOf = (list: List<unknown>, sort: SortKey[]): string =>
  `select ${[keyOf(list), ...sort.map(({ column }) => textOf(column))]}`;

const anyPart = (parts: Condition[]): Condition => ({
  test: `(${parts.map(({ test }) => test).join(' or ')})`,
  values: parts.flatMap(({ values }) => values),
});

/** The records that meet all conditions, as what follows the columns of a select. */
export const matching = (list: List<unknown>, conditions: Condition[]): Part => ({
  text: `from ${textOf(list.from)}${whereAll(conditions.map(({ test }) => test))}`,
  values: conditions.flatMap(({ values }) => values),
});

/**
 * Records that meet all conditions, found by an index of those to seek, else in the order asked for;
 * a bound on what the order begins with says where to begin.
 */
function seeking(
  list: List<unknown>,
  seeks: Condition[],
  [first]: SortKey[],
  conditions: Condition[],
): Part {
  const tests = conditions.map((one) => {
    const begins = first !== undefined && one.bound?.column === first.column;
    return (seeks.includes(one) || begins ? one.seek : undefined) ?? one.test;
  });
  const along = seeks.length === 0 ? list.along?.[first?.name ?? ''] : undefined;
  return {
    text: `from ${textOf(along ?? list.from)}${whereAll(tests)}`,
    values: conditions.flatMap(({ values }) => values),
  };
}

/** The records of some keys that meet conditions, the keys in a select of their own. */
const among = (list: List<unknown>, keys: Part, conditions: Condition[]): Part => ({
  text: `from (${keys.text}) as hits cross join ${textOf(list.from)}${whereAll([
    `${keyOf(list)} = hits.key`,
    ...conditions.map(({ test }) => test),
  ])}`,
  values: [...keys.values, ...conditions.flatMap(({ values }) => values)],
});

/** What the index of filters has between two days. */
const indexed = (list: List<unknown>, match: string, days: Days): Part => ({
  text: `from ${list.index?.table} as hit where ${list.index?.table} match +?
    and hit.rowid between +? << ${DAY} and (+? << ${DAY}) | ${KEY}`,
  values: [match, ...days],
});

/** What the index of filters has, of records that meet conditions it has no words for. */
const tested = (list: List<unknown>, hits: Part, tests: Condition[]): Part =>
  tests.length === 0 ? hits : joinedTo(list, hits, tests);

/** The records of what the index of filters has. */
const joinedTo = (list: List<unknown>, { text, values }: Part, tests: Condition[]): Part => ({
  text: [
    text.replace(' where ', ` cross join ${textOf(list.from)} where `),
    `${keyOf(list)} = hit.rowid & ${KEY}`,
    ...tests.map(({ test }) => test),
  ].join(' and '),
  values: [...values, ...tests.flatMap((one) => one.values)],
});

/** What all conditions that the index of filters has words for look for in it. */
function wordsOf(conditions: Condition[]): string | null {
  const words = conditions.flatMap((condition) => condition.words ?? []);
  return words.length > 0 ? words.join(' AND ') : null;
}

/** Whether an index has the records of a condition in the order asked for, or its reverse. */
function isInOrder(list: List<unknown>, { orders, bound }: Condition, order: SortKey[]): boolean {
  const own = bound?.table === list.id.table;
  const asked = order.map(orderTerm).join(', ');
  const reverse = order.map(turned).map(orderTerm).join(', ');
  return (
    orders?.some((one) => (own && one === ANY_ORDER) || one === asked || one === reverse) ?? false
  );
}

/** Conditions on one column that an index finds few records by; those in the index of filters wait. */
function fewest(
  db: Db,
  list: List<unknown>,
  conditions: Condition[],
  [first]: SortKey[],
): Condition[] | undefined {
  const seekable = conditions.filter(
    ({ seek, words, bound }) =>
      seek !== undefined && words === undefined && bound?.column !== first?.column,
  );
  const columns = [...new Set(seekable.map(({ bound }) => bound?.column))];
  return columns
    .map((column) => seekable.filter(({ bound }) => bound?.column === column))
    .find((some) => {
      const searches = some.flatMap(({ match }) => match ?? []);
      if (searches.length > 0) return !searches.some((match) => matchesMore(db, match, SOME));
      const seeks = some.map(({ seek }) => seek).join(' and ');
      const more = `select 1 from ${textOf(list.from)} where ${seeks} limit 1 offset ${SOME}`;
      return (
        readRows(
          db,
          more,
          some.flatMap(({ values }) => values),
        ).length === 0
      );
    });
}

/** The days between which conditions on the day of the index leave records. */
function daysWithin({ index }: List<unknown>, conditions: Condition[]): Days {
  const days: Days = [...ALL_DAYS];
  for (const { bound, values } of conditions) {
    if (bound === undefined || bound.column !== index?.day) continue;
    const day = dayOf(values[0] ?? null);
    if (!bound.sign.startsWith('<')) days[0] = Math.max(days[0], day);
    if (!bound.sign.startsWith('>')) days[1] = Math.min(days[1], day);
  }
  return days;
}

/** The Julian day number that SQLite gives a day, 0 for none. */
const dayOf = (day: Value): number =>
  day === null ? 0 : Math.floor(Date.parse(String(day)) / 86_400_000 + 2_440_587.5);
