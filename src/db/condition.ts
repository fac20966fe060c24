// Conditions on records: as a test of one record, as what an index of a table can find, and as words
// that the index of filters has.
import { Column, is, type SQL, sql } from 'drizzle-orm';
import type { AnySQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core';
import { getTableConfig } from 'drizzle-orm/sqlite-core';
import type { Match } from './match.ts';
import { BOUND, textOf, type Value } from './statements.ts';

export type Condition = {
  /** True of a record that meets it; written so that no index is chosen by it. */
  test: string;
  values: Value[];
  /** The same so that an index of the column finds it, and the orders in which that one has them. */
  seek?: string;
  orders?: string[];
  /** The same in the language of FTS5, where the index of filters has it. */
  words?: string;
  /** What is to be asked of the records that those words find, where they find more. */
  still?: Condition;
  /** Where it bounds a column: which, of which table (null where several are meant), and how. */
  bound?: { column: Column | SQL; table: SQLiteTable | null; sign: Sign | 'or' };
  /** The search that it asks for. */
  match?: Match;
  /** The conditions all, or any, of which it stands for. */
  all?: Condition[];
  any?: Condition[];
  /** What it says is not so. */
  denied?: Condition;
};
export type Sign = '=' | '>=' | '>' | '<=' | '<';

const OPPOSITES: Record<Sign, Sign[]> = {
  '=': ['<', '>'],
  '>=': ['<'],
  '>': ['<='],
  '<=': ['>'],
  '<': ['>='],
};

/** A value as a word of the index of filters; none where the list does not index the filter. */
export type ToWord = (value: Value) => string | undefined;

/** Of the one record, or the few, that a unique column finds. */
export const ANY_ORDER = '*';

/** A condition on one value, declared with `+${BOUND}` in its place, and so that an index can find it. */
export function conditionOn(declared: SQL, sought?: SQL) {
  const test = textOf(declared);
  const seek = sought && textOf(sought);
  return (value: Value, words?: string): Condition => ({
    test,
    values: [value],
    ...(seek !== undefined && { seek }),
    ...(words !== undefined && { words }),
  });
}

/** A condition on a column; an index that begins with the column can find it. */
export function compared(column: AnySQLiteColumn | SQL, sign: Sign = '=') {
  const seek = textOf(sql`${column} ${sql.raw(sign)} +${BOUND}`);
  const orders = is(column, Column) ? ordersOf(column) : [];
  const fixed = {
    test: `+${seek}`,
    bound: { column, table: is(column, Column) ? (column.table as SQLiteTable) : null, sign },
    ...(orders.length > 0 && { seek, orders: sign === '=' ? orders : [] }),
  };
  return (value: Value, words?: string): Condition => ({
    ...fixed,
    values: [value],
    ...(words !== undefined && { words }),
  });
}

/** The orders that records of one value of a column stand in: what follows it in each index. */
function ordersOf(column: AnySQLiteColumn): string[] {
  const { indexes } = getTableConfig(column.table as SQLiteTable);
  const texts = indexes.map(({ config }) =>
    config.columns.map((one) => textOf(one as Column | SQL)),
  );
  const name = textOf(column);
  const declared = texts.filter(([first]) => first === name).map(([, ...rest]) => rest.join(', '));
  return column.primary || column.isUnique ? [...declared, ANY_ORDER] : declared;
}

/** All, or any, of some conditions. */
export function joined(conditions: Condition[], sign: 'and' | 'or'): Condition {
  const [only, ...more] = conditions;
  if (only !== undefined && more.length === 0) return only;
  const words = conditions.flatMap(({ words, still }) =>
    still === undefined ? (words ?? []) : [],
  );
  const seeks = conditions.flatMap(({ seek, bound }) => (bound === undefined ? [] : (seek ?? [])));
  const known = words.length === conditions.length;
  const found = sign === 'or' && seeks.length === conditions.length;
  const [table, ...others] = new Set(conditions.map(({ bound }) => bound?.table ?? null));
  const bound = { table: others.length > 0 ? null : (table ?? null), sign: 'or' } as const;
  return {
    test: `(${conditions.map(({ test }) => test).join(` ${sign} `)})`,
    values: conditions.flatMap(({ values }) => values),
    ...(known && { words: `(${words.join(sign === 'and' ? ' AND ' : ' OR ')})` }),
    ...(found &&
      only?.bound && { seek: `(${seeks.join(' or ')})`, bound: { ...only.bound, ...bound } }),
    ...(sign === 'and' ? { all: separated(conditions) } : { any: conditions }),
  };
}

/** Conditions all of which are met, each of them on its own. */
export const separated = (conditions: Condition[]): Condition[] =>
  conditions.flatMap((condition) => condition.all ?? condition);

/** That a condition is not met; `own` is the table whose columns are null where it says so only. */
export function negated(condition: Condition, own: SQLiteTable): Condition {
  const { test, values, all, any, bound, denied } = condition;
  if (denied !== undefined) return denied;
  const not = (one: Condition) => negated(one, own);
  if (all !== undefined) return joined(all.map(not), 'or');
  if (any !== undefined) return joined(any.map(not), 'and');
  if (
    bound === undefined ||
    bound.sign === 'or' ||
    bound.table !== own ||
    !is(bound.column, Column) ||
    !bound.column.notNull
  )
    return { test: `((${test}) is not true)`, values, denied: condition };
  const { column } = bound;
  const others = OPPOSITES[bound.sign].map((sign) =>
    compared(column as AnySQLiteColumn, sign)(values[0] ?? null),
  );
  return joined(others, 'or');
}

/** Whether a condition bounds a column, rather than naming several values of it. */
export const bounds = ({ bound }: Condition, column: Column | SQL | undefined): boolean =>
  bound !== undefined && bound.sign !== 'or' && bound.column === column;

/** Tests as text to follow what they test, empty where there is none. */
export const whereAll = (tests: string[]): string =>
  tests.length > 0 ? ` where ${tests.join(' and ')}` : '';
