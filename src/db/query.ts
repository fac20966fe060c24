// Understands what a client asks of a list. The grammar is the same on every list (README):
// field=a,b is or, repetition is and, field__not, field__gte and the like; sort=-field,id; an
// opaque keyset cursor; count on request. A question is refused whole, with every reason at once.
import { type SQL, sql } from 'drizzle-orm';
import type { AnySQLiteColumn } from 'drizzle-orm/sqlite-core';
import { closest } from 'fastest-levenshtein';
import { type CursorValue, readCursor, type SortKey } from './cursor.ts';
import { type Filter, RANGES, type Range, type Reading, type Resolution } from './filters.ts';
import { InvalidQuery, InvalidValue, type Reason, shown } from './invalid.ts';
import type { List } from './list.ts';
import type { Db } from './open.ts';

export const COUNTS = ['none', 'estimate', 'exact'] as const;
export const MOST_RECORDS = 100;
const MOST_VALUES = 50;

/** Query parameters as they arrived: a repeated one is an array. */
export type Given = Record<string, string | string[] | undefined>;

/** A question asked of a list, understood and checked. */
export type Query = {
  conditions: SQL[];
  sort: SortKey[];
  /** Null where the client set none. */
  limit: number | null;
  after: CursorValue[] | null;
  count: (typeof COUNTS)[number];
  resolved: Resolution[];
};

/**
 * Understands the parameters of a list. `also` names parameters that the caller reads itself.
 * @throws InvalidQuery with every reason at once.
 */
export function parseQuery(
  db: Db,
  list: List<unknown>,
  parameters: Given,
  also: readonly string[] = [],
): Query {
  const reasons: Reason[] = [];
  const resolved: Resolution[] = [];
  const attempt = <T>(parameter: string, read: () => T): T | undefined => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof InvalidValue)) throw error;
      const { message: reason, suggestion, candidates } = error;
      reasons.push({ parameter, reason, suggestion, ...(candidates && { candidates }) });
      return undefined;
    }
  };
  const once = (parameter: string): string | undefined => {
    const value = parameters[parameter];
    if (!Array.isArray(value)) return value;
    reasons.push({
      parameter,
      reason: `is given ${value.length} times`,
      suggestion: 'give it once',
    });
    return undefined;
  };

  const sort = attempt('sort', () => parseSort(list, once('sort') ?? list.defaultSort)) ?? [];
  const limit = attempt('limit', () => parseLimit(once('limit'))) ?? null;
  const cursor = once('cursor');
  const after =
    cursor === undefined || sort.length === 0
      ? null
      : (attempt('cursor', () => readCursor(list.name, sort, cursor)) ?? null);
  const count = attempt('count', () => parseCount(once('count'))) ?? 'none';

  const conditions: SQL[] = list.where ? [list.where] : [];
  const own = ['sort', 'limit', 'cursor', 'count', ...also];
  refuseTooMany(parameters, own);
  for (const [parameter, given] of Object.entries(parameters)) {
    if (own.includes(parameter)) continue;
    for (const value of [given ?? ''].flat()) {
      const condition = attempt(parameter, () =>
        parseFilter(list, own, parameter, value, {
          db,
          resolved: (found) => resolved.push({ parameter, ...found }),
        }),
      );
      if (condition) conditions.push(condition);
    }
  }
  if (reasons.length > 0) throw new InvalidQuery(reasons);
  return { conditions, sort, limit, after, count, resolved };
}

/** Each value is a condition, and the database takes only so many at once. */
function refuseTooMany(parameters: Given, own: string[]): void {
  const values = Object.entries(parameters)
    .filter(([parameter]) => !own.includes(parameter))
    .flatMap(([parameter, given]) => [given ?? ''].flat().map((value) => ({ parameter, value })))
    .flatMap(({ parameter, value }) => value.split(',').map(() => parameter));
  if (values.length <= MOST_VALUES) return;
  throw new InvalidQuery([
    {
      parameter: values.at(-1) ?? '',
      reason: `brings the values to ${values.length}; at most ${MOST_VALUES} can be asked for at once`,
      suggestion: 'ask in several requests',
    },
  ]);
}

