// The people, groups, organizations, places and series of the synthetic record.
import type { EntityRecord, SeriesRecord } from '#record/schema.ts';
import type { Random } from './random.ts';
import { speech, TONGUES, title } from './words.ts';
import { ORGANIZATIONS, organizationOf, type World } from './world.ts';

type Name = EntityRecord['names'][number];
type Place = Extract<EntityRecord, { kind: 'place' }>;

const CONTINENTS = 6;
const TEMPORALITIES = ['cumulative', 'stock', 'flow'] as const;
const BUILDINGS = ['homes', 'schools'];
const POSITIONS = ['President', 'Minister', 'Mayor', 'Governor', 'Spokesman', 'Analyst'];

/** Continents first, then countries, regions in them, cities in those, and their parts. */
function levelOf(
  { sizes: { countries, regions } }: World,
  index: number,
): { type: Place['type']; parent: number | null } {
  if (index < CONTINENTS) return { type: 'continent', parent: null };
  const past = index - CONTINENTS;
  if (past < countries) return { type: 'country', parent: past % CONTINENTS };
  const country = CONTINENTS + (past % countries);
  if (past < countries + regions) return { type: 'region', parent: country };
  const region = CONTINENTS + countries + (past % regions);
  if (past % 10 < 7 || past < countries + 3 * regions) return { type: 'city', parent: region };
  const city = region + regions;
  return { type: past % 2 === 0 ? 'district' : 'building', parent: city };
}

/** The country that a place is or lies in. */
function countryAbove(world: World, index: number): number {
  const { type, parent } = levelOf(world, index);
  return type === 'country' || parent === null ? index : countryAbove(world, parent);
}

/** Two letters for each country; they stand for no real one. */
function codeOf(index: number): string {
  const code = (index * 7) % 676;
  return String.fromCharCode(65 + Math.floor(code / 26), 65 + (code % 26));
}

export function place(world: World, index: number): EntityRecord {
  const random = world.own('place facts', index);
  const { latin, native, tongue } = world.placeName(index);
  const { type, parent } = levelOf(world, index);
  const located = type !== 'continent' && random.chance(0.8);
  return {
    ...base(world.id.place(index), namesOf(tongue, latin, native), random, 1e7 + index),
    kind: 'place',
    type,
    country: type === 'continent' ? null : codeOf(countryAbove(world, index)),
    parent: parent === null ? null : world.id.place(parent),
    latitude: located ? random.whole(-8999, 8999) / 100 : null,
    longitude: located ? random.whole(-17999, 17999) / 100 : null,
    geonames_id: located ? 1e6 + index : null,
  };
}

/** Ministries and armies are parts of the government before them. */
export function organization(world: World, index: number): EntityRecord {
  const random = world.own('organization', index);
  const { latin, native, tongue } = world.placeName(index);
  const { type, word, what } = organizationOf(index);
  const names = namesOf(tongue, `${latin} ${word}`, `${native} ${word}`);
  const short = latin.slice(0, 2).toUpperCase() + word.slice(0, 1) + index.toString(36);
  if (random.chance(0.4)) names.push(spelling(short, 'Latn', null, 'alias'));
  const government = index - (index % ORGANIZATIONS.length);
  const isPart = type === 'ministry' || type === 'armed_forces';
  return {
    ...base(world.id.organization(index), names, random, 2e7 + index),
    description: what,
    kind: 'organization',
    type,
    country: type === 'international_organization' ? null : codeOf(index),
    parent: isPart ? world.id.organization(government) : null,
  };
}

/** Groups speak, too, half of them without a name. */
export function group(world: World, index: number): EntityRecord {
  const random = world.own('group', index);
  const { latin, native, tongue } = world.placeName(index);
  return {
    ...base(
      world.id.group(index),
      namesOf(tongue, `${latin} officials`, native),
      random,
      3e7 + index,
    ),
    named: random.chance(0.5),
    kind: 'group',
    type: random.pick(['people', 'other', 'government']),
    country: codeOf(index),
    parent: null,
  };
}

export function person(world: World, index: number): EntityRecord {
  const random = world.own('person facts', index);
  const { latin, native, tongue, family } = world.personName(index);
  const names = namesOf(tongue, latin, native);
  if (random.chance(0.5)) names.push(spelling(family.latin, 'Latn', 'en', 'alias'));
  const affiliation = random.rank(world.sizes.organizations);
  return {
    ...base(world.id.person(index), names, random, 4e7 + index),
    named: random.chance(0.96),
    kind: 'person',
    position: random.chance(0.8) ? random.pick(POSITIONS) : null,
    affiliation: random.chance(0.5) ? world.id.organization(affiliation) : null,
    country: random.chance(0.7) ? codeOf(affiliation) : null,
  };
}

export function series(world: World, index: number): SeriesRecord {
  const random = world.own('series facts', index);
  const { measure, population, place: where } = world.subject(index);
  const party = random.rank(world.sizes.organizations);
  return {
    id: world.id.series(index),
    title: `${title(population)} ${measure} in ${world.placeName(where).latin}`,
    measure,
    population,
    party: random.chance(0.6) ? world.id.organization(party) : null,
    place: world.id.place(where),
    event: random.chance(0.2) ? `Events of ${speech(random, 'en', 3).join(' ')}` : null,
    unit: BUILDINGS.includes(population) ? 'building' : 'person',
    temporality: random.pick(TEMPORALITIES),
    counting_since: random.chance(0.5) ? `20${random.whole(15, 24)}-02-24` : null,
    parent: index > 0 && random.chance(0.3) ? world.id.series(random.rank(index)) : null,
    note: null,
  };
}

const spelling = (
  name: string,
  script: string,
  language: string | null,
  kind: Name['kind'],
): Name => ({ name, script, language, kind, printed: true });

/** The Latin name that answers show, and how its people write it. */
function namesOf(tongue: string, latin: string, native: string): [Name, ...Name[]] {
  const { script = 'Latn', language = 'en' } = TONGUES[tongue] ?? {};
  const first = spelling(latin, 'Latn', 'en', tongue === 'en' ? 'name' : 'transliteration');
  return native === latin ? [first] : [first, spelling(native, script, language, 'name')];
}

const base = (id: string, names: [Name, ...Name[]], random: Random, number: number) => ({
  id,
  name: names[0].name,
  named: true,
  names,
  description: random.chance(0.6) ? title(speech(random, 'en', 6).join(' ')) : null,
  wikidata_id: random.chance(0.4) ? `Q${number}` : null,
  note: null,
});
