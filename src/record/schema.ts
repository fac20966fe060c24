// The seed format: what a record file may hold. One shape for hand-made files, drafts and the
// bundled record; its JSON Schema for editors is seed/record.schema.json.
import { z } from 'zod';
import {
  ACCURACIES,
  CARRIED_STATUSES,
  COMPARATORS,
  CONTENT_ORIGINS,
  HOP_ROLES,
  LOCATIONS,
  MENTION_KINDS,
  NAME_KINDS,
  ORGANIZATION_TYPES,
  PLACE_TYPES,
  QUOTE_TYPES,
  type RecordKind,
  SPAN_ROLES,
  STORY_RELATIONS,
  TEMPORALITIES,
  WORDING_RELATIONS,
} from '#db/vocabulary.ts';

const NO_NUL = /^[^\0]*$/;
const SLUG = /^[a-z0-9]+(-[a-z0-9]+)*$/;
/** What stands in the place of an id in addresses like /v1/quotes/histogram. */
const NO_ADDRESS = /^(?!(histogram|comparison)$)/;

/** The public id of a record, by which another refers to it. */
export const id = z
  .string()
  .regex(SLUG, 'must be lower-case letters, digits and single hyphens, like volodymyr-zelensky')
  .max(150)
  .describe('Permanent public id: lower-case words joined by hyphens');
const ownId = id.regex(
  NO_ADDRESS,
  'must be another word than histogram and comparison, at whose address there is something else',
);
const reference = (to: string) => id.nullable().default(null).describe(`Id of ${to}, or null`);
/** Text that says something. */
export const line = z.string().trim().min(1).regex(NO_NUL, 'must be text without NUL');
const printed = z.string().min(1).regex(NO_NUL, 'must be text without NUL');
const text = (about: string) => line.nullable().default(null).describe(about);
const note = text('What was inferred or is doubtful, in a short sentence of our own');
const date = z.iso
  .date('must be a day of the calendar, YYYY-MM-DD')
  .nullable()
  .default(null)
  .describe('YYYY-MM-DD, or null');
const accuracy = z
  .enum(ACCURACIES)
  .nullable()
  .default(null)
  .describe('How much of the date is known; null exactly where the date is');
const language = z
  .string()
  .regex(/^[a-z]{2,3}$/, 'must be an ISO 639 code like en')
  .describe('ISO 639 code');
const country = z
  .string()
  .regex(/^[A-Z]{2}$/, 'must be an ISO 3166-1 alpha-2 code like UA')
  .nullable()
  .default(null)
  .describe('ISO 3166-1 alpha-2 code');
const offset = z.int().min(0).describe('Unicode code points from the beginning of the text');

const name = z.strictObject({
  name: line.describe('The spelling'),
  script: z.string().regex(/^[A-Z][a-z]{3}$/, 'must be an ISO 15924 code like Latn'),
  language: language.nullable().default(null),
  kind: z.enum(NAME_KINDS),
  printed: z
    .boolean()
    .default(false)
    .describe('true where a document prints it; false for outside reference knowledge'),
});

const entity = {
  id: ownId,
  name: line.describe('The name that answers show; one of the spellings in `names`'),
  named: z.boolean().default(true).describe('false for a source that the documents leave unnamed'),
  description: text('Who or what it is, in a line'),
  wikidata_id: z
    .string()
    .regex(/^Q[1-9]\d*$/, 'must be a Wikidata id like Q3874799')
    .nullable()
    .default(null),
  names: z.array(name).min(1).describe('Every spelling, in any script'),
  note,
};

const person = z.strictObject({
  ...entity,
  kind: z.literal('person'),
  position: text('Role as the documents give it'),
  affiliation: reference('the organization that the person belongs to'),
  country,
});
const organizationShape = {
  ...entity,
  type: z.enum(ORGANIZATION_TYPES),
  country,
  parent: reference('the organization that it is part of'),
};
const organization = z.strictObject({ ...organizationShape, kind: z.literal('organization') });
const group = z.strictObject({ ...organizationShape, kind: z.literal('group') });
const place = z.strictObject({
  ...entity,
  kind: z.literal('place'),
  type: z.enum(PLACE_TYPES),
  country,
  parent: reference('the place that it lies in'),
  latitude: z.number().min(-90).max(90).nullable().default(null).describe('WGS 84 degrees north'),
  longitude: z.number().min(-180).max(180).nullable().default(null).describe('WGS 84 degrees east'),
  geonames_id: z.int().positive().nullable().default(null),
});

const series = z.strictObject({
  id: ownId,
  title: line,
  measure: line.describe('What is counted of the population: killed, wounded, supplied'),
  population: text('Who or what is counted, in the plural'),
  party: reference('the side whose people or things are counted'),
  place: reference('the place that the count covers'),
  event: text('The one event that the count is limited to'),
  unit: line.describe('Unit in the singular: person, missile, mile, USD'),
  temporality: z.enum(TEMPORALITIES),
  counting_since: date,
  parent: reference('the series that this one is a part of'),
  note,
});

const story = z.strictObject({
  id: ownId,
  title: line.describe('What the story tells, in our own words'),
  source: reference('the agency or outlet whose report it is'),
  note,
});

const utterance = z.strictObject({
  id: ownId,
  title: line.describe('What was said, in our own words'),
  reference: id.describe('Id of the quote that is the fullest sound wording'),
  note,
});

