// Compares the claims on one series: claimant by claimant, in pairs, and with its parts and whole.
import type { Figure } from '#figures/schema.ts';
import { type Compared, inOrder, type Told } from './claims.ts';
import { pairOf, partOf } from './relations.ts';
import type { Claim, Claimant, Comparison, SUMMARY_RULES } from './schema.ts';
import { hedgesOf, stepsOf } from './steps.ts';
import { summaryOf } from './summary.ts';

/** The claimants, those with the newest claims, that are held against each other in pairs. */
const MOST_RELATED = 20;

export type Asked = {
  asOf: string | null;
  rule: (typeof SUMMARY_RULES)[number] | null;
};

/** The figures of a series, of its parts and of its whole; `more` where only the newest are given. */
export type Found = { told: Told[]; parts: Told[]; whole: Told[]; more: boolean };

export function compare(
  series: Figure['series'],
  { told, parts, whole, more }: Found,
  { asOf, rule }: Asked,
): Comparison {
  const claims = inOrder(told);
  const claimants = groupByAsserter(claims);
  const latest = newest(claims);
  const ofParts = inOrder(parts);
  return {
    series,
    as_of: asOf,
    count: claims.length,
    count_is: more ? 'at_least' : 'exact',
    independent_sources: sourcesOf(claims),
    claimants: claimants.map(presentClaimant),
    relations: pairsAmong(latest.slice(-MOST_RELATED)),
    course: stepsOf(inOrder([...told, ...parts.filter(echoes(told))])),
    hedges: hedgesOf([...claims, ...ofParts]),
    parts: [...pairUp(newest(ofParts), latest), ...pairUp(latest, newest(inOrder(whole)))],
    summary: rule === null ? null : summaryOf(rule, latest),
    reason: claims.length > 0 ? null : nothing(asOf),
  };
}

/** Whether a claim on a part prints a number that a claim on the whole prints, too. */
const echoes =
  (told: Told[]) =>
  ({ figure: { value } }: Told): boolean =>
    value !== null && told.some(({ figure }) => figure.value === value);

const nothing = (asOf: string | null): string =>
  asOf === null
    ? 'No claim on this series is on record.'
    : `No claim on this series describes a day up to ${asOf}.`;

/** The claims of each, in order of time; claimants in the order of their first claim. */
function groupByAsserter(claims: Compared[]): Compared[][] {
  const groups = new Map<string, Compared[]>();
  for (const claim of claims) {
    const group = `${claim.series} ${claim.asserter}`;
    groups.set(group, [...(groups.get(group) ?? []), claim]);
  }
  return [...groups.values()];
}

/** The latest claim of each claimant, in order of time. */
function newest(claims: Compared[]): Compared[] {
  const last = new Set(groupByAsserter(claims).map((group) => group.at(-1)));
  return claims.filter((claim) => last.has(claim));
}

const sourcesOf = (claims: Compared[]): number => new Set(claims.map(({ source }) => source)).size;

function presentClaimant(claims: Compared[]): Claimant {
  const last = claims.at(-1);
  return {
    claimant: last?.claimant ?? null,
    asserted_by: last === undefined || last.claimant !== null ? null : last.source,
    independent_sources: sourcesOf(claims),
    latest: last?.id ?? null,
    claims: claims.map(presentClaim),
    revisions: stepsOf(claims),
  };
}

const presentClaim = ({
  series: _series,
  temporality: _temporality,
  claimant: _claimant,
  asserter: _asserter,
  body: _body,
  source: _source,
  period: _period,
  ...claim
}: Compared): Claim => claim;

const pairsAmong = (claims: Compared[]) =>
  claims.flatMap((a, index) => claims.slice(index + 1).map((b) => pairOf(a, b)));

const pairUp = (parts: Compared[], wholes: Compared[]) =>
  parts.flatMap((part) => wholes.map((whole) => partOf(part, whole)));