/** What may follow the name of a filter, after two underscores. */
export const operatorsOf = (filter: Filter): string[] => [
  ...(filter.whole ? [] : ['not']),
  ...(filter.ranged ? RANGES : []),
];

const parametersOf = (list: List<unknown>): string[] =>
  Object.entries(list.filters).flatMap(([name, filter]) => [
    name,
    ...operatorsOf(filter).map((operator) => `${name}__${operator}`),
  ]);

function parseFilter(
  list: List<unknown>,
  own: string[],
  parameter: string,
  value: string,
  reading: Reading,
): SQL {
  const valid = parametersOf(list);
  if (!valid.includes(parameter)) {
    throw new InvalidValue(
      `is no parameter of ${list.name}`,
      closest(parameter, [...valid, ...own]),
    );
  }
  const [name = '', operator] = parameter.split('__');
  const filter = list.filters[name] as Filter;
  if (value.trim() === '') {
    throw new InvalidValue('is empty', `give a value like ${filter.example}, or leave it out`);
  }
  if (filter.whole) return filter.is(value, reading);
  if (operator !== undefined && operator !== 'not') {
    const { column, read } = filter.ranged as NonNullable<Filter['ranged']>;
    return sql`${column} ${sql.raw(SIGNS[operator as Range])} +${read(value)}`;
  }
  const any = sql.join(
    splitValues(value).map((one) => filter.is(one, reading)),
    sql` or `,
  );
  return operator === 'not' ? sql`(${any}) is not true` : sql`(${any})`;
}

const SIGNS: Record<Range, string> = { gte: '>=', gt: '>', lte: '<=', lt: '<' };

/** Values between commas; a value that holds a comma stands in double quotes. */
function splitValues(value: string): string[] {
  const parts = value.match(/"[^"]*"|[^,]+|(?<=^|,)(?=,|$)/g) ?? [];
  return parts.map((part) => {
    const plain = part
      .trim()
      .replace(/^"(.*)"$/s, '$1')
      .trim();
    if (plain === '') {
      throw new InvalidValue('has an empty value between commas', 'remove the extra comma');
    }
    return plain;
  });
}

function parseSort(list: List<unknown>, value: string): SortKey[] {
  const sorts: Record<string, AnySQLiteColumn> = { ...list.sorts, id: list.id };
  const keys: SortKey[] = [];
  for (const part of value.split(',')) {
    const descending = part.startsWith('-');
    const name = part.slice(descending ? 1 : 0);
    const column = Object.hasOwn(sorts, name) ? sorts[name] : undefined;
    if (column === undefined) {
      throw new InvalidValue(
        `${shown(name)} is no sort of ${list.name}: ${Object.keys(sorts).join(', ')}`,
        closest(name, Object.keys(sorts)),
      );
    }
    if (keys.some((key) => key.name === name)) {
      throw new InvalidValue(`names ${name} twice`, 'name each field once');
    }
    keys.push({ name, column, descending });
  }
  return keys.some((key) => key.name === 'id')
    ? keys
    : [...keys, { name: 'id', column: list.id, descending: false }];
}

function parseLimit(value: string | undefined): number | null {
  if (value === undefined) return null;
  if (!/^[1-9]\d{0,2}$/.test(value) || Number(value) > MOST_RECORDS) {
    throw new InvalidValue(
      `${shown(value)} is no whole number from 1 to ${MOST_RECORDS}`,
      `limit=20; follow page.next for more, or take format=csv for all`,
    );
  }
  return Number(value);
}

function parseCount(value: string | undefined): Query['count'] {
  if (value === undefined) return 'none';
  const found = COUNTS.find((word) => word === value);
  if (found === undefined) {
    throw new InvalidValue(
      `${shown(value)} is none of ${COUNTS.join(', ')}`,
      closest(value, [...COUNTS]),
    );
  }
  return found;
}
