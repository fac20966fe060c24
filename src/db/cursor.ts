// Keyset cursors: the values of the sort fields of a record that was shown, and on which side of it
// the next page lies.
import { hash } from 'node:crypto';
import { Column, is, type SQL } from 'drizzle-orm';
import type { AnySQLiteColumn } from 'drizzle-orm/sqlite-core';
import type { Condition } from './condition.ts';
import { InvalidValue } from './invalid.ts';
import { textOf, type Value } from './statements.ts';

export type SortKey = {
  name: string;
  column: AnySQLiteColumn | SQL;
  descending: boolean;
};
export type Cursor = { side: 'after' | 'before'; values: Value[] };

const nameOf = (sort: SortKey[]): string =>
  sort.map(({ name, descending }) => (descending ? `-${name}` : name)).join(',');

/** The place beside a record, opaque to clients. */
export function makeCursor(
  list: string,
  sort: SortKey[],
  { side, values }: Cursor,
  filters: Filters,
): string {
  const place = [list, nameOf(sort), tagOf(filters), side, ...values];
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

/** What a page was filtered by: each parameter with a value, as given, in the order of their names. */
export type Filters = [parameter: string, value: string][];

/** Names the filters that a page was made with: its neighbours are only under the same. */
const tagOf = (filters: Filters): string =>
  hash('sha256', JSON.stringify(filters), 'base64url').slice(0, 8);

/** @throws InvalidValue for a cursor that is damaged, of another list, sort or filters. */
export function readCursor(
  list: string,
  sort: SortKey[],
  cursor: string,
  filters: Filters,
): Cursor {
  const [name, order, tag, side, ...values] = decode(cursor);
  if (typeof name !== 'string' || (side !== 'after' && side !== 'before')) throw notACursor();
  if (name !== list) {
    throw new InvalidValue(`belongs to the list ${name}`, `use it with /v1/${name}`);
  }
  if (order !== nameOf(sort)) {
    throw new InvalidValue(
      `was made with sort=${order}`,
      'repeat that sort, or start again without a cursor',
    );
  }
  if (tag !== tagOf(filters)) {
    throw new InvalidValue(
      'was made with other filters',
      'repeat those, or start again without a cursor',
    );
  }
  if (values.length !== sort.length) throw notACursor();
  return { side, values };
}

function decode(cursor: string): Value[] {
  let decoded: unknown;
  try {
    decoded = JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    throw notACursor();
  }
  const plain = (value: unknown): value is Value =>
    value === null || typeof value === 'string' || typeof value === 'number';
  if (!Array.isArray(decoded) || !decoded.every(plain)) throw notACursor();
  return decoded;
}

const notACursor = () =>
  new InvalidValue('is no cursor of this API', 'take page.next of the previous page as it is');

export const turned = (key: SortKey): SortKey => ({ ...key, descending: !key.descending });

export const orderTerm = ({ column, descending }: SortKey): string =>
  `${textOf(column)}${descending ? ' desc' : ''}`;

/**
 * The records after a point in the order, in stretches of an index that begins as the order does; null
 * stands before every value, as SQLite sorts it.
 */
export function beyond([key, ...keys]: SortKey[], [value, ...values]: Value[]): Condition[] {
  if (key === undefined || value === undefined) return [{ test: 'false', values: [] }];
  const { descending } = key;
  const column = textOf(key.column);
  const [nullable, least] = is(key.column, Column)
    ? [!key.column.notNull, key.column.dataType === 'string' ? "''" : '-9e999']
    : [false, '-9e999'];
  const tied = beyond(keys, values);
  const rest = {
    test: tied.map(({ test }) => test).join(' or '),
    values: tied.flatMap((one) => one.values),
  };
  if (value === null) {
    // Of another table, the next column is no way to find records: it would be one for each such record.
    const [next = key] = keys;
    const unsought = tableOf(next) === tableOf(key) ? '' : '+';
    const ties = { test: `(${column} is null and ${unsought}(${rest.test}))`, values: rest.values };
    return descending ? [ties] : [ties, { test: `${column} >= ${least}`, values: [] }];
  }
  const sign = descending ? '<' : '>';
  const after = {
    test: `(${column} ${sign}= +? and +(${column} ${sign} +? or ${rest.test}))`,
    values: [value, value, ...rest.values],
  };
  return descending && nullable ? [after, { test: `${column} is null`, values: [] }] : [after];
}

const tableOf = ({ column }: SortKey) => (is(column, Column) ? column.table : null);
