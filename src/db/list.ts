// A list of records, declared once: from this come its parser, SQL, facets, documentation and errors.
import type { SQL } from 'drizzle-orm';
import type { AnySQLiteColumn } from 'drizzle-orm/sqlite-core';
import { type Filter, RANGES } from './filters.ts';
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
  filters: Record<string, Filter>;
  sorts: Record<string, AnySQLiteColumn>;
  defaultSort: string;
  /** The same tables for sorts by a column of another one, which then comes first. */
  along?: Record<string, SQL>;
  /** The index of filters: its table, what its rows are ordered by, and the filters that are in it. */
  index?: { table: string; day: AnySQLiteColumn; filters: string[] };
  /** References that `include=` can replace by whole records, and the lists that hold those. */
  includes: Record<string, string>;
};

/** The column of the inner key: that of the table which the public id is in. */
export const keyOf = ({ id }: List<unknown>): string => `${textOf(id.table)}."id"`;

/** What may follow the name of a filter, after two underscores. */
export const operatorsOf = (filter: Filter): string[] => [
  ...(filter.search ? [] : ['not']),
  ...(filter.ranged ? RANGES : []),
];

/** Every filter parameter of a list, with its operators. */
export const parametersOf = (list: List<unknown>): string[] =>
  Object.entries(list.filters).flatMap(([name, filter]) => [
    name,
    ...operatorsOf(filter).map((operator) => `${name}__${operator}`),
  ]);

const namesWith = (list: List<unknown>, has: keyof Filter): string[] =>
  Object.keys(list.filters).filter((name) => list.filters[name]?.[has] !== undefined);

/** The dimensions that the records of a list can be counted along. */
export const facetsOf = (list: List<unknown>): string[] => namesWith(list, 'facet');

/** The dates that a timeline of a list can be made of. */
export const datesOf = (list: List<unknown>): string[] => namesWith(list, 'date');

/** Every field to sort by; relevance only where there is full text. */
export const sortsOf = (list: List<unknown>): string[] => [
  ...Object.keys(list.sorts),
  'id',
  ...(namesWith(list, 'search').length > 0 ? ['relevance'] : []),
];
