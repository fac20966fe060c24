// How large the synthetic record is in every direction, and what everything in it is called. Names
// come from the number of the thing alone, so that any batch can speak of it.
import { randomOf } from './random.ts';
import { LANGUAGES, type Spelled, slugOf, syllables } from './words.ts';

export type World = ReturnType<typeof worldOf>;

/** What organizations there are, in turn: their type, what their names end in, what they are. */
export const ORGANIZATIONS = [
  ['government', 'Government', 'The state that it is called after'],
  ['ministry', 'Ministry of Defence', 'Ministry'],
  ['media', 'Herald', 'Newspaper'],
  ['news_agency', 'Press Agency', 'Agency whose reports others print'],
  ['emergency_service', 'Rescue Service', 'Service that counts victims'],
  ['company', 'Works', 'Company'],
  ['armed_forces', 'General Staff', 'Command of an army'],
  ['international_organization', 'Relief Council', 'Organization of many states'],
] as const;
const MEASURES = ['killed', 'wounded', 'displaced', 'detained', 'destroyed', 'supplied', 'missing'];
const POPULATIONS = ['civilians', 'soldiers', 'children', 'homes', 'tanks', 'refugees', 'schools'];

/** The number of quotes is given; everything else grows with its root. */
function sizesOf(quotes: number) {
  const root = Math.sqrt(quotes);
  const places = Math.ceil(5 * root) + 20;
  return {
    quotes,
    people: Math.ceil(20 * root),
    organizations: ORGANIZATIONS.length * Math.ceil((3 * root) / ORGANIZATIONS.length + 1),
    groups: Math.ceil(root / 2) + 1,
    places,
    countries: Math.max(4, Math.min(190, Math.round(root / 5))),
    regions: Math.ceil(places / 6),
    series: Math.ceil(2 * root),
    /** Utterances that are worded again and again, in all the years. */
    famous: Math.ceil(root / 10),
  };
}

/** The record of so many quotes; another seed makes another. */
export function worldOf(quotes: number, seed: number) {
  const sizes = sizesOf(quotes);
  const own = (kind: string, index: number) => randomOf(seed, kind, index);

  const placeName = remembered((index): Spelled & { tongue: string } => {
    const random = own('place', index);
    const tongue = random.weighted(LANGUAGES);
    return { ...syllables(random, tongue, random.whole(2, 3)), tongue };
  });
  const personName = remembered((index): Spelled & { tongue: string; family: Spelled } => {
    const random = own('person', index);
    const tongue = random.weighted(LANGUAGES);
    const given = syllables(random, tongue, 2);
    const family = syllables(random, tongue, random.whole(2, 3));
    const native =
      tongue === 'zh' ? family.native + given.native : `${given.native} ${family.native}`;
    return { latin: `${given.latin} ${family.latin}`, native, tongue, family };
  });
  /** What a series counts, and where. */
  const subject = remembered((index) => {
    const random = own('series', index);
    const measure = random.pick(MEASURES);
    const population = random.pick(POPULATIONS);
    return { measure, population, place: random.rank(sizes.places) };
  });

  const idOf = (index: number, ...words: string[]) =>
    `${slugOf(words.join(' '))}-${index.toString(36)}`;
  const id = {
    place: remembered((index) => idOf(index, placeName(index).latin, 'place')),
    organization: remembered((index) =>
      idOf(index, placeName(index).latin, organizationOf(index).type),
    ),
    group: remembered((index) => idOf(index, placeName(index).latin, 'officials')),
    person: remembered((index) => idOf(index, personName(index).latin)),
    series: remembered((index) => {
      const { measure, population, place } = subject(index);
      return idOf(index, population, measure, placeName(place).latin);
    }),
  };
  return { seed, sizes, own, placeName, personName, subject, id };
}

/** What kind of organization stands at a number. */
export function organizationOf(index: number) {
  const [type, word, what] = ORGANIZATIONS[index % ORGANIZATIONS.length] ?? ORGANIZATIONS[0];
  return { type, word, what };
}

function remembered<T>(make: (index: number) => T): (index: number) => T {
  const known: T[] = [];
  return (index) => {
    known[index] ??= make(index);
    return known[index];
  };
}