const hop = z.strictObject({
  role: z.enum(HOP_ROLES),
  agent: id.describe('Id of the entity that passed it on'),
});
const attribution = z
  .array(hop)
  .default([])
  .describe('Relays that the document states, nearest the speaker first');

const span = z.strictObject({
  role: z.enum(SPAN_ROLES),
  start: offset,
  end: offset,
  exact: printed
    .nullable()
    .default(null)
    .describe('The printed characters; left out only for the content of an indirect quote'),
});

const quote = z.strictObject({
  id: ownId,
  type: z.enum(QUOTE_TYPES),
  content: printed.describe('The content spans joined by a space; of indirect speech a paraphrase'),
  content_origin: z.enum(CONTENT_ORIGINS),
  language,
  location: z.enum(LOCATIONS),
  speaker: reference('who said it; null where nobody is said to have'),
  speaker_role: text('Role printed beside the speaker'),
  addressee: reference('whom it was said to'),
  said_on: date,
  said_on_accuracy: accuracy,
  occasion: text('Occasion as told'),
  attribution,
  utterance: reference('the utterance that it words; null where it is the only wording'),
  relation: z
    .enum(WORDING_RELATIONS)
    .nullable()
    .default(null)
    .describe('Relation to the reference wording; null exactly where `utterance` is'),
  continues: reference('the quote of the same article that it continues'),
  spans: z.array(span).min(1).describe('In the order of the text'),
  note,
});

const figure = z.strictObject({
  id: ownId,
  series: id.describe('Id of what is counted'),
  value: z.number().nullable().describe('The number printed; null exactly where it is vague'),
  value_max: z
    .number()
    .nullable()
    .default(null)
    .describe('The upper number, exactly where the comparator is between'),
  comparator: z.enum(COMPARATORS),
  expression: printed.describe('The shortest printed run with its hedge and unit'),
  start: offset,
  claimant: reference('who asserts it; null where the article itself does'),
  attribution,
  as_of: date,
  as_of_accuracy: accuracy,
  quote: reference('the quote of the same article that it stands in'),
  note,
});

const mention = z.strictObject({
  entity: id,
  exact: printed.describe('The printed characters'),
  kind: z.enum(MENTION_KINDS),
  starts: z.array(offset).min(1).describe('Every position at which they stand'),
});

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 lower-case hexadecimal digits');

const article = z.strictObject({
  id: ownId,
  headline: text('Main headline as printed'),
  publisher: reference('who published it; null where the document does not say'),
  authors: z.array(id).default([]),
  url: z
    .url({ protocol: /^https?$/, error: 'must be an http or https URL' })
    .nullable()
    .default(null),
  language,
  published_on: date,
  published_on_accuracy: accuracy,
  dateline: reference('the place of its dateline'),
  abstract: line.describe('What it reports, in our own words'),
  story: reference('the story that it tells'),
  story_relation: z.enum(STORY_RELATIONS).nullable().default(null),
  note,
  text: z
    .strictObject({
      sha256,
      length: z.int().positive().describe('Unicode code points'),
    })
    .describe('The text that all positions refer to, named by the SHA-256 of its bytes'),
  quotes: z.array(quote).default([]),
  figures: z.array(figure).default([]),
  mentions: z.array(mention).default([]),
});

const section = <T extends z.ZodType>(shape: T) => z.array(shape).default([]);
const anyEntity = z.discriminatedUnion('kind', [person, organization, group, place]);

export const recordFileSchema = z.strictObject({
  $schema: z.string().optional().describe('Path of record.schema.json, for editors'),
  entities: section(anyEntity),
  series: section(series),
  stories: section(story),
  utterances: section(utterance),
  articles: section(article),
});

const carried = z.enum(CARRIED_STATUSES).optional();

/** A mention as the log has it: with what became of its anchor, and its text where that is older. */
const loggedMention = mention.extend({ anchor: carried, sha256: sha256.optional() });

/**
 * The shape of each kind of record in the log of changes; a quote that is the only wording has an
 * utterance without a title.
 */
export const recordSchemas = {
  entities: anyEntity,
  series,
  stories: story,
  utterances: utterance.extend({ title: utterance.shape.title.nullable() }),
  articles: article
    .omit({ quotes: true, figures: true })
    .extend({ mentions: z.array(loggedMention).default([]) }),
  quotes: quote,
  figures: figure,
} satisfies Record<RecordKind, z.ZodType>;

/** Where quotes and figures stand, which the log of changes tells with them. */
export const standingSchema = z.object({
  article: id,
  sha256,
  position: z.int().min(0),
  anchor: carried,
});

/** The JSON Schema of a record file, for editors. */
export const recordJsonSchema = () => z.toJSONSchema(recordFileSchema, { io: 'input' });

export type RecordFile = z.infer<typeof recordFileSchema>;
export type EntityRecord = RecordFile['entities'][number];
export type SeriesRecord = RecordFile['series'][number];
export type StoryRecord = RecordFile['stories'][number];
export type UtteranceRecord = RecordFile['utterances'][number];
export type ArticleRecord = Omit<RecordFile['articles'][number], 'mentions'> & {
  mentions: z.infer<typeof loggedMention>[];
};
export type QuoteRecord = ArticleRecord['quotes'][number];
export type FigureRecord = ArticleRecord['figures'][number];
