// Keyset cursors: the values of the sort fields of a record that was shown, and on which side of it
// the next page lies.
import { createHash } from 'node:crypto';
import { type SQL, sql } from 'drizzle-orm';
import { type AnySQLiteColumn, SQLiteSyncDialect } from 'drizzle-orm/sqlite-core';
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
export function makeCursor(
  list: string,
  sort: SortKey[],
  { side, values }: Cursor,
  conditions: SQL[],
): string {
  const place = [list, nameOf(sort), hashOf(conditions), side, ...values];
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

/** Names the filters that a page was made with: its neighbours are only under the same. */
function hashOf(conditions: SQL[]): string {
  const { sql: text, params } = dialect.sqlToQuery(sql.join(conditions, sql` and `));
  return createHash('sha256')
    .update(JSON.stringify([text, params]))
    .digest('base64url')
    .slice(0, 8);
}

const dialect = new SQLiteSyncDialect();

/** @throws InvalidValue for a cursor that is damaged, of another list, sort or filters. */
export function readCursor(
  list: string,
  sort: SortKey[],
  cursor: string,
  conditions: SQL[],
): Cursor {
  const [name, order, filters, side, ...values] = decode(cursor);
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
  if (filters !== hashOf(conditions)) {
    throw new InvalidValue(
      'was made with other filters',
      'repeat those, or start again without a cursor',
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
