// Days as words of the index of filters, which has the year, the month and the day of each: a range is
// some years, some months and some days.
import type { AnySQLiteColumn } from 'drizzle-orm/sqlite-core';
import type { ToWord } from './condition.ts';
import type { Range } from './filters.ts';
import type { Db } from './open.ts';
import { readRows, textOf } from './statements.ts';

const MOST_YEARS = 100; // words that are looked for at once
const NEVER = '-'; // the word of no day

/** The words of all days in a range; undefined where the index has none, or the years are too many. */
export function rangeWords(
  db: Db,
  column: AnySQLiteColumn,
  range: Range,
  day: string,
  word: ToWord,
): string | undefined {
  const never = word(NEVER);
  if (never === undefined) return undefined;
  const up = range.startsWith('g');
  const outermost = `select ${up ? 'max' : 'min'}(${textOf(column)}) from ${textOf(column.table)}`;
  const [[last = null] = []] = readRows<[string | null]>(db, outermost);
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  const end = Number(last?.slice(0, 4) ?? year);
  if (Math.abs(end - year) > MOST_YEARS) return undefined;
  const beyond = (number: number, least: number, most: number, digits: number): string[] =>
    (up ? numbers(number + 1, most) : numbers(least, number - 1)).map((one) =>
      `${one}`.padStart(digits, '0'),
    );
  const days = [
    ...(range.endsWith('e') ? [day] : []),
    ...beyond(date, 1, 31, 2).map((one) => `${day.slice(0, 8)}${one}`),
    ...beyond(month, 1, 12, 2).map((one) => `${day.slice(0, 5)}${one}`),
    ...beyond(year, end, end, 4),
  ];
  return `(${days.length > 0 ? days.map(word).join(' OR ') : never})`;
}

const numbers = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
