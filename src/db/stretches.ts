// Orders other than that of the index of filters, in stretches of their values: a year, month or day of
// publication, one position, first letters. The index has a word for each, so that the few records of
// the stretches that come first are found and sorted, however many there are in all.
import { Column, is } from 'drizzle-orm';
import { bounds, type Condition, whereAll } from './condition.ts';
import type { SortKey } from './cursor.ts';
import { MOST_FETCHED } from './few.ts';
import { type Days, indexed, keysOf, wordFor } from './filter-index.ts';
import type { List } from './list.ts';
import type { Db } from './open.ts';
import type { Scale } from './scales.ts';
import { readRows, textOf, type Value } from './statements.ts';

const MOST_UNDIVIDED = 400; // records of a stretch that are sorted, and not divided further
const NONE = ''; // stands for no value

/** What is looked for besides a stretch, and how its records are read in the order asked for. */
export type Reading<Row> = {
  match: string | null;
  days: Days;
  conditions: Condition[];
  /** Those of some keys, given as JSON. */
  sorted: (keys: string, limit: number) => Row[];
  /** Those that meet conditions, met along the order. */
  met: (within: Condition[], limit: number) => Row[];
};

/** A sort with what the index knows of it. */
type Scaled = { name: string; column: Column; text: string; descending: boolean; scale: Scale };

export function scaled(list: List<unknown>, [key]: SortKey[]): Scaled | undefined {
  const scale = list.index?.scales?.[key?.name ?? ''];
  if (key === undefined || scale === undefined || !is(key.column, Column)) return undefined;
  return { ...key, column: key.column, text: textOf(key.column), scale };
}

/**
 * The first records in an order that begins with a sort which the index has stretches of. `from` are
 * the values of the record that they come after, as many as are known.
 */
export function readByStretch<Row>(
  db: Db,
  list: List<unknown>,
  order: SortKey[],
  key: Scaled,
  from: Value[],
  reading: Reading<Row>,
  limit: number,
): Row[] {
  const { text, descending, scale } = key;
  const rows: Row[] = [];
  const finest = scale.levels.length - 1;
  /** Of one value that too many records have: in the order that then follows. */
  const readWithin = (words: string, value: Value, within: Condition): void => {
    const left = limit - rows.length;
    const [, ...rest] = order;
    const inner = scaled(list, rest);
    const match = reading.match === null ? words : `${reading.match} AND ${words}`;
    const divided = {
      ...reading,
      match,
      met: (more: Condition[], most: number) => reading.met([within, ...more], most),
    };
    const innerFrom = from.length > 0 && from[0] === value ? from.slice(1) : [];
    const records =
      inner === undefined || !scale.exact
        ? reading.met([within], left)
        : readByStretch(db, list, rest, inner, innerFrom, divided, left);
    rows.push(...records);
  };
  /** Reads all of a stretch, unless there are more than so many. */
  const read = (words: string, most: number): boolean => {
    const { match, days, sorted } = reading;
    const hits = indexed(list, match === null ? words : `${match} AND ${words}`, days);
    const keys = keysOf(db, hits, most + 1);
    if (keys.count > 0 && keys.count <= most) rows.push(...sorted(keys.json, limit - rows.length));
    return keys.count <= most;
  };
  const readUnset = (): void => {
    const words = wordFor(key.name, NONE);
    if (rows.length >= limit || read(words, MOST_FETCHED)) return;
    readWithin(words, null, { test: `${text} is null`, values: [] });
  };

  const limits = boundsOf(key, reading.conditions);
  const unset = limits.length === 0 && !key.column.notNull;
  const [value] = from;
  if (unset && !descending && (value ?? null) === null) readUnset();
  let next =
    descending && value === null ? null : firstOf(db, key, [...limits, ...behind(key, value)]);
  for (let level = 0; next !== null && rows.length < limit; ) {
    const { word, from: begin, end } = (scale.levels[level] as Scale['levels'][number])(next);
    const words = wordFor(key.name, word);
    if (!read(words, level === finest ? MOST_FETCHED : MOST_UNDIVIDED)) {
      if (level < finest) {
        level += 1;
        continue;
      }
      const within = { test: `${text} >= +? and ${text} < +?`, values: [begin, end] };
      readWithin(words, next, within);
    }
    const last = next;
    const after = descending
      ? { test: `${text} < +?`, values: [begin] }
      : { test: `${text} >= +?`, values: [end] };
    next = firstOf(db, key, [...limits, after]);
    while (
      next !== null &&
      level > 0 &&
      wordAt(key, level - 1, last) !== wordAt(key, level - 1, next)
    ) {
      level -= 1;
    }
  }
  if (unset && descending) readUnset();
  return rows;
}

const wordAt = ({ scale }: Scaled, level: number, value: Value): Value | undefined =>
  scale.levels[level]?.(value).word;

/** What conditions leave of the values of a sort. */
const boundsOf = ({ column }: Scaled, conditions: Condition[]): Condition[] =>
  conditions.flatMap((one) =>
    one.seek !== undefined && bounds(one, column) ? { test: one.seek, values: one.values } : [],
  );

/** The values from that of a cursor on. */
const behind = ({ text, descending }: Scaled, value: Value | undefined): Condition[] =>
  value === undefined || value === null
    ? []
    : [{ test: `${text} ${descending ? '<=' : '>='} +?`, values: [value] }];

/** The first value that there is of a sort. */
function firstOf(db: Db, { column, text, descending }: Scaled, bounds: Condition[]): Value {
  const first = `select ${descending ? 'max' : 'min'}(${text}) from ${textOf(column.table)}`;
  const [[value = null] = []] = readRows<[Value]>(
    db,
    `${first}${whereAll(bounds.map(({ test }) => test))}`,
    bounds.flatMap(({ values }) => values),
  );
  return value;
}
