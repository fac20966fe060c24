// An invented record of a flood that texts are checked against: quotes in several wordings, and
// counts of several claimants that change from day to day.
import { openDatabase } from '#db/open.ts';
import { loadRecord } from '#record/load.ts';
import { recordFileSchema } from '#record/schema.ts';
import { appOn, type TestApp } from './app.ts';
import { articleOf, spanOf } from './minimal.ts';

export const PUMPS = 'If you will not send us pumps, then lend us your lorries and your boats!';
export const LETTER =
  'Dear neighbours, [the council of Oststadt] never answered ... and nobody mended the western dyke.';
export const SHORT = 'sheer luck';
export const COMMON = 'We shall see.';
export const HEADLINE = 'Lend us boats or send pumps';

const MORNING = `“${PUMPS}” said Mayor Ada Quill. “${LETTER}” she wrote. She spoke of “${SHORT}”.
Bruno Stern told them: “${COMMON}” and 「水 は 来る、水 は 去る」 was painted on a wall.
The Rescue Service counted 40 houses flooded in Lowford. Ada Quill spoke of more than 300 houses.
It had pumped out 12 cellars of the council. Dozens of sheep drowned at the mill.`;
const EVENING = `${HEADLINE}. “Unless you send pumps, lend us lorries and boats!” said Quill.
The Rescue Service counted 55 houses flooded in Lowford. Nearly 90 people were displaced in Lowford.`;

const name = (text: string) => ({ name: text, script: 'Latn', language: 'en', kind: 'name' });
const entity = (id: string, kind: string, names: string[], rest: object = {}) => ({
  id,
  kind,
  name: names[0],
  names: names.map(name),
  ...rest,
});

const series = (id: string, title: string, measure: string, population: string, unit: string) => ({
  id,
  title,
  measure,
  population,
  unit,
  place: 'lowford',
  temporality: 'cumulative',
  counting_since: '2031-05-01',
});

const quote = (
  text: string,
  id: string,
  content: string,
  rest: { spans?: object[] } & Record<string, unknown>,
) => ({
  id,
  type: 'direct',
  content,
  content_origin: 'verbatim',
  language: 'en',
  location: 'body',
  speaker: 'ada-quill',
  said_on: '2031-05-02',
  said_on_accuracy: 'day',
  ...rest,
  spans: rest.spans ?? [{ role: 'content', exact: content, ...spanOf(text, content) }],
});

const figure = (text: string, id: string, of: string, expression: string, rest: object) => ({
  id,
  series: of,
  comparator: 'exact',
  expression,
  start: spanOf(text, expression).start,
  as_of_accuracy: 'day',
  ...rest,
});

const article = (id: string, text: string, day: string) => ({
  ...articleOf(id, text),
  publisher: 'lowford-herald',
  published_on: day,
  published_on_accuracy: 'day',
});

const file = {
  entities: [
    entity('ada-quill', 'person', ['Ada Quill', 'Quill', 'Ада Квілл'], { affiliation: 'council' }),
    entity('bruno-stern', 'person', ['Bruno Stern', 'Stern']),
    entity('council', 'organization', ['Lowford Council'], { type: 'government' }),
    entity('rescue', 'organization', ['Rescue Service'], {
      type: 'emergency_service',
      parent: 'council',
    }),
    entity('lowford-herald', 'organization', ['Lowford Herald'], { type: 'media' }),
    entity('resident', 'person', ['Resident of Lowford'], { named: false }),
    entity('lowford', 'place', ['Lowford'], { type: 'city', parent: 'low-vale' }),
    entity('low-vale', 'place', ['Low Vale'], { type: 'region' }),
    entity('oststadt', 'place', ['Oststadt'], { type: 'city' }),
  ],
  series: [
    series('houses-flooded', 'Houses flooded in Lowford', 'flooded', 'houses', 'house'),
    series('people-displaced', 'People displaced in Lowford', 'displaced', 'people', 'person'),
    series('sheep-drowned', 'Sheep drowned in Lowford', 'drowned', 'sheep', 'sheep'),
  ],
  utterances: [{ id: 'pumps', title: 'Send pumps or lend boats', reference: 'quill-pumps' }],
  articles: [
    {
      ...article('morning', MORNING, '2031-05-02'),
      quotes: [
        quote(MORNING, 'quill-pumps', PUMPS, { utterance: 'pumps', relation: 'identical' }),
        quote(MORNING, 'quill-letter', LETTER, {}),
        quote(MORNING, 'quill-luck', SHORT, { type: 'mixed' }),
        quote(MORNING, 'stern-see', COMMON, { speaker: 'bruno-stern' }),
        quote(MORNING, 'wall-water', '水 は 来る、水 は 去る', {
          speaker: 'resident',
          language: 'ja',
        }),
        quote(MORNING, 'stern-reported', 'Nobody will rebuild the drowned mill by the old weir.', {
          type: 'indirect',
          content_origin: 'paraphrase',
          speaker: 'bruno-stern',
          spans: [{ role: 'content', ...spanOf(MORNING, 'The Rescue Service counted') }],
        }),
        quote(MORNING, 'stern-rain', 'Rain is coming.', {
          type: 'indirect',
          content_origin: 'paraphrase',
          speaker: 'bruno-stern',
          spans: [{ role: 'content', ...spanOf(MORNING, 'It had pumped out') }],
        }),
      ],
      figures: [
        figure(MORNING, 'rescue-40', 'houses-flooded', '40 houses', {
          value: 40,
          claimant: 'rescue',
          as_of: '2031-05-02',
        }),
        figure(MORNING, 'quill-300', 'houses-flooded', 'more than 300', {
          value: 300,
          comparator: 'more_than',
          claimant: 'ada-quill',
          as_of: '2031-05-02',
        }),
        figure(MORNING, 'herald-sheep', 'sheep-drowned', 'Dozens', {
          value: null,
          comparator: 'vague',
          as_of: '2031-05-02',
        }),
      ],
    },
    {
      ...article('evening', EVENING, '2031-05-04'),
      quotes: [
        quote(EVENING, 'herald-headline', HEADLINE, {
          content_origin: 'rewritten',
          location: 'headline',
          utterance: 'pumps',
          relation: 'altered',
        }),
      ],
      figures: [
        figure(EVENING, 'rescue-55', 'houses-flooded', '55 houses', {
          value: 55,
          claimant: 'rescue',
          as_of: '2031-05-04',
        }),
        figure(EVENING, 'herald-90', 'people-displaced', 'Nearly 90', {
          value: 90,
          comparator: 'nearly',
          as_of: '2031-05-04',
        }),
      ],
    },
  ],
};

let loaded: Buffer | undefined;

/** The application on the flood. */
export function onFlood(): Promise<TestApp> {
  loaded ??= load();
  return appOn(openDatabase(loaded));
}

function load(): Buffer {
  const db = openDatabase(':memory:');
  loadRecord(db, [{ file: 'flood.json', content: recordFileSchema.parse(file) }]);
  const bytes = db.$client.serialize();
  db.$client.close();
  return bytes;
}

/** Sends a text to be checked. */
export async function send(
  { app }: TestApp,
  payload: string | Buffer,
  type = 'text/plain; charset=utf-8',
) {
  const {
    statusCode,
    headers,
    payload: text,
  } = await app.inject({
    method: 'POST',
    url: '/v1/verify',
    headers: { 'content-type': type },
    payload,
  });
  return { status: statusCode, headers, body: JSON.parse(text) };
}
