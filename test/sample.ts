// An invented record of local news that shows what each filter means: people in two scripts, bodies
// and places inside others, series with a part, two articles of one story.
import type { z } from 'zod';
import { openDatabase } from '#db/open.ts';
import { loadRecord } from '#record/load.ts';
import { recordFileSchema } from '#record/schema.ts';
import { appOn } from './app.ts';
import { articles, texts } from './sample-articles.ts';

type Entity = NonNullable<z.input<typeof recordFileSchema>['entities']>[number];

const latin = (name: string) => ({ name, script: 'Latn', language: 'en', kind: 'name' }) as const;
const cyrillic = (name: string) =>
  ({ name, script: 'Cyrl', language: 'bg', kind: 'transliteration' }) as const;

const entity = <K extends Entity['kind'], T extends object>(
  kind: K,
  id: string,
  names: string[],
  rest: T,
) => ({
  id,
  kind,
  name: names[0] ?? '',
  names: names.map((name) => (/\p{Script=Cyrillic}/u.test(name) ? cyrillic(name) : latin(name))),
  ...rest,
});

const entities: Entity[] = [
  entity('person', 'ziva-muller', ['Živa Müller', 'Ziva Mueller', 'Ziva Muller', 'Жива Мюллер'], {
    position: 'Mayor',
    affiliation: 'lipovo-council',
    country: 'XB',
    wikidata_id: 'Q900000001',
  }),
  entity('person', 'petar-petrov', ['Petar Petrov', 'Petrov', 'Петър Петров'], {
    affiliation: 'lipovo-fire-service',
  }),
  entity('person', 'boris-petrov', ["Boris O'Petrov", 'Petrov'], { country: 'XC' }),
  entity('person', 'lipovo-firefighter', ['a firefighter'], { named: false }),
  entity('organization', 'lipovo-council', ['Lipovo Council'], {
    type: 'government',
    country: 'XB',
  }),
  entity('organization', 'lipovo-fire-service', ['Lipovo Fire Service'], {
    type: 'emergency_service',
    parent: 'lipovo-council',
  }),
  entity('organization', 'river-news', ['River News Agency', 'RNA'], { type: 'news_agency' }),
  entity('organization', 'lipovo-gazette', ['Lipovo Gazette'], { type: 'media' }),
  entity('organization', 'dolna-daily', ['Dolna Daily', 'Долна днес'], { type: 'media' }),
  entity('group', 'dolna-residents', ['people of Dolna'], { type: 'people', named: false }),
  entity('group', 'lipovo-residents', ['residents of Lipovo'], {
    type: 'people',
    named: false,
    parent: 'dolna-residents',
  }),
  entity('place', 'dolna', ['Dolna', 'Долна'], { type: 'region', country: 'XB' }),
  entity('place', 'lipovo', ['Lipovo', 'Липово'], {
    type: 'city',
    country: 'XB',
    parent: 'dolna',
    latitude: 12.5,
    longitude: -30.25,
  }),
  entity('place', 'stari-most', ['Stari Most'], { type: 'district', parent: 'lipovo' }),
  entity('place', 'elsewhere', ['Elsewhere'], { type: 'city', latitude: -1, longitude: 0 }),
] as Entity[];

const counted = (id: string, place: string, rest: object = {}) => ({
  id,
  title: id.replaceAll('-', ' '),
  measure: 'flooded',
  population: 'houses',
  party: 'lipovo-residents',
  place,
  unit: 'house',
  temporality: 'cumulative' as const,
  counting_since: '2031-05-02',
  ...rest,
});

const series = [
  counted('houses-dolna', 'dolna', { party: 'dolna-residents' }),
  counted('houses-lipovo', 'lipovo', { parent: 'houses-dolna' }),
  counted('pumps', 'lipovo', {
    population: 'pumps',
    measure: 'working',
    unit: 'pump',
    party: 'lipovo-council',
    temporality: 'stock',
    counting_since: null,
  }),
  counted('people', 'dolna', {
    population: 'people',
    measure: 'displaced',
    unit: 'person',
    counting_since: '2031-05-01',
  }),
  counted('water', 'stari-most', {
    population: null,
    measure: 'level',
    unit: 'metre',
    party: null,
    temporality: 'stock',
    counting_since: null,
  }),
];

/** The record in the seed format, fresh each time. */
export const sampleFile = () =>
  recordFileSchema.parse({
    entities,
    series,
    stories: [{ id: 'lipovo-flood', title: 'A flood in Lipovo', source: 'river-news' }],
    utterances: [
      { id: 'rebuild-the-bridge', title: 'The bridge will stand again', reference: 'rebuild' },
    ],
    articles,
  });

const loaded = new Map<boolean, Buffer>();

/** The application on the invented record, with or without the texts of its articles. */
export function onSample({ held = false } = {}) {
  const bytes = loaded.get(held) ?? load(held);
  loaded.set(held, bytes);
  return appOn(openDatabase(bytes));
}

function load(held: boolean): Buffer {
  const db = openDatabase(':memory:');
  loadRecord(db, [{ file: 'sample.json', content: sampleFile() }], { texts: held ? texts : [] });
  const bytes = db.$client.serialize();
  db.$client.close();
  return bytes;
}
