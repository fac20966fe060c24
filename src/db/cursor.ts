// Keyset cursors: the values of the sort fields of a record that was shown, and on which side of it
// the next page lies.
import type { SQL } from 'drizzle-orm';
import type { AnySQLiteColumn } from 'drizzle-orm/sqlite-core';
import { InvalidValue } from './invalid.ts';

export type SortKey = {
  name: string;
  column: AnySQLiteColumn | SQL;
  descending: boolean;
};
export type CursorValue = string | number | null;
export type Cursor = { side: 'after' | 'before'; values: CursorValue[] };

const nameOf = (sort: SortKey[]): string =>
  sort.map(({ name, descending }) => (descending ? `-${name}` : name)).join(',');

/** The place beside a record, opaque to clients. */
export function makeCursor(list: string, sort: SortKey[], { side, values }: Cursor): string {
  return Buffer.from(JSON.stringify([list, nameOf(sort), side, ...values])).toString('base64url');
}

/** @throws InvalidValue for a cursor that is damaged, of another list or of another sort. */
export function readCursor(list: string, sort: SortKey[], cursor: string): Cursor {
  const [name, order, side, ...values] = decode(cursor);
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
  if (values.length !== sort.length) throw notACursor();
  return { side, values };
}

function decode(cursor: string): CursorValue[] {
  let decoded: unknown;
  try {
    decoded = JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    throw notACursor();
  }
  const plain = (value: unknown): value is CursorValue =>
    value === null || typeof value === 'string' || typeof value === 'number';
  if (!Array.isArray(decoded) || !decoded.every(plain)) throw notACursor();
  return decoded;
}

const notACursor = () =>
  new InvalidValue('is no cursor of this API', 'take page.next of the previous page as it is');
