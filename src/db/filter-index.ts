// The index of filters as a part of statements: an FTS5 table of what records are found by, whose rows
// are numbered by the day of a record and its key.
import { bounds, type Condition, whereAll } from './condition.ts';
import { keyOf, type List } from './list.ts';
import type { Db } from './open.ts';
import { readRows, textOf, type Value } from './statements.ts';

/** A part of a statement, and the values of its parameters in order. */
export type Part = { text: string; values: Value[] };

export type Days = [first: number, last: number];

export const DAY = 32; // bits of the number of a row below its day
export const KEY = 2 ** DAY - 1;
const ALL_DAYS: Days = [0, 6_000_000]; // Julian day numbers; no day is 0

/** How many records were found, and their keys as JSON: a row for each would cost more than finding it. */
export type Keys = { count: number; json: string };

/** Keys that are known, as a select. */
export const known = (json: string): Part => ({
  text: 'select value as key from json_each(+?)',
  values: [json],
});

/**
 * Values of the records of some keys, the keys in a select of their own. A limit, if only of -1, has
 * SQLite leave out the tables that nothing is read from.
 */
export const valuesOf = (list: List<unknown>, keys: Part, shown: string[]): Part => ({
  text: `select ${columnsNamed(shown)} from (${keys.text}) as hits
    cross join ${textOf(list.from)} where ${keyOf(list)} = hits.key limit -1`,
  values: keys.values,
});

/** Expressions as columns with names of their own. */
export const columnsNamed = (shown: string[]): string =>
  shown.map((one, index) => `${one} as value${index}`).join(', ');

/** The records of some keys that meet conditions, the keys in a select of their own. */
export const among = (list: List<unknown>, keys: Part, conditions: Condition[]): Part => ({
  text: `from (${keys.text}) as hits cross join ${textOf(list.from)}${whereAll([
    `${keyOf(list)} = hits.key`,
    ...conditions.map(({ test }) => test),
  ])}`,
  values: [...keys.values, ...conditions.flatMap(({ values }) => values)],
});

/** A value of a filter or sort as the index has it: a key or number, or a text in hexadecimal. */
export function wordFor(name: string, value: Value): string {
  const word = typeof value === 'string' ? Buffer.from(value).toString('hex') : value;
  return `keys : ${name.replaceAll('_', '')}${word}`;
}

/** What the index of filters does not tell of a record. */
export const testsOf = (list: List<unknown>, conditions: Condition[]): Condition[] =>
  conditions.flatMap((one) => {
    if (one.words !== undefined) return one.still ?? [];
    return isOfDay(list, one) ? [] : one;
  });

/** What the index of filters has between two days. */
export const indexed = (list: List<unknown>, match: string, days: Days): Part => ({
  text: `from ${list.index?.table} as hit where ${list.index?.table} match +?
    and hit.rowid between +? << ${DAY} and (+? << ${DAY}) | ${KEY}`,
  values: [match, ...days],
});

/** What the index of filters has, of records that meet conditions it has no words for. */
export function tested(list: List<unknown>, hits: Part, tests: Condition[]): Part {
  if (tests.length === 0) return hits;
  return {
    text: [
      hits.text.replace(' where ', ` cross join ${textOf(list.from)} where `),
      `${keyOf(list)} = hit.rowid & ${KEY}`,
      ...tests.map(({ test }) => test),
    ].join(' and '),
    values: [...hits.values, ...tests.flatMap(({ values }) => values)],
  };
}

/** The first keys of what the index of filters has. */
export function keysOf(db: Db, { text, values }: Part, most: number): Keys {
  const [[count, json] = [0, '[]']] = readRows<[count: number, json: string]>(
    db,
    `select count(*), json_group_array(key)
      from (select hit.rowid & ${KEY} as key ${text} limit +?)`,
    [...values, most],
  );
  return { count, json };
}

/** The records of what the index of filters has for conditions. */
export const hitsOf = (list: List<unknown>, match: string, conditions: Condition[]): Part =>
  tested(list, indexed(list, match, daysWithin(list, conditions)), testsOf(list, conditions));

/** What all conditions that the index of filters has words for look for in it. */
export function wordsOf(conditions: Condition[]): string | null {
  const words = conditions.flatMap((condition) => condition.words ?? []);
  return words.length > 0 ? words.join(' AND ') : null;
}

/** Whether a condition is one on the day of the index of filters, which the numbers of its rows tell. */
export const isOfDay = ({ index }: List<unknown>, condition: Condition): boolean =>
  bounds(condition, index?.day);

/** Between which days conditions leave records; those without a day meet none. */
export function daysWithin(list: List<unknown>, conditions: Condition[]): Days {
  const days: Days = [...ALL_DAYS];
  for (const { bound, values } of conditions.filter((one) => isOfDay(list, one))) {
    const [sign, day] = [bound?.sign ?? '=', dayOf(values[0] ?? null)];
    const first = sign.startsWith('<') ? 1 : sign === '>' ? day + 1 : day;
    const last = sign.startsWith('>') ? ALL_DAYS[1] : sign === '<' ? day - 1 : day;
    days[0] = Math.max(days[0], first);
    days[1] = Math.min(days[1], last);
  }
  return days;
}

/** The Julian day number that SQLite gives a day, 0 for none. */
export const dayOf = (day: Value): number =>
  day === null ? 0 : Math.floor(Date.parse(String(day)) / 86_400_000 + 2_440_587.5);

/** The day of a Julian day number. */
export const toDay = (number: number): string =>
  new Date((number - 2_440_587) * 86_400_000).toISOString().slice(0, 10);
