// Compares the claims on one series: claimant by claimant, in pairs, and with its parts and whole.
import { fieldsFrom, toLetters } from '#db/letters.ts';
import { INTERVAL_RULES } from '#figures/interval.ts';
import type { Figure } from '#figures/schema.ts';
import { byTime, type Compared, inOrder, type Told } from './claims.ts';
import { pairsAmong, pairUp } from './relations.ts';
import type { Claim, Claimant, Comparison, SUMMARY_RULES } from './schema.ts';
import { hedgesOf, stepsOf } from './steps.ts';
import { summaryOf } from './summary.ts';

/** The claimants, those with the newest claims, that are held against each other and against parts. */
const MOST_RELATED = 20;

export type Asked = {
  asOf: string | null;
  rule: (typeof SUMMARY_RULES)[number] | null;
};

/**
 * The figures of a series, of its parts and of its whole; `more` where only the newest are given. Of
 * those of the series itself, by id, the record as the letters of its JSON.
 */
export type Found = {
  told: Told[];
  parts: Told[];
  whole: Told[];
  records: Map<string, string>;
  more: boolean;
};

/** A comparison as the letters of its JSON, in parts: most of it is many pairs of the same few claims. */
export function compare(
  series: Figure['series'],
  { told, parts, whole, records, more }: Found,
  { asOf, rule }: Asked,
): string[] {
  const claims = inOrder(told);
  const claimants = groupByAsserter(claims);
  const latest = newest(claims, claimants);
  const related = latest.slice(-MOST_RELATED);
  const ofParts = inOrder(parts);
  const echoing = ofParts.filter(echoes(claims));
  const before: Before = {
    series,
    as_of: asOf,
    count: claims.length,
    count_is: more ? 'at_least' : 'exact',
    independent_sources: sourcesOf(claims),
  };
  const between: Between = {
    course: stepsOf([...claims, ...echoing].sort(byTime)),
    hedges: hedgesOf([...claims, ...echoing]),
  };
  const after: After = {
    summary: rule === null ? null : summaryOf(rule, latest),
    reason: claims.length > 0 ? null : nothing(asOf),
  };
  return [
    `${toLetters(before).slice(0, -1)},"claimants":[`,
    claimants.map((own) => presentClaimant(own, records)).join(),
    '],"relations":[',
    pairsAmong(related).join(),
    `],${toLetters(between).slice(1, -1)},"parts":[`,
    [
      ...pairUp(newest(ofParts).slice(-MOST_RELATED), related),
      ...pairUp(related, newest(inOrder(whole)).slice(-MOST_RELATED)),
    ].join(),
    `],${toLetters(after).slice(1)}`,
  ];
}

type Before = Omit<Comparison, 'claimants' | 'relations' | 'parts' | keyof Between | keyof After>;
type Between = Pick<Comparison, 'course' | 'hedges'>;
type After = Pick<Comparison, 'summary' | 'reason'>;

/** Whether a claim on a part prints a number that a claim on the whole prints, too. */
function echoes(claims: Compared[]): (claim: Compared) => boolean {
  const values = new Set(claims.map(({ value }) => value));
  return ({ value }) => value !== null && values.has(value);
}

const nothing = (asOf: string | null): string =>
  asOf === null
    ? 'No claim on this series is on record.'
    : `No claim on this series describes a day up to ${asOf}.`;

/** The claims of each, in order of time; claimants in the order of their first claim. */
function groupByAsserter(claims: Compared[]): Compared[][] {
  const groups = new Map<string, Compared[]>();
  for (const claim of claims) {
    const group = `${claim.series} ${claim.asserter}`;
    const known = groups.get(group);
    if (known === undefined) groups.set(group, [claim]);
    else known.push(claim);
  }
  return [...groups.values()];
}

/** The latest claim of each claimant, in order of time. */
function newest(claims: Compared[], claimants = groupByAsserter(claims)): Compared[] {
  const last = new Set(claimants.map(latestOf));
  return claims.filter((claim) => last.has(claim));
}

/** The latest claim of a claimant or its last reprint; late reprints of an older one renew nothing. */
function latestOf(claims: Compared[]): Compared | undefined {
  const latest = claims.findLast(({ reprint_of }) => reprint_of === null);
  return claims.findLast(({ id, reprint_of }) => (reprint_of ?? id) === latest?.id);
}

const sourcesOf = (claims: Compared[]): number => new Set(claims.map(({ source }) => source)).size;

function presentClaimant(claims: Compared[], records: Found['records']): string {
  const last = latestOf(claims);
  const before: Omit<Claimant, 'claims' | 'revisions'> = {
    claimant: last?.claimant ?? null,
    asserted_by: last === undefined || last.claimant !== null ? null : last.source,
    independent_sources: sourcesOf(claims),
    latest: last?.id ?? null,
  };
  const presented = claims.map((claim) => presentClaim(claim, records.get(claim.id) ?? ''));
  const after: Pick<Claimant, 'revisions'> = { revisions: stepsOf(claims) };
  return `${toLetters(before).slice(0, -1)},"claims":[${presented}],${toLetters(after).slice(1)}`;
}

/** A claim; what is not weighed of it passes from its record as it is. */
function presentClaim(claim: Compared, record: string): string {
  const before: Omit<Claim, 'attribution' | 'article' | keyof typeof after | 'note'> = {
    id: claim.id,
    value: claim.value,
    value_max: claim.value_max,
    comparator: claim.comparator,
    expression: claim.expression,
    interval: claim.interval,
    interval_rule: INTERVAL_RULES[claim.comparator],
    as_of: claim.as_of,
    as_of_accuracy: claim.as_of_accuracy,
  };
  const after = { story: claim.story, reprint_of: claim.reprint_of };
  return [
    toLetters(before).slice(0, -1),
    fieldsFrom(record, 'attribution', 'hops'),
    fieldsFrom(record, 'article', 'anchor'),
    `,${toLetters(after).slice(1, -1)}`,
    record.slice(record.lastIndexOf(',"note":')),
  ].join('');
}
