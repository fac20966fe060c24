// The claims on a series beside a number of a text: which are the latest, which bear it out.
import { holds, intervalOf, placeOfLastDigit, relate } from '#figures/interval.ts';
import type { Quantity } from './numbers.ts';
import type { ClaimFound } from './queries.ts';
import type { Claim } from './schema.ts';
import type { Source } from './sources.ts';

/** A claim, and how the number of a text lies to it. */
export type Compared = ClaimFound &
  Pick<Claim, 'latest' | 'relation' | 'decides'> & {
    fits: boolean;
    /** Whether it is of the claimant that the text names. */
    own: boolean;
    replacedBy: ClaimFound[];
  };
type WholesOf = (key: number) => Set<number>;

/** Every claim beside the number; those of the claimant that the text names decide, and come first. */
export function compare(
  claims: ClaimFound[],
  quantity: Quantity,
  source: Source | undefined,
  wholesOf: WholesOf,
): Compared[] {
  const isOf = ({ claimant: key }: ClaimFound) =>
    key !== null && source?.entities.some((entity) => wholesOf(key).has(entity.key)) === true;
  const someDecide = claims.some(isOf);
  const compared = claims.map((claim) => {
    const relation = relationOf(quantity, claim);
    const replacedBy = claims.filter((other) => replaces(other, claim, wholesOf));
    const own = isOf(claim);
    return {
      ...claim,
      relation,
      own,
      replacedBy,
      latest: replacedBy.length === 0,
      decides: !someDecide || own,
      fits: isMatch(quantity, claim, relation),
    };
  });
  return compared.sort((a, b) => Number(b.decides) - Number(a.decides)); // stays in order of days
}

/**
 * Whether a claimant, or a part of it, has claimed another number since. An update of a story is
 * later than its other copies, whatever day those carry.
 */
function replaces(later: ClaimFound, claim: ClaimFound, wholesOf: WholesOf): boolean {
  const [by, from] = [later.claimant, claim.claimant];
  const same =
    by === null || from === null ? by === from && isOneStory(later, claim) : wholesOf(by).has(from);
  if (!same || isSame(later, claim)) return false;
  if (isOneStory(later, claim) && later.updates !== claim.updates) return later.updates;
  return (later.told.as_of ?? '') > (claim.told.as_of ?? '');
}

const isOneStory = (a: ClaimFound, b: ClaimFound): boolean =>
  a.told.article.id === b.told.article.id || (a.story !== null && a.story === b.story);

const isSame = ({ told: a }: ClaimFound, { told: b }: ClaimFound): boolean =>
  a.value === b.value && a.value_max === b.value_max && a.comparator === b.comparator;

function relationOf(quantity: Quantity, { told: claim }: ClaimFound): Claim['relation'] {
  const [printed, claimed] = [intervalOf(quantity), intervalOf(claim)];
  if (printed !== null && claimed !== null) return relate(printed, claimed);
  const said = claim.expression.toLowerCase().split(/\s+/);
  const alike = quantity.vague !== null && claimed === null && said.includes(quantity.vague);
  return alike ? 'agrees' : 'not_comparable';
}

/**
 * Whether the claim bears the number out: it implies it, or has bounds that the number lies in. A
 * claim without an upper bound only bears out what rounds to it: "more than 2,000" is no 9,000.
 */
function isMatch(
  quantity: Quantity,
  { told: claim }: ClaimFound,
  relation: Claim['relation'],
): boolean {
  if (relation === 'agrees') return true;
  const [printed, claimed] = [intervalOf(quantity), intervalOf(claim)];
  if (printed === null || claimed === null || relation === 'conflicts') return false;
  if (claimed.to !== null || holds(printed, claimed)) return true;
  const [value, bound] = [quantity.value ?? 0, claim.value ?? 0];
  return Math.abs(value - bound) < placeOfLastDigit(bound);
}
