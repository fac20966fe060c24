// How the claims of two claimants relate, and how those on a part relate to those on its whole.
import { toLetters } from '#db/letters.ts';
import { holds, type Interval, liesBelow, plain, relate } from '#figures/interval.ts';
import { type Compared, daysApart } from './claims.ts';
import type { Pair, Part } from './schema.ts';

/**
 * Days between two dates up to which claims are compared as they stand: "by the previous evening"
 * and a count of the morning after describe one state. Of a body and its own part, which count
 * together, the later number is the newer.
 */
const daysAllowed = (a: Compared, b: Compared): number =>
  a.body !== null && a.body === b.body ? 0 : 1;

/** Each two claims of several claimants on the same series, as the letters of their JSON. */
export function pairsAmong(claims: Compared[]): string[] {
  const sides = claims.map((claim) => toLetters(sideOf(claim)));
  return claims.flatMap((a, index) =>
    claims.slice(index + 1).map((b, further) => {
      const related: Omit<Pair, 'a' | 'b'> = { ...relationOf(a, b), ...spreadOf(a, b) };
      const [one, other] = [sides[index], sides[index + 1 + further]];
      return `{"a":${one},"b":${other},${toLetters(related).slice(1)}`;
    }),
  );
}

const sideOf = ({ claimant, id, expression }: Compared): Pair['a'] => ({
  claimant,
  figure: id,
  expression,
});

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
  const [one, other] = [a.interval, b.interval];
  const apart = whyApart(a, b);
  if (apart !== null || one === null || other === null) return apart;
  if (liesBelow(one, other)) return whyChanged(a, b);
  return liesBelow(other, one) ? whyChanged(b, a) : null;
}

/** Why nothing follows from two claims, whatever their numbers are. */
function whyApart(a: Compared, b: Compared): string | null {
  for (const { interval, expression } of [a, b]) {
    if (interval === null) return `${expression} gives no number`;
  }
  if (a.period === null || b.period === null) return datesOf(a, b);
  return !accumulate(a, b) && daysApart(a.period, b.period).least > daysAllowed(a, b)
    ? `different dates: ${datesOf(a, b)}, and what is counted is no running total`
    : null;
}

/** Why a lower and a higher number may both be right: the count may have changed in between. */
function whyChanged(lower: Compared, higher: Compared): string | null {
  if (lower.period === null || higher.period === null) return null;
  const running = accumulate(lower, higher);
  const days = running
    ? higher.period.to - lower.period.from
    : daysApart(lower.period, higher.period).most;
  return days > daysAllowed(lower, higher)
    ? `different dates: ${datesOf(lower, higher)}, in which the count may have ${running ? 'grown' : 'changed'}`
    : null;
}

const accumulate = (a: Compared, b: Compared): boolean =>
  a.temporality === 'cumulative' && b.temporality === 'cumulative';

function datesOf(a: Compared, b: Compared): string {
  if (a.period === null || b.period === null) return 'the day that one describes is not known';
  const { least, most } = daysApart(a.period, b.period);
  if (most === 0) return 'they describe the same day';
  return `the days that they describe are ${least === most ? most : `${least} to ${most}`} apart`;
}

/** How far b is from a: as a difference and as a ratio, each from the least to the most. */
export function spreadOf(a: Compared, b: Compared): Pick<Pair, 'difference' | 'ratio'> {
  if (a.interval === null || b.interval === null) return { difference: null, ratio: null };
  return { difference: minus(b.interval, a.interval), ratio: over(b.interval, a.interval) };
}

const minus = (b: Interval, a: Interval): Interval => ({
  from: b.from === null || a.to === null ? null : plain(b.from - a.to),
  from_included: b.from_included && a.to_included,
  to: b.to === null || a.from === null ? null : plain(b.to - a.from),
  to_included: b.to_included && a.from_included,
});

/** Null where it would divide by nothing or less. Of 0 the share is 0, whatever it is a share of. */
function over(b: Interval, a: Interval): Interval | null {
  if (a.from === null || a.from <= 0 || b.from === null || b.from < 0) return null;
  return {
    from: a.to === null ? 0 : rounded(b.from / a.to),
    from_included: b.from_included && (a.to_included || b.from === 0),
    to: b.to === null ? null : rounded(b.to / a.from),
    to_included: b.to_included && (a.from_included || b.to === 0),
  };
}

const rounded = (ratio: number): number => Number(ratio.toPrecision(6));

/**
 * Each of some parts against each of some wholes, as the letters of their JSON. That a part is counted in
 * the whole is what its series declares; one larger than its whole is a contradiction whoever claims the
 * two.
 */
export function pairUp(parts: Compared[], wholes: Compared[]): string[] {
  const ofWholes = wholes.map((whole) => toLetters(partSideOf(whole)));
  return parts.flatMap((part) => {
    const side = toLetters(partSideOf(part));
    return wholes.map((whole, index) => {
      const same = part.asserter === whole.asserter;
      const { relation, reason } = partRelation(part, whole);
      return `{"part":${side},"whole":${ofWholes[index]},"same_claimant":${same},"relation":"${relation}","reason":${toLetters(reason)}}`;
    });
  });
}

const partSideOf = (claim: Compared): Part['part'] => ({ ...sideOf(claim), series: claim.series });

function partRelation(part: Compared, whole: Compared): Pick<Part, 'relation' | 'reason'> {
  const [less, more] = [part.interval as Interval, whole.interval as Interval];
  const apart = whyApart(part, whole);
  const exceeds = apart === null && liesBelow(more, less);
  const why = exceeds ? whyChanged(whole, part) : apart;
  if (why !== null) return { relation: 'not_comparable', reason: why };
  const numbers = `${part.expression} of ${whole.expression}`;
  const dates = datesOf(part, whole);
  if (exceeds) {
    const reason = `${numbers}: the part is larger than its whole; ${dates}`;
    return { relation: 'exceeds', reason };
  }
  const fits = less.to !== null && more.from !== null && less.to <= more.from;
  return fits
    ? { relation: 'fits', reason: `${numbers}; ${dates}` }
    : {
        relation: 'may_exceed',
        reason: `${numbers}: some numbers that they allow would make the part the larger; ${dates}`,
      };
}
