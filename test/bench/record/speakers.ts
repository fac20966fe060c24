// Who speaks, writes, relays and publishes in the synthetic record, a few far more than the others.
import type { QuoteRecord } from '#record/schema.ts';
import type { Random } from './random.ts';
import { ORGANIZATIONS, type World } from './world.ts';

export type Speaker = { id: string; name: string; short: string };
type Hop = QuoteRecord['attribution'][number];

/** Mostly a person, at times a group or an organization, seldom nobody. */
export function speakerOf(world: World, random: Random): Speaker | null {
  const { id, sizes } = world;
  const turn = random.next();
  if (turn < 0.03) return null;
  if (turn < 0.8) {
    const index = random.rank(sizes.people);
    const { latin, family } = world.personName(index);
    return { id: id.person(index), name: latin, short: family.latin };
  }
  const isGroup = turn < 0.9;
  const index = random.rank(isGroup ? sizes.groups : sizes.organizations);
  const name = world.placeName(index).latin;
  return isGroup
    ? { id: id.group(index), name: `${name} officials`, short: 'officials' }
    : { id: id.organization(index), name, short: 'officials' };
}

/** Journalists and translators are people whom others seldom quote. */
export function reporterOf({ id, sizes }: World, random: Random): string {
  return id.person(sizes.people - 1 - random.rank(Math.ceil(sizes.people / 4)));
}

export function organizationOfType(
  { id, sizes }: World,
  random: Random,
  type: (typeof ORGANIZATIONS)[number][0],
): string {
  const turn = ORGANIZATIONS.findIndex(([one]) => one === type);
  const rank = random.rank(sizes.organizations / ORGANIZATIONS.length);
  return id.organization(ORGANIZATIONS.length * rank + turn);
}

/** Who passed words on to the article; mostly nobody. */
export function hopsOf(world: World, random: Random): Hop[] {
  if (!random.chance(0.15)) return [];
  const agency = () => organizationOfType(world, random, 'news_agency');
  const first: Hop = random.chance(0.5)
    ? {
        role: random.pick(['translator', 'spokesperson', 'official', 'reporter']),
        agent: reporterOf(world, random),
      }
    : { role: random.pick(['agency', 'service', 'outlet']), agent: agency() };
  return random.chance(0.3) ? [first, { role: 'agency', agent: agency() }] : [first];
}
