// The numbers that a claim allows: its comparator as an interval, and how two intervals relate.
import type { Figure } from './schema.ts';

/** From `from` to `to`; a null bound is none. */
export type Interval = {
  from: number | null;
  from_included: boolean;
  to: number | null;
  to_included: boolean;
};

/**
 * What each comparator means for a printed value v, where r is the decimal place of its last digit
 * that is not zero (100 for 3,700, 1,000 for 9,000): a round number stands for all that rounds to it.
 * Counts are not negative.
 */
export const INTERVAL_RULES = {
  exact: 'v',
  approximately: 'from v - r/2 to v + r/2, where r is the place of the last digit that is not 0',
  more_than: 'above v',
  at_least: 'v or more',
  nearly: 'from v - r/2 to below v, where r is the place of the last digit that is not 0',
  less_than: 'from 0 to below v, where v is above 0',
  at_most: 'from 0 to v, where v is not below 0',
  between: 'from value to value_max',
  vague: 'no number is printed',
} as const satisfies Record<Figure['comparator'], string>;

/** The interval of a claim, null where it prints no number. */
export function intervalOf({
  value,
  value_max,
  comparator,
}: Pick<Figure, 'value' | 'value_max' | 'comparator'>): Interval | null {
  if (value === null) return null;
  const half = () => placeOfLastDigit(value) / 2;
  const closed = (from: number | null, to: number | null): Interval => ({
    from,
    from_included: from !== null,
    to,
    to_included: to !== null,
  });
  const least = value < 0 ? null : 0;
  switch (comparator) {
    case 'approximately':
      return closed(plain(value - half()), plain(value + half()));
    case 'more_than':
      return { ...closed(value, null), from_included: false };
    case 'at_least':
      return closed(value, null);
    case 'nearly':
      return { ...closed(plain(value - half()), value), to_included: false };
    case 'less_than': // of nothing no count is less, so it is measured and may be
      return { ...closed(value === 0 ? null : least, value), to_included: false };
    case 'at_most':
      return closed(least, value);
    case 'between':
      return closed(value, value_max);
    default:
      return closed(value, value);
  }
}

/** Without what binary fractions add to decimal ones: 2.25 for 2.3 - 0.05. Halves are exact. */
export const plain = (value: number): number =>
  Number.isInteger(2 * value) && Math.abs(value) < 1e14 ? value : Number(value.toPrecision(15));

/** 100 for 3,700, 1 for 249, 0.1 for 2.5. */
export function placeOfLastDigit(value: number): number {
  const [, digits = '', fraction = '', exponent = '0'] =
    /^(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(Math.abs(value).toExponential()) ?? [];
  return digits === '' ? 1 : 10 ** (Number(exponent) - fraction.length);
}

/**
 * How two intervals lie: `agrees` where they are the same, `contains` where one lies within the
 * other, `compatible` where they share a number, `conflicts` where they share none.
 */
export function relate(
  a: Interval,
  b: Interval,
): 'agrees' | 'contains' | 'compatible' | 'conflicts' {
  if (liesBelow(a, b) || liesBelow(b, a)) return 'conflicts';
  if (holds(a, b) && holds(b, a)) return 'agrees';
  return holds(a, b) || holds(b, a) ? 'contains' : 'compatible';
}

/** Whether every number of the inner one is a number of the outer. */
export const holds = (outer: Interval, inner: Interval): boolean =>
  startsBy(outer, inner) && endsBy(outer, inner);

/** Whether every number of the one is below every number of the other. */
export function liesBelow(a: Interval, b: Interval): boolean {
  if (a.to === null || b.from === null) return false;
  return a.to < b.from || (a.to === b.from && !(a.to_included && b.from_included));
}

const startsBy = (outer: Interval, inner: Interval): boolean =>
  outer.from === null ||
  (inner.from !== null &&
    (outer.from < inner.from ||
      (outer.from === inner.from && (outer.from_included || !inner.from_included))));

const endsBy = (outer: Interval, inner: Interval): boolean =>
  outer.to === null ||
  (inner.to !== null &&
    (outer.to > inner.to || (outer.to === inner.to && (outer.to_included || !inner.to_included))));
