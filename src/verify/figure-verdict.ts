// The verdict on a number, from the claims on the series that it may be of, and its words.
import type { Compared } from './claims.ts';
import type { Quantity } from './numbers.ts';
import type { Claim, CountedIn, NumberCheck } from './schema.ts';
import type { Source } from './sources.ts';

export type Judged = Pick<
  NumberCheck,
  'verdict' | 'explanation' | 'counted' | 'claimant_is' | 'series'
>;

type Titled = Compared & { title: string };

/** Judges by the claims that decide; the others are told beside. */
export function judge(
  quantity: Quantity,
  compared: { series: CountedIn; claims: Compared[] }[],
  { source, denial }: { source: Source | undefined; denial: string | null },
): Pick<Judged, 'verdict' | 'explanation' | 'series'> {
  const series = compared.map(({ series, claims }) => ({ series, claims: claims.map(toClaim) }));
  const deciding = compared.flatMap(({ series: { title }, claims }) =>
    claims.filter(({ decides }) => decides).map((claim) => ({ ...claim, title })),
  );
  const [verdict, found] = verdictOn(quantity, deciding, compared.length);
  const explanation = series.length === 0 ? found : found + aboutClaimant(source, deciding);
  if (denial === null || verdict === 'not_found') return { verdict, explanation, series };
  const denied = `Not judged: the text seems to deny it (“${denial}”). `;
  return { verdict: 'figure_denied', explanation: denied + explanation, series };
}

/** A number so many times below every claim is taken for a count of something smaller. */
const FAR = 10;

/** The verdict that the claims give, and why. */
function verdictOn(
  quantity: Quantity,
  claims: Titled[],
  series: number,
): [verdict: Judged['verdict'], explanation: string] {
  if (series === 0) return ['not_found', NO_SERIES];
  if (claims.length === 0) return ['not_found', 'Not on record here: the series has no claims.'];
  const latest = claims.filter((claim) => claim.latest);
  const against = latest.filter(({ relation }) => relation === 'conflicts');
  const current = latest.filter(({ fits }) => fits);
  if (current.length > 0) {
    const differ = against.length > 0 ? ` Others differ: ${listed(against)}.` : '';
    return ['figure_matches', `On record: ${listed(current)}.${differ}`];
  }
  const earlier = claims.filter(({ fits }) => fits);
  if (earlier.length > 0) {
    const later = earlier.flatMap(({ replacedBy }) => replacedBy.map(({ told }) => told.id));
    const now = latest.filter(({ told }) => later.includes(told.id));
    const days = (some: Titled[]) => some.map(({ told }) => told.as_of ?? '').sort();
    const isUpdate = (days(now)[0] ?? '') <= (days(earlier).at(-1) ?? '');
    const update = isUpdate ? ', in the update of the same story' : '';
    const explanation = `Claimed once, by ${listed(earlier)}; replaced since, by ${listed(now)}${update}.`;
    return ['figure_outdated', explanation];
  }
  const silent = latest.filter(({ relation }) => relation !== 'conflicts');
  if (silent.length > 0) {
    const open = silent.some(({ relation }) => relation !== 'not_comparable');
    const reason = open
      ? 'nobody gives this number, though not excluded by'
      : 'not comparable with';
    return ['not_found', `Not on record here: ${reason} ${listed(silent)}.`];
  }
  if (series > 1) {
    return [
      'not_found',
      `Not on record here: it may be of ${series} series, none with such a claim.`,
    ];
  }
  const most = quantity.value_max ?? quantity.value ?? 0;
  if (against.every(({ told }) => (told.value ?? 0) > FAR * most)) {
    const explanation = `Not on record here: so far below ${listed(against)} that it may count a part of it, or a day.`;
    return ['not_found', explanation];
  }
  const hedge = against.some(({ told }) => told.value === quantity.value)
    ? ' The number is the same, the words around it are not.'
    : '';
  return ['figure_conflicts', `No claim on record allows it: ${listed(against)}.${hedge}`];
}

const NO_SERIES =
  'Not on record here: the words around it mean no series on record, so nothing confirms or denies it.';

const toClaim = ({ told, latest, relation, decides }: Compared): Claim => ({
  ...told,
  latest,
  relation,
  decides,
});

const MOST_LISTED = 4;

/** Who claims what, each claimant's words once, the title where there are several. */
function listed(claims: Titled[]): string {
  const titles = new Set(claims.map(({ title }) => title));
  const told = new Set(
    claims.map(({ told: { claimant, expression, as_of: day }, title }) => {
      const about = [
        ...(titles.size > 1 ? [title] : []),
        ...(day === null ? [] : [`as of ${day}`]),
      ];
      const aside = about.length > 0 ? ` (${about.join(', ')})` : '';
      return `${claimant?.name ?? 'an article itself'} “${expression}”${aside}`;
    }),
  );
  const shown = [...told].slice(0, MOST_LISTED).join('; ');
  return told.size > MOST_LISTED ? `${shown}; and ${told.size - MOST_LISTED} more` : shown;
}

/** Says where the claimant that the text names has claimed nothing. */
const aboutClaimant = (source: Source | undefined, claims: Compared[]): string =>
  source === undefined || source.entities.length === 0 || claims.some(({ own }) => own)
    ? ''
    : ` No claim of ${source.words} on it is on record.`;
