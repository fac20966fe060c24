// Claims in order of time, by claimant, with reprints of one story told apart from new reports.
import { normalizeName } from '#db/normalize.ts';
import { INTERVAL_RULES, intervalOf } from '#figures/interval.ts';
import type { Figure } from '#figures/schema.ts';
import type { Claim } from './schema.ts';

/**
 * A figure with the story that its article tells, and the body whose part its claimant is; an update
 * comes after what it updates.
 */
export type Told = {
  figure: Figure;
  story: string | null;
  updates: boolean;
  body: string | null;
};

/** The claim of a figure, and what comparing it takes. */
export type Compared = Claim & {
  series: string;
  temporality: Figure['series']['temporality'];
  claimant: Figure['claimant'];
  /** Who asserts it: a claimant, or the article or story itself. */
  asserter: string;
  /** The outermost body that the claimant is part of, itself where it is part of none. */
  body: string | null;
  /** What counts as one source: a story, or an article that tells none. */
  source: string;
  /** The first and last day that it may describe, null where no day is known. */
  period: Period | null;
};

/** Two days, and their numbers: the days since 1970. */
export type Period = { first: string; last: string; from: number; to: number };

/** The claims of one or more series in the order of time. */
export function inOrder(told: Told[]): Compared[] {
  const keyed = told.map((one) => {
    const period = periodOf(one.figure);
    return { one, period, key: timeOf(one, period) };
  });
  keyed.sort((a, b) => compareKeys(a.key, b.key));
  const seen = new Map<string, string>();
  return keyed.map(({ one, period }) => {
    const claim = comparedOf(one, period);
    const { id, story, article, asserter, series } = claim;
    if (story === null) return claim;
    const said = JSON.stringify([series, story, asserter, saidBy(claim)]);
    const first = seen.get(said);
    if (first === undefined) seen.set(said, `${article.id} ${id}`);
    const [firstArticle, firstClaim = null] = first?.split(' ') ?? [];
    return firstArticle === article.id ? claim : { ...claim, reprint_of: firstClaim };
  });
}

/** What a claim says, by which reprints and repetitions are known: without a number, its words. */
export const saidBy = ({ value, value_max, comparator, expression }: Claim): string =>
  JSON.stringify([comparator, value ?? normalizeName(expression), value_max]);

type Key = (string | number)[];

/** A claim of a week or month stands at its first day; copies of a story before its update. */
const timeOf = ({ figure, updates }: Told, period: Period | null): Key => [
  period?.first ?? '',
  figure.article.published_on ?? '',
  Number(updates),
  figure.article.id,
  figure.anchor.spans[0]?.start ?? 0,
];

function compareKeys(a: Key, b: Key): number {
  const at = a.findIndex((part, index) => part !== b[index]);
  if (at < 0) return 0;
  return (a[at] as string | number) < (b[at] as string | number) ? -1 : 1;
}

function comparedOf({ figure, story, body }: Told, period: Period | null): Compared {
  const { claimant, article } = figure;
  const source = story === null ? `articles/${article.id}` : `stories/${story}`;
  return {
    id: figure.id,
    value: figure.value,
    value_max: figure.value_max,
    comparator: figure.comparator,
    expression: figure.expression,
    interval: intervalOf(figure),
    interval_rule: INTERVAL_RULES[figure.comparator],
    as_of: figure.as_of,
    as_of_accuracy: figure.as_of_accuracy,
    attribution: figure.attribution,
    article,
    story,
    reprint_of: null,
    note: figure.note,
    series: figure.series.id,
    temporality: figure.series.temporality,
    claimant,
    asserter: claimant?.id ?? source,
    body,
    source,
    period,
  };
}

/** The days that a date may mean: one, or all of its ISO week, month or year. */
function periodOf({
  as_of,
  as_of_accuracy,
}: Pick<Figure, 'as_of' | 'as_of_accuracy'>): Period | null {
  if (as_of === null) return null;
  const day = new Date(`${as_of}T00:00:00Z`);
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
    default: {
      const number = day.getTime() / MILLISECONDS;
      return { first: as_of, last: as_of, from: number, to: number };
    }
  }
}

const MILLISECONDS = 86_400_000; // of a day

const fromTo = (first: number, last: number): Period => ({
  first: isoDay(first),
  last: isoDay(last),
  from: first / MILLISECONDS,
  to: last / MILLISECONDS,
});

const isoDay = (time: number): string => new Date(time).toISOString().slice(0, 10);

/** How many days lie between two claims, at least and at most. */
export const daysApart = (a: Period, b: Period): { least: number; most: number } => ({
  least: Math.max(0, b.from - a.to, a.from - b.to),
  most: Math.max(b.to - a.from, a.to - b.from),
});
