// What checking a text answers: each quotation and each number with what is on record of it.
import { z } from 'zod';
import { articleRefSchema } from '#articles/schema.ts';
import {
  COMPARATORS,
  CONTENT_ORIGINS,
  LOCATIONS,
  QUOTE_TYPES,
  WORDING_RELATIONS,
} from '#db/vocabulary.ts';
import { entityRefSchema } from '#entities/schema.ts';
import { seriesRefSchema } from '#series/schema.ts';

const QUOTATION_VERDICTS = ['found', 'found_altered', 'found_other_speaker', 'not_found'] as const;
const FIGURE_VERDICTS = [
  'figure_matches',
  'figure_outdated',
  'figure_conflicts',
  'figure_denied',
  'not_found',
] as const;

/** Code points of the text, start inclusive, end exclusive. */
const span = { start: z.int(), end: z.int() };

/** `entity` is null for a pronoun, a role, and a name that is not on record or is of several. */
const sourceSchema = z
  .strictObject({
    words: z.string(),
    ...span,
    cue: z.strictObject({ words: z.string(), ...span }),
    entity: entityRefSchema.nullable(),
  })
  .describe('Whom the text names, and the words that this was read from');

const changeSchema = z.strictObject({
  change: z.enum(['kept', 'dropped', 'added']),
  words: z.string(),
});

const evidenceSchema = z.strictObject({
  quote: z.strictObject({
    id: z.string(),
    type: z.enum(QUOTE_TYPES),
    content: z.string(),
    content_origin: z.enum(CONTENT_ORIGINS),
    location: z.enum(LOCATIONS),
    relation: z.enum(WORDING_RELATIONS),
    speaker: entityRefSchema.nullable(),
    said_on: z.iso.date().nullable(),
    article: articleRefSchema,
    link: z.string(),
  }),
  match: z.strictObject({
    method: z
      .enum(['exact', 'in_order', 'shared'])
      .describe('The same words; most of them in order; or telling words in any order'),
    similarity: z.number().describe('Words alike in order, of those of both sides'),
    coverage: z.number().describe('The share of the words on record that the quotation has'),
    part: z.boolean().describe('Whether the wording on record has more words'),
    diff: z.array(changeSchema).describe('From the record to the text; empty for the same words'),
  }),
  utterance: z.strictObject({
    id: z.string(),
    title: z.string().nullable(),
    link: z.string(),
    other_wordings: z.array(
      z.strictObject({
        id: z.string(),
        content: z.string(),
        relation: z.enum(WORDING_RELATIONS),
        article: z.string(),
        link: z.string(),
      }),
    ),
  }),
});

export const SPEAKER_RELATIONS = ['same', 'part', 'relay', 'other', 'unknown'] as const;

const quotationSchema = z.strictObject({
  kind: z.literal('quotation'),
  ...span,
  text: z.string().describe('The words between the marks'),
  verdict: z.enum(QUOTATION_VERDICTS),
  explanation: z.string(),
  closed: z
    .boolean()
    .describe('False where no mark closes it: it is read to the end of its paragraph'),
  nested: z.boolean().describe('Whether it stands inside another quotation'),
  speaker: sourceSchema.nullable(),
  speaker_is: z
    .enum(SPEAKER_RELATIONS)
    .describe('Whom the text names, beside the speaker of the first evidence'),
  evidence: z.array(evidenceSchema).describe('The best first, one for each utterance'),
});

const CLAIMANT_RELATIONS = ['same', 'other', 'unknown'] as const;

const claimSchema = z.strictObject({
  id: z.string(),
  claimant: entityRefSchema.nullable(),
  expression: z.string(),
  comparator: z.enum(COMPARATORS),
  value: z.number().nullable(),
  value_max: z.number().nullable(),
  as_of: z.iso.date().nullable(),
  latest: z.boolean().describe('Whether the claimant has no later claim'),
  relation: z
    .enum(['agrees', 'contains', 'compatible', 'conflicts', 'not_comparable'])
    .describe('How the number of the text and the claim lie'),
  decides: z.boolean().describe('False where the text names another claimant'),
  article: articleRefSchema,
  link: z.string(),
});

const numberSchema = z.strictObject({
  kind: z.literal('number'),
  ...span,
  text: z.string().describe('The number with its hedge, as printed'),
  verdict: z.enum(FIGURE_VERDICTS),
  explanation: z.string(),
  value: z.number().nullable(),
  value_max: z.number().nullable(),
  comparator: z.enum(COMPARATORS),
  counted: z.string().nullable().describe('The words after it, which say what is counted'),
  claimant: sourceSchema.nullable(),
  claimant_is: z
    .enum(CLAIMANT_RELATIONS)
    .describe('Whom the text names, beside the claimants of what is counted'),
  series: z.array(z.strictObject({ series: seriesRefSchema, claims: z.array(claimSchema) })),
});

export const verificationSchema = z.strictObject({
  data: z
    .array(z.discriminatedUnion('kind', [quotationSchema, numberSchema]))
    .describe('In the order of the text'),
  summary: z.strictObject({
    characters: z.int().describe('Code points of the text'),
    quotations: z.int(),
    numbers: z.int(),
    unchecked: z.int().describe('Quotations and numbers beyond the bounds, which are not in data'),
    verdicts: z.partialRecord(z.enum([...QUOTATION_VERDICTS, ...FIGURE_VERDICTS]), z.int()),
    explanation: z.string(),
  }),
});
export type Verification = z.infer<typeof verificationSchema>;
export type QuotationCheck = z.infer<typeof quotationSchema>;
export type NumberCheck = z.infer<typeof numberSchema>;
export type Evidence = z.infer<typeof evidenceSchema>;
export type Claim = z.infer<typeof claimSchema>;
export type SourceRead = z.infer<typeof sourceSchema>;
export type CountedIn = NumberCheck['series'][number]['series'];
