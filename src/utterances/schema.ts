// An utterance on the wire: a thing said once, with all its wordings.
import { z } from 'zod';
import { articleRefSchema } from '#articles/schema.ts';
import { CONTENT_ORIGINS, LOCATIONS, QUOTE_TYPES, WORDING_RELATIONS } from '#db/vocabulary.ts';
import { entityRefSchema } from '#entities/schema.ts';

const wordingSchema = z.strictObject({
  id: z.string(),
  type: z.enum(QUOTE_TYPES),
  content: z.string(),
  content_origin: z.enum(CONTENT_ORIGINS),
  language: z.string(),
  location: z.enum(LOCATIONS),
  relation: z.enum(WORDING_RELATIONS),
  insertions: z.array(z.string()).describe('Words of an editor inside the content'),
  article: articleRefSchema,
});

/** `reference` is the id of the fullest verbatim wording; wordings stand in order of appearance. */
export const utteranceSchema = z.strictObject({
  id: z.string(),
  title: z.string().nullable(),
  speaker: entityRefSchema.nullable(),
  said_on: z.iso.date().nullable(),
  reference: z.string(),
  wordings: z.array(wordingSchema),
  citation: z.string(),
  links: z.strictObject({
    self: z.string(),
    reference: z.string(),
    quotes: z.string(),
  }),
  note: z.string().nullable(),
});
export type Utterance = z.infer<typeof utteranceSchema>;

/** A wording beside the reference; words that an editor put in are compared with nothing. */
const alignedSchema = wordingSchema.extend({
  verbatim: z.boolean().describe('Whether the document gives the words as those of the speaker'),
  spoken: z.string().describe('The content without the words of an editor'),
  diff: z
    .array(z.strictObject({ operation: z.enum(['kept', 'dropped', 'added']), text: z.string() }))
    .nullable()
    .describe(
      'Against the reference, word by word; null of itself, of other languages and of very long texts',
    ),
  similarity: z.number().nullable().describe('Words kept as a share of the words of both'),
  decided: z
    .strictObject({
      by: z.literal('annotation'),
      measured: z.enum(WORDING_RELATIONS).nullable(),
      reason: z.string(),
    })
    .describe('Who decided the relation, and what the words alone would say'),
});
export type Aligned = z.infer<typeof alignedSchema>;

/** An utterance with its wordings side by side. */
export const alignedUtteranceSchema = utteranceSchema.extend({ wordings: z.array(alignedSchema) });
