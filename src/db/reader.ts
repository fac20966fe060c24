// Statements that read records: along an order, found by an index of a table, or tested one by one.
import { ANY_ORDER, bounds, type Condition, whereAll } from './condition.ts';
import { beyond, type Cursor, orderTerm, type SortKey, turned } from './cursor.ts';
import type { Part } from './filter-index.ts';
import { keyOf, type List } from './list.ts';
import type { Db } from './open.ts';
import { readRows, textOf, type Value } from './statements.ts';

/** The inner key of a record, and its values of the sort fields. */
export type KeyRow = [key: number, ...Value[]];

/** How records are read of a source, beyond a cursor. */
export type Reader = {
  read: (source: Part, limit: number, sorted?: '+') => KeyRow[];
  /** Of keys that come in the order asked for: SQLite goes on no further than is needed. */
  readFirst: (source: Part, limit: number) => KeyRow[];
  /** Along an index: each part of what lies beyond the cursor is a stretch of it. */
  readAlong: (source: (part: Condition[]) => Part, limit: number) => KeyRow[];
  parts: Condition[][];
  /** That a record lies beyond the cursor, if there is one. */
  rest: Condition[];
  /** The same beyond a record of such values. */
  behind: (values: Value[]) => Reader;
};

/** Reads in an order, beyond a cursor; `shown` are the values that come with the keys. */
export function readerOf(
  db: Db,
  list: List<unknown>,
  order: SortKey[],
  cursor: Cursor | null,
  shown: SortKey[],
): Reader {
  const columns = columnsOf(list, shown);
  const beyondIt = cursor === null ? [] : beyond(order, cursor.values);
  const parts = cursor === null ? [[]] : beyondIt.map((one) => [one]);
  const readFirst: Reader['readFirst'] = ({ text, values }, limit) =>
    readRows(db, `${columns} ${text} limit +?`, [...values, limit]);
  const read: Reader['read'] = ({ text, values }, limit, sorted) =>
    readFirst({ text: `${text}${orderedBy(order, sorted)}`, values }, limit);
  const readAlong: Reader['readAlong'] = (source, limit) => {
    const rows: KeyRow[] = [];
    for (const part of parts) {
      if (rows.length < limit) rows.push(...read(source(part), limit - rows.length));
    }
    return rows;
  };
  const behind = (values: Value[]) => readerOf(db, list, order, { side: 'after', values }, shown);
  return {
    read,
    readFirst,
    readAlong,
    parts,
    rest: cursor === null ? [] : [anyPart(beyondIt)],
    behind,
  };
}

/** An order as the end of a select; `+` has records sorted that stand in none. */
export const orderedBy = (order: SortKey[], sorted: '+' | '' = ''): string =>
  ` order by ${order.map((key) => `${sorted}${orderTerm(key)}`)}`;

/** The inner key and the values of a sort, as the beginning of a select. */
export const columnsOf = (list: List<unknown>, sort: SortKey[]): string =>
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
export function seeking(
  list: List<unknown>,
  seeks: Condition[],
  [first]: SortKey[],
  conditions: Condition[],
): Part {
  const tests = conditions.map((one) => {
    const sought = seeks.includes(one) || bounds(one, first?.column);
    return (sought ? one.seek : undefined) ?? one.test;
  });
  const along = seeks.length === 0 ? list.along?.[first?.name ?? ''] : undefined;
  return {
    text: `from ${textOf(along ?? list.from)}${whereAll(tests)}`,
    values: conditions.flatMap(({ values }) => values),
  };
}

/** Whether an index has the records of a condition in the order asked for, or its reverse. */
export function isInOrder(
  list: List<unknown>,
  { orders, bound }: Condition,
  order: SortKey[],
): boolean {
  const own = bound?.table === list.id.table;
  const asked = order.map(orderTerm).join(', ');
  const reverse = order.map(turned).map(orderTerm).join(', ');
  return (
    orders?.some((one) => (own && one === ANY_ORDER) || one === asked || one === reverse) ?? false
  );
}
