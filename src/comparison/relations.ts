// How the claims of two claimants relate, and how those on a part relate to those on its whole.
import { holds, type Interval, liesBelow, relate } from '#figures/interval.ts';
import { type Compared, daysBetween } from './claims.ts';
import type { Pair, Part } from './schema.ts';

/**
 * Days between two dates up to which claims are compared as they stand: "by the previous evening"
 * and a count of the morning after describe one state. Of a body and its own part, which count
 * together, the later number is the newer.
 */
const daysAllowed = (a: Compared, b: Compared): number =>
  a.body !== null && a.body === b.body ? 0 : 1;

/** A pair of claims of two claimants on the same series. */
export const pairOf = (a: Compared, b: Compared): Pair => ({
  a: sideOf(a),
  b: sideOf(b),
  ...relationOf(a, b),
  ...spreadOf(a, b),
});

const sideOf = ({ claimant, id, expression }: Compared) => ({ claimant, figure: id, expression });

function relationOf(a: Compared, b: Compared): Pick<Pair, 'relation' | 'reason'> {
  const apart = whyNotComparable(a, b);
  if (apart !== null) return { relation: 'not_comparable', reason: apart };
  const relation = relate(a.interval as Interval, b.interval as Interval);
  return { relation, reason: `${meaningOf(relation, a, b)}; ${datesOf(a, b)}` };
}

function meaningOf(relation: ReturnType<typeof relate>, a: Compared, b: Compared): string {
  const both = `${a.expression} and ${b.expression}`;
  switch (relation) {
    case 'agrees':
      return `${both} allow the same numbers`;
    case 'compatible':
      return `${both} share numbers, and each allows others, too`;
    case 'conflicts':
      return `${both} share no number`;
    case 'contains': {
      const wider = holds(a.interval as Interval, b.interval as Interval);
      const [outer, inner] = wider ? [a, b] : [b, a];
      return `${outer.expression} allows all that ${inner.expression} does, and more`;
    }
  }
}

/** Null where both claims can be held against each other. */
function whyNotComparable(a: Compared, b: Compared): string | null {
  for (const { interval, expression } of [a, b]) {
    if (interval === null) return `${expression} gives no number`;
  }
  if (a.period === null || b.period === null) return 'the day that one describes is not known';
  const days = daysBetween(a.period, b.period);
  if (days <= daysAllowed(a, b)) return null;
  if (a.temporality !== 'cumulative') {
    return `different dates: ${datesOf(a, b)}, and what is counted is no running total`;
  }
  const [earlier, later] = a.period.first < b.period.first ? [a, b] : [b, a];
  return liesBelow(earlier.interval as Interval, later.interval as Interval)
    ? `different dates: ${datesOf(a, b)}, in which the count may have grown`
    : null;
}

function datesOf(a: Compared, b: Compared): string {
  if (a.period === null || b.period === null) return 'the day that one describes is not known';
  const days = daysBetween(a.period, b.period);
  if (days > 0) return `the days that they describe are ${days} apart`;
  return a.as_of_accuracy === 'day' && b.as_of_accuracy === 'day'
    ? 'they describe the same day'
    : 'they may describe the same day';
}

/** How far b is from a: as a difference and as a ratio, each from the least to the most. */
export function spreadOf(a: Compared, b: Compared): Pick<Pair, 'difference' | 'ratio'> {
  if (a.interval === null || b.interval === null) return { difference: null, ratio: null };
  return { difference: minus(b.interval, a.interval), ratio: over(b.interval, a.interval) };
}

const minus = (b: Interval, a: Interval): Interval => ({
  from: b.from === null || a.to === null ? null : b.from - a.to,
  from_included: b.from_included && a.to_included,
  to: b.to === null || a.from === null ? null : b.to - a.from,
  to_included: b.to_included && a.from_included,
});

/** Null where it would divide by nothing or less. */
function over(b: Interval, a: Interval): Interval | null {
  if (a.from === null || a.from <= 0 || b.from === null || b.from < 0) return null;
  return {
    from: a.to === null ? 0 : rounded(b.from / a.to),
    from_included: b.from_included && a.to_included,
    to: b.to === null ? null : rounded(b.to / a.from),
    to_included: b.to_included && a.from_included,
  };
}

const rounded = (ratio: number): number => Number(ratio.toPrecision(6));

/**
 * A part against its whole. That the part is counted in the whole is what its series declares; a
 * part larger than its whole is a contradiction whoever claims the two.
 */
export const partOf = (part: Compared, whole: Compared): Part => ({
  part: { ...sideOf(part), series: part.series },
  whole: { ...sideOf(whole), series: whole.series },
  same_claimant: part.asserter === whole.asserter,
  ...partRelation(part, whole),
});

function partRelation(part: Compared, whole: Compared): Pick<Part, 'relation' | 'reason'> {
  for (const { interval, expression } of [part, whole]) {
    if (interval !== null) continue;
    return { relation: 'not_comparable', reason: `${expression} gives no number` };
  }
  const [less, more] = [part.interval as Interval, whole.interval as Interval];
  const dates = datesOf(part, whole);
  if (part.period === null || whole.period === null) {
    return { relation: 'not_comparable', reason: dates };
  }
  const numbers = `${part.expression} of ${whole.expression}`;
  if (liesBelow(more, less)) {
    const grew = part.period.first > whole.period.last && part.temporality === 'cumulative';
    return daysBetween(part.period, whole.period) > daysAllowed(part, whole) && grew
      ? { relation: 'not_comparable', reason: `${numbers}: the part is counted later; ${dates}` }
      : { relation: 'exceeds', reason: `${numbers}: the part is larger than its whole; ${dates}` };
  }
  const fits = less.to !== null && more.from !== null && less.to <= more.from;
  return fits
    ? { relation: 'fits', reason: `${numbers}; ${dates}` }
    : {
        relation: 'may_exceed',
        reason: `${numbers}: some numbers that they allow would make the part the larger; ${dates}`,
      };
}
