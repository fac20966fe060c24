// One number in the place of many: only under a rule that the request names, with what it is made of.
import { type Interval, relate } from '#figures/interval.ts';
import { type Compared, isoDay } from './claims.ts';
import type { SUMMARY_RULES, Summary } from './schema.ts';

type Rule = (typeof SUMMARY_RULES)[number];

/** What each rule makes of the latest claim of each claimant. */
export const RULE_MEANINGS: Record<Rule, string> = {
  range: 'from the least to the most that the latest claim of any claimant allows',
  latest: 'the claim on the latest day, where only one number is claimed for it',
  majority:
    'the number that more than half of the claimants claim, each by its latest claim, vague ones too',
};

/** `latest` holds one claim of each claimant, in order of time. */
export function summaryOf(rule: Rule, latest: Compared[]): Summary {
  const numbered = latest.filter(({ interval }) => interval !== null);
  const inputs = numbered.map(({ id }) => id);
  const about = { rule, meaning: RULE_MEANINGS[rule] };
  if (numbered.length === 0) {
    return { ...about, interval: null, inputs, reason: 'no claim gives a number' };
  }
  const { interval, reason } = RULES[rule](numbered, latest.length);
  return { ...about, interval, inputs, reason };
}

type Outcome = { interval: Interval | null; reason: string };

const RULES: Record<Rule, (claims: Compared[], claimants: number) => Outcome> = {
  range: (claims) => ({
    interval: claims.map(intervalIn).reduce(union),
    reason: `from ${claims.length} claimants`,
  }),
  latest: (claims) => {
    const { period = null } = claims.at(-1) ?? {};
    const last = claims.filter((claim) => claim.period?.to === period?.to);
    const day = period === null ? 'no known day' : isoDay(period.to);
    const [first, ...others] = last.map(intervalIn) as [Interval, ...Interval[]];
    return others.every((one) => relate(first, one) === 'agrees')
      ? { interval: first, reason: `of ${day}` }
      : { interval: null, reason: `${last.length} claims of ${day} give different numbers` };
  },
  majority: (claims, claimants) => {
    const votes = claims.map((claim) => ({
      claim,
      n: claims.filter((one) => relate(intervalIn(one), intervalIn(claim)) === 'agrees').length,
    }));
    const [most] = votes.toSorted((a, b) => b.n - a.n);
    return most !== undefined && most.n * 2 > claimants
      ? { interval: most.claim.interval, reason: `${most.n} of ${claimants} claimants` }
      : {
          interval: null,
          reason: `no number is claimed by more than half of ${claimants} claimants`,
        };
  },
};

const intervalIn = ({ interval }: Compared): Interval => interval as Interval;

/** The least interval that holds both. */
function union(a: Interval, b: Interval): Interval {
  const low = isLower(a, b) ? a : b;
  const high = isHigher(a, b) ? a : b;
  return {
    from: low.from,
    from_included: low.from_included,
    to: high.to,
    to_included: high.to_included,
  };
}

const isLower = (a: Interval, b: Interval): boolean =>
  a.from === null ||
  (b.from !== null && (a.from < b.from || (a.from === b.from && a.from_included)));

const isHigher = (a: Interval, b: Interval): boolean =>
  a.to === null || (b.to !== null && (a.to > b.to || (a.to === b.to && a.to_included)));
