// Claims in order of time, by claimant, with reprints of one story told apart from new reports.
import { normalizeName } from '#db/normalize.ts';
import { type Interval, intervalOf } from '#figures/interval.ts';
import type { Figure } from '#figures/schema.ts';

/**
 * What comparing takes of a figure, with the story that its article tells and the body whose part its
 * claimant is.
 */
export type Told = Pick<
  Figure,
  | 'id'
  | 'value'
  | 'value_max'
  | 'comparator'
  | 'expression'
  | 'as_of'
  | 'as_of_accuracy'
  | 'claimant'
> & {
  series: string;
  temporality: Figure['series']['temporality'];
  article: string;
  published_on: string | null;
  /** Where it stands in the text of its article. */
  start: number;
  story: string | null;
  /** Whether its article updates the story: it comes after what it updates. */
  updates: boolean;
  /** The outermost body that the claimant is part of, itself where it is part of none: an inner key. */
  body: number | null;
};

/** A claim among others of its series. */
export type Compared = Told & {
  interval: Interval | null;
  reprint_of: string | null;
  /** Who asserts it: a claimant, or the article or story itself. */
  asserter: string;
  /** What counts as one source: a story, or an article that tells none. */
  source: string;
  /** What it says, by which reprints and repetitions are known: without a number, its words. */
  said: string;
  /** The days that it may describe, null where none is known. */
  period: Period | null;
};

/** Its first and last day, as days since 1970. */
type Period = { from: number; to: number };

/** The claims of one or more series in the order of time. */
export function inOrder(told: Told[]): Compared[] {
  const claims = told.map(comparedOf).sort(byTime);
  const seen = new Map<string, Compared>();
  for (const claim of claims) {
    const { series, story, asserter, said, article } = claim;
    if (story === null) continue;
    const key = `${series} ${story} ${asserter} ${said}`;
    const first = seen.get(key);
    if (first === undefined) seen.set(key, claim);
    else if (first.article !== article) claim.reprint_of = first.id;
  }
  return claims;
}

/** A claim of a week or month stands at its first day; copies of a story before its update. */
export const byTime = (a: Compared, b: Compared): number =>
  ordered(a.period?.from ?? -Infinity, b.period?.from ?? -Infinity) ||
  ordered(a.published_on ?? '', b.published_on ?? '') ||
  Number(a.updates) - Number(b.updates) ||
  ordered(a.article, b.article) ||
  a.start - b.start;

const ordered = <T extends string | number>(a: T, b: T): number => (a === b ? 0 : a < b ? -1 : 1);

function comparedOf(told: Told): Compared {
  const { claimant, article, story, comparator, value, value_max, expression } = told;
  const source = story === null ? `articles/${article}` : `stories/${story}`;
  return {
    ...told,
    interval: intervalOf(told),
    reprint_of: null,
    asserter: claimant?.id ?? source,
    source,
    said: `${comparator} ${value_max} ${value ?? normalizeName(expression)}`,
    period: periodOf(told),
  };
}

/** The days that a date may mean: one, or all of its ISO week, month or year. */
function periodOf({
  as_of,
  as_of_accuracy,
}: Pick<Figure, 'as_of' | 'as_of_accuracy'>): Period | null {
  if (as_of === null) return null;
  const time = Date.parse(as_of);
  if (as_of_accuracy === 'day' || as_of_accuracy === null) return fromTo(time, time);
  const day = new Date(time);
  const [year, month] = [day.getUTCFullYear(), day.getUTCMonth()];
  switch (as_of_accuracy) {
    case 'week': {
      const monday = day.getUTCDate() - ((day.getUTCDay() + 6) % 7);
      return fromTo(Date.UTC(year, month, monday), Date.UTC(year, month, monday + 6));
    }
    case 'month':
      return fromTo(Date.UTC(year, month, 1), Date.UTC(year, month + 1, 0));
    case 'year':
      return fromTo(Date.UTC(year, 0, 1), Date.UTC(year, 11, 31));
  }
}

const MILLISECONDS = 86_400_000; // of a day

const fromTo = (first: number, last: number): Period => ({
  from: first / MILLISECONDS,
  to: last / MILLISECONDS,
});

/** A day of a period, as it is written. */
export const isoDay = (day: number): string =>
  new Date(day * MILLISECONDS).toISOString().slice(0, 10);

/** How many days lie between two claims, at least and at most. */
export const daysApart = (a: Period, b: Period): { least: number; most: number } => ({
  least: Math.max(0, b.from - a.to, a.from - b.to),
  most: Math.max(b.to - a.from, a.to - b.from),
});
