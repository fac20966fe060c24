// How the values of a sort are divided into stretches, from coarse to fine. The index of filters has a
// word for each stretch that a record stands in (migrations/0012); without a value it has that of ''.
import type { Value } from './statements.ts';

/** What stands together: its word, its first value, and the first one after it. */
type Stretch = { word: Value; from: Value; end: Value };

export type Scale = {
  levels: ((value: Value) => Stretch)[];
  /** Whether all values in a finest stretch are one. */
  exact: boolean;
};

const FIRST = '\u{1}'; // precedes every letter
const LAST = '\u{10FFFF}'; // follows every letter

/** The texts that begin alike; a shorter one stands alone. */
const beginning =
  (characters: number) =>
  (text: Value): Stretch => {
    const letters = [...`${text}`].slice(0, characters);
    const from = letters.join('');
    return { word: from, from, end: `${from}${letters.length < characters ? FIRST : LAST}` };
  };

/** Years, months, days. */
export const BY_DATE: Scale = { levels: [4, 7, 10].map(beginning), exact: true };

/** The first letters of a text; many begin alike. */
export const BY_LETTERS: Scale = { levels: [1, 3, 6, 12].map(beginning), exact: false };

/** Whole numbers, of which there are few. */
export const BY_NUMBER: Scale = {
  levels: [(value) => ({ word: value, from: value, end: Number(value) + 1 })],
  exact: true,
};

const HUGE = 1e15;

/** How many digits a number has, and the first of them. */
const leading =
  (known: number) =>
  (value: Value): Stretch => {
    const number = Number(value);
    if (number < 1) return { word: '0', from: Number.NEGATIVE_INFINITY, end: 1 };
    if (number >= HUGE) return { word: '16', from: HUGE, end: Number.POSITIVE_INFINITY };
    const digits = `${Math.floor(number)}`;
    const first = digits.slice(0, known);
    const unit = 10 ** (digits.length - first.length);
    return known === 0
      ? { word: `${digits.length}`, from: unit / 10, end: unit }
      : {
          word: `${digits.length}:${first}`,
          from: Number(first) * unit,
          end: (Number(first) + 1) * unit,
        };
  };

export const BY_MAGNITUDE: Scale = { levels: [0, 1, 2].map(leading), exact: false };
