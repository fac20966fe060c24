// The kinds of filter that a list can declare. A declaration gives the parser, the SQL condition,
// the description for readers and the hint for a wrong value, so each is written once.
import { Column, is, type SQL, sql } from 'drizzle-orm';
import type { AnySQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core';
import { z } from 'zod';
import { type Condition, compared, conditionOn, joined, type ToWord } from './condition.ts';
import { rangeWords } from './days.ts';
import { InvalidValue, shown, wordNear } from './invalid.ts';
import { type Match, MOST_WORDS, type Search, searched, toMatch } from './match.ts';
import type { Db } from './open.ts';
import { keysOfParts } from './parts.ts';
import {
  refuseUnknownWord,
  resolveEntities,
  resolveEntity,
  resolveRecord,
  survivorOf,
} from './resolve.ts';
import type { Scale } from './scales.ts';
import { BOUND, textOf, type Value } from './statements.ts';
import { entities, organizations, places } from './tables.ts';
import type { EntityKind } from './vocabulary.ts';

export const RANGES = ['gte', 'gt', 'lte', 'lt'] as const;
export type Range = (typeof RANGES)[number];

/** How the value of an entity filter was understood; answers carry it. */
export type Resolution = {
  parameter: string;
  value: string;
  id: string;
  name: string;
  matched: string;
};

/** The world in which a value is read: the database, and places to tell what came of it. */
export type Reading = {
  db: Db;
  resolved: (found: Omit<Resolution, 'parameter'>) => void;
  matched: (match: Match) => void;
  /** Whether what a search matches is to be found at once, not record by record. */
  together: (match: Match) => boolean;
  word: ToWord;
};

export type Wholes = typeof places | typeof organizations;
type Named = SQLiteTable & { id: AnySQLiteColumn; slug: AnySQLiteColumn; name?: AnySQLiteColumn };

/** How records are counted along a dimension. */
export type Facet = {
  value: SQL | AnySQLiteColumn;
  /** Whether that is a text of all the keys which a record has, each once, between commas. */
  several?: true;
  /** The records that the values are keys of: their ids, and names where they have some, are shown. */
  named?: Named;
  /** Where those records are parts of others, as the filter has it: the table that says so. */
  wholes?: Wholes;
};

type Ranged = {
  read: (value: string) => string | number;
  is: Record<
    Range,
    (value: string | number, words: string | undefined, reading: Reading) => Condition
  >;
  /** The same as words of the index of filters, where that has some for ranges. */
  words?: (
    range: Range,
    value: string | number,
    reading: Pick<Reading, 'db' | 'word'>,
  ) => string | undefined;
};

export type Filter = {
  description: string;
  example: string;
  /** The condition that one value stands for. @throws InvalidValue */
  is: (value: string, reading: Reading) => Condition;
  /** What `__gte`, `__gt`, `__lte` and `__lt` read and stand for, where the values are ordered. */
  ranged?: Ranged;
  /** The closed list of words that it takes. */
  words?: readonly string[];
  /** The values that remain without some, where every record has one of few. */
  others?: (values: string[]) => string[];
  /** The dimension that it filters by, where records can be counted along it. */
  facet?: Facet;
  /** The column of a date, which a timeline can be made of. */
  date?: AnySQLiteColumn;
  /** Full text: commas are part of the value, and there is no `__not`. */
  search?: Search;
};

export const SPEAKING: readonly EntityKind[] = ['person', 'organization', 'group'];
export const ANY_KIND: readonly EntityKind[] = ['person', 'organization', 'group', 'place'];

/** The column that holds another record's key, or the condition that a key, bound, stands for. */
type Connection = AnySQLiteColumn | ((bound: SQL) => SQL) | Among;

/** The keys that records of the list have which a key stands for; `bound` is what is bound for that. */
type Among = {
  key: AnySQLiteColumn;
  among: (bound: SQL) => SQL;
  bound?: (db: Db, key: number) => Value;
};

function connected(connection: Connection) {
  if (typeof connection === 'function') return conditionOn(connection(BOUND));
  if (!('among' in connection)) return compared(connection);
  const found = sql`${connection.key} in (${connection.among(BOUND)})`;
  return conditionOn(sql`+${found}`, found);
}

const rangesOf = (column: AnySQLiteColumn | SQL): Ranged['is'] => ({
  gte: compared(column, '>='),
  gt: compared(column, '>'),
  lte: compared(column, '<='),
  lt: compared(column, '<'),
});

/**
 * A value that one record has, compared as it is once read; a merged id stands for what it became.
 */
export function identifier(
  column: AnySQLiteColumn,
  description: string,
  example: string,
  read = (value: string): string => value,
): Filter {
  const equal = compared(column);
  return {
    description,
    example,
    is: (value, { db, resolved }) => {
      const id = column.name === 'slug' ? survivorOf(db, column.table, value) : null;
      if (id !== null) resolved({ value, id, name: id, matched: value });
      return equal(id ?? read(value));
    },
  };
}

/** A word that many records share, compared as it stands: a language, a measure. */
export function exactly(column: AnySQLiteColumn, description: string, example: string): Filter {
  const equal = compared(column);
  return {
    description,
    example,
    facet: { value: column },
    is: (value, { db, word }) => {
      refuseUnknownWord(db, column, value);
      return equal(value, word(value));
    },
  };
}

export function oneOf(
  column: AnySQLiteColumn,
  words: readonly string[],
  description: string,
  example = words[0] ?? '',
): Filter {
  const equal = compared(column);
  return {
    description: `${description}: ${words.join(', ')}`,
    example,
    words,
    facet: { value: column },
    ...(column.notNull && {
      others: (values) => words.filter((word) => !values.includes(word)),
    }),
    is: (value, { word }) => {
      if (!words.includes(value)) {
        throw new InvalidValue(
          `${shown(value)} is none of ${words.join(', ')}`,
          wordNear(value, words),
        );
      }
      return equal(value, word(value));
    },
  };
}

export function trueOrFalse(column: AnySQLiteColumn, description: string): Filter {
  const equal = compared(column);
  return {
    description: `${description}: true or false`,
    example: 'false',
    words: ['true', 'false'],
    facet: { value: sql`case ${column} when 1 then 'true' when 0 then 'false' end` },
    is: (value, { word }) => {
      if (value !== 'true' && value !== 'false') {
        const meant = wordNear(value, ['true', 'false']) ?? 'true';
        throw new InvalidValue(`${shown(value)} is neither true nor false`, meant);
      }
      const wanted = value === 'true' ? 1 : 0;
      return equal(wanted, word(wanted));
    },
  };
}

const DAY = z.iso.date();

/** A day; records whose date is known less exactly stand at the day that they carry. */
export function day(column: AnySQLiteColumn, description: string, example: string): Filter {
  const read = (value: string): string => {
    if (!DAY.safeParse(value).success) {
      throw new InvalidValue(`${shown(value)} is no day of the calendar`, `a date like ${example}`);
    }
    return value;
  };
  const equal = compared(column);
  return {
    description,
    example,
    facet: { value: sql`substr(${column}, 1, 7)` },
    date: column,
    is: (value, { word }) => {
      const date = read(value);
      return equal(date, word(date));
    },
    ranged: {
      read,
      is: rangesOf(column),
      words: (range, date, { db, word }) => rangeWords(db, column, range, `${date}`, word),
    },
  };
}

/** A number; `scale` is how the index of filters has those that are not whole, or too many. */
export function number(
  column: AnySQLiteColumn | SQL,
  description: string,
  example: string,
  scale?: Scale,
): Filter {
  const read = (value: string): number => {
    if (!/^-?(0|[1-9]\d{0,14})(\.\d{1,9})?$/.test(value)) {
      throw new InvalidValue(
        `${shown(value)} is no plain decimal number`,
        `a number like ${example}`,
      );
    }
    return Number(value);
  };
  const equal = compared(column);
  const finest = scale?.levels.at(-1);
  return {
    description,
    example,
    is: (value, { word }) => {
      const wanted = read(value);
      if (finest === undefined) {
        return equal(wanted, /^\d+$/.test(`${wanted}`) ? word(wanted) : undefined);
      }
      const words = word(finest(wanted).word);
      return { ...equal(wanted, words), ...(words !== undefined && { still: equal(wanted) }) };
    },
    ranged: { read, is: rangesOf(column) },
  };
}

/** Another record, by its id; one that does not exist is refused with the nearest. */
export function record(
  condition: Connection,
  table: SQLiteTable & { id: AnySQLiteColumn; slug: AnySQLiteColumn },
  description: string,
  example: string,
): Filter {
  const connection = connected(condition);
  return {
    description,
    example,
    ...(is(condition, Column) && {
      facet: { value: condition, named: table },
    }),
    is: (value, { db, resolved, word }) => {
      const { key, mergedInto: id } = resolveRecord(db, table, value);
      if (id !== null) resolved({ value, id, name: id, matched: value });
      return connection(key, word(key));
    },
  };
}

/** Counts along entities, by id and name. */
const entityFacet = (key: AnySQLiteColumn): Facet => ({ value: key, named: entities });

/** The same where a record may have several: `rows` are those of the record that the keys are in. */
export const entitiesFacet = (key: AnySQLiteColumn, rows: SQL): Facet => ({
  value: sql`(select group_concat(distinct ${key}) from ${rows})`,
  several: true,
  named: entities,
});

/** An entity by id, Wikidata id or any spelling; `condition` says how it is connected. */
export function entity(
  kinds: readonly EntityKind[],
  condition: Connection,
  description: string,
  example: string,
  facet = is(condition, Column) ? entityFacet(condition) : undefined,
): Filter {
  const connection = connected(condition);
  const bound = 'among' in condition ? condition.bound : undefined;
  return {
    description: `${description}; an id, a Wikidata id or any spelling`,
    example,
    ...(facet && { facet }),
    is: (value, { db, resolved, word }) => {
      const { key, id, name, matched } = resolveEntity(db, value, kinds);
      resolved({ value, id, name, matched });
      return connection(bound?.(db, key) ?? key, word(key));
    },
  };
}

/** All entities of a spelling together: Ukraine the country and Ukraine the government. */
export function anyEntity(
  condition: (bound: SQL) => SQL,
  description: string,
  example: string,
  facet: Facet,
): Filter {
  const connection = conditionOn(condition(BOUND));
  return {
    description: `${description}; an id, a Wikidata id or any spelling, of a place and of its government alike`,
    example,
    facet,
    is: (value, { db, resolved, word }) => {
      const found = resolveEntities(db, value, ANY_KIND);
      for (const { id, name, matched } of found) resolved({ value, id, name, matched });
      return joined(
        found.map(({ key }) => connection(key, word(key))),
        'or',
      );
    },
  };
}

/** A place and everything that lies within it, at any depth. */
export const placeWithin = (column: AnySQLiteColumn, description: string, example: string) =>
  entity(
    ['place'],
    partsOf(column, places),
    `${description}, or a place that lies within it`,
    example,
    wholesFacet(column, places),
  );

/** A person, a body or a group, and everything that is part of it, at any depth. */
export const bodyWithParts = (column: AnySQLiteColumn, description: string, example: string) =>
  entity(
    SPEAKING,
    partsOf(column, organizations),
    `${description}, or a body that is part of it`,
    example,
    wholesFacet(column, organizations),
  );

/** Counts along every whole that an entity is part of, itself included, as the filters do. */
const wholesFacet = (column: AnySQLiteColumn, wholes: Wholes): Facet => ({
  ...entityFacet(column),
  wholes,
});

const partsOf = (key: AnySQLiteColumn, table: Wholes): Among => ({
  key,
  among: (bound) => sql`select value from json_each(+${bound})`,
  bound: (db, whole) => keysOfParts(db, textOf(table), whole),
});

/** Full text over the records of a list. */
export function fullText(search: Search, description: string, example: string): Filter {
  const found = searched(search);
  return {
    description: `${description}: words, "phrases", beginnings* and -exclusions, ${MOST_WORDS} words at most`,
    example,
    search,
    is: (value, { matched, together }) => {
      const sought = toMatch(value, search);
      const match = { search, match: sought.match };
      matched(match);
      return found(sought, together(match));
    },
  };
}
