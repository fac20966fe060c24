// Lists whose records fall into few classes: columns of a few words each, of which one index has every
// class in the order of the list's numbers. What is asked of those columns, in whatever combination,
// leaves some classes, and their first records are merged: no record is tested that is not shown.
import { type Column, type SQL, sql } from 'drizzle-orm';
import type { AnySQLiteColumn } from 'drizzle-orm/sqlite-core';
import { bounds, type Condition, conditionOn, type Sign, whereAll } from './condition.ts';
import type { SortKey } from './cursor.ts';
import { known, type Part } from './filter-index.ts';
import { keyOf, type List, once } from './list.ts';
import type { Db } from './open.ts';
import { orderedBy, seeking } from './reader.ts';
import { BOUND, readRows, textOf, type Value } from './statements.ts';

/** A class by the word that each column has, and the conditions that its records meet. */
type Class = { words: Map<Column | SQL, Value>; is: Condition[] };

/** What a question leaves: classes, and stretches of the numbers, each as its bounds. */
export type Divided = { classes: Class[]; stretches: Condition[][]; others: Condition[] };

const MOST_STRETCHES = 8; // of which each is looked for in each class

const HOLDS: Record<Sign, (one: Value, other: Value) => boolean> = {
  '=': (one, other) => one === other,
  '<': (one, other) => `${one}` < `${other}`,
  '<=': (one, other) => `${one}` <= `${other}`,
  '>': (one, other) => `${one}` > `${other}`,
  '>=': (one, other) => `${one}` >= `${other}`,
};

/** Every class that there may be. */
const classesOf = once((list): Class[] => {
  let classes: Class[] = [{ words: new Map(), is: [] }];
  for (const [column, words] of list.classes ?? []) {
    const equal = conditionOn(sql`${column} = +${BOUND}`);
    classes = classes.flatMap((one) =>
      words.map((word) => ({
        words: new Map([...one.words, [column, word]]),
        is: [...one.is, equal(word)],
      })),
    );
  }
  return classes;
});

/**
 * Undefined where classes and numbers do not tell which records meet the conditions, or one stretch of
 * the numbers is all that they leave.
 */
export function dividedByClass(list: List<unknown>, conditions: Condition[]): Divided | undefined {
  if (list.classes === undefined) return undefined;
  const told = conditions.filter((one) => isOfClasses(list, one));
  const others = conditions.filter((one) => !told.includes(one));
  const stretches = stretchesOf(list, others);
  if (stretches === undefined || (told.length === 0 && stretches.length < 2)) return undefined;
  const classes =
    told.length === 0
      ? [{ words: new Map(), is: [] }]
      : classesOf(list).filter((one) => told.every((condition) => meets(one, condition)));
  return { classes, stretches, others };
}

function isOfClasses(list: List<unknown>, { all, any, denied, bound }: Condition): boolean {
  const parts = all ?? any ?? (denied && [denied]);
  const isWord = bound !== undefined && list.classes?.has(bound.column as AnySQLiteColumn) === true;
  return parts?.every((part) => isOfClasses(list, part)) ?? isWord;
}

/** Every way in which conditions bound the numbers; undefined where they do else, or in very many. */
function stretchesOf(list: List<unknown>, [one, ...more]: Condition[]): Condition[][] | undefined {
  if (one === undefined) return [[]];
  const rest = stretchesOf(list, more);
  const all = rest && waysOf(list, one)?.flatMap((way) => rest.map((other) => [...way, ...other]));
  return all !== undefined && all.length <= MOST_STRETCHES ? all : undefined;
}

function waysOf(list: List<unknown>, one: Condition): Condition[][] | undefined {
  if (one.all !== undefined) return stretchesOf(list, one.all);
  if (one.any === undefined) return bounds(one, list.numbered) ? [[one]] : undefined;
  const ways = one.any.map((part) => waysOf(list, part));
  return ways.every((way) => way !== undefined) ? ways.flat() : undefined;
}

function meets(one: Class, { all, any, denied, bound, values }: Condition): boolean {
  if (all !== undefined) return all.every((part) => meets(one, part));
  if (any !== undefined) return any.some((part) => meets(one, part));
  if (denied !== undefined) return !meets(one, denied);
  const { column, sign } = bound as { column: Column | SQL; sign: Sign };
  return HOLDS[sign](one.words.get(column) ?? null, values[0] ?? null);
}

/** The keys of the first records in the order of the numbers or its reverse; `rest` is what a cursor asks for. */
export function firstOfClasses(
  db: Db,
  list: List<unknown>,
  { classes, stretches }: Divided,
  order: SortKey[],
  limit: number,
  rest: Condition[] = [],
): Part {
  const [{ column, descending }] = order as [SortKey, ...SortKey[]];
  const byNumber = order.slice(0, 1);
  const keys = new Map<number, Value>(); // each once: stretches may overlap
  for (const { is } of classes) {
    for (const stretch of stretches) {
      const { text, values } = seeking(list, is, byNumber, [...is, ...stretch, ...rest]);
      const first = `select ${textOf(column)}, ${keyOf(list)} ${text}${orderedBy(byNumber)} limit +?`;
      for (const [number, key] of readRows<[number, Value]>(db, first, [...values, limit])) {
        keys.set(number, key);
      }
    }
  }
  const numbers = [...keys.keys()].toSorted((a, b) => (descending ? b - a : a - b));
  return known(JSON.stringify(numbers.slice(0, limit).map((number) => keys.get(number))));
}

/** All records of some classes, in no order. */
export function allOfClasses(list: List<unknown>, { classes, others }: Divided): Part {
  const columns = [...(classes[0]?.words.keys() ?? [])];
  const json = JSON.stringify(classes.map(({ words }) => [...words.values()]));
  const tests = columns.map((column, place) => `${textOf(column)} = class.value ->> ${place}`);
  return {
    text: `from json_each(+?) as class cross join ${textOf(list.from)}${whereAll([
      ...tests,
      ...others.map(({ seek, test }) => seek ?? test),
    ])}`,
    values: [json, ...others.flatMap(({ values }) => values)],
  };
}
