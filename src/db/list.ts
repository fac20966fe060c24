// A list of records, declared once: from this come its parser, SQL, facets, documentation and errors.
import type { SQL } from 'drizzle-orm';
import type { AnySQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core';
import { type Filter, RANGES } from './filters.ts';
import type { Scale } from './scales.ts';
import { textOf } from './statements.ts';

export type List<T> = {
  /** The name in paths, in the log of changes and in cursors. */
  name: string;
  description: string;
  /** The column of the public id; it ends every sort, so that the order is total. */
  id: AnySQLiteColumn;
  /** The record as JSON; its type is proved to be the wire shape. */
  record: SQL<T>;
  /** The tables it comes from. */
  from: SQL;
  /** The one of them that has a row for each record, where it is not the table of the id. */
  rows?: SQLiteTable;
  /** The key that numbers the records from 1, without gaps: where none ever goes. */
  numbered?: AnySQLiteColumn;
  /**
   * The columns of few words that one index has in this order, with the number behind them (classes.ts).
   */
  classes?: ReadonlyMap<AnySQLiteColumn, readonly string[]>;
  filters: Record<string, Filter>;
  sorts: Record<string, AnySQLiteColumn>;
  defaultSort: string;
  /** The same tables for sorts by a column of another one, which then comes first. */
  along?: Record<string, SQL>;
  /** The index of filters: its table, its texts, what its rows are ordered by, the filters in it. */
  index?: {
    table: string;
    texts: string[];
    day: AnySQLiteColumn;
    filters: string[];
    /** The sorts whose values it has words for, too. */
    scales?: Record<string, Scale>;
  };
  /** Where the JSON of each record is kept, if it is (index.ts). */
  stored?: SQLiteTable & { id: AnySQLiteColumn; json: AnySQLiteColumn };
  /** References that `include=` can replace by whole records, and the lists that hold those. */
  includes: Record<string, string>;
};

/** What may follow the name of a filter, after two underscores. */
export const operatorsOf = (filter: Filter): string[] => [
  ...(filter.search ? [] : ['not']),
  ...(filter.ranged ? RANGES : []),
];

/** What follows from the declaration of a list, found out once. */
export function once<T>(of: (list: List<unknown>) => T): (list: List<unknown>) => T {
  const known = new WeakMap<List<unknown>, T>();
  return (list) => {
    const found = known.get(list) ?? of(list);
    known.set(list, found);
    return found;
  };
}

/** The column of the inner key: that of the table which the public id is in. */
export const keyOf = once(({ id }): string => `${textOf(id.table)}."id"`);

/** Every filter parameter of a list, with its operators. */
export const parametersOf = once((list): string[] =>
  Object.entries(list.filters).flatMap(([name, filter]) => [
    name,
    ...operatorsOf(filter).map((operator) => `${name}__${operator}`),
  ]),
);

const namesWith = (list: List<unknown>, has: keyof Filter): string[] =>
  Object.keys(list.filters).filter((name) => list.filters[name]?.[has] !== undefined);

/** The dimensions that the records of a list can be counted along. */
export const facetsOf = once((list): string[] => namesWith(list, 'facet'));

/** The dates that a timeline of a list can be made of. */
export const datesOf = once((list): string[] => namesWith(list, 'date'));

/** Every field to sort by; relevance only where there is full text. */
export const sortsOf = once((list): string[] => [
  ...Object.keys(list.sorts),
  'id',
  ...(namesWith(list, 'search').length > 0 ? ['relevance'] : []),
]);
