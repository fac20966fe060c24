// A quote on the wire: one attributed utterance in one article.
import { z } from 'zod';
import { anchorSchema, articleRefSchema } from '#articles/schema.ts';
import { hopSchema } from '#attribution/schema.ts';
import {
  ACCURACIES,
  CONTENT_ORIGINS,
  LOCATIONS,
  QUOTE_TYPES,
  WORDING_RELATIONS,
} from '#db/vocabulary.ts';
import { entityRefSchema } from '#entities/schema.ts';

export const quoteSchema = z.strictObject({
  id: z.string(),
  type: z.enum(QUOTE_TYPES),
  content: z.string(),
  content_origin: z.enum(CONTENT_ORIGINS),
  language: z.string(),
  speaker: entityRefSchema.nullable(),
  speaker_text: z.string().nullable(),
  speaker_role: z.string().nullable(),
  cue: z.string().nullable(),
  addressee: entityRefSchema.nullable(),
  said_on: z.iso.date().nullable(),
  said_on_accuracy: z.enum(ACCURACIES).nullable(),
  occasion: z.string().nullable(),
  attribution: z.array(hopSchema),
  hops: z.int().describe('Relays in the attribution'),
  location: z.enum(LOCATIONS),
  position: z.int(),
  utterance: z.strictObject({ id: z.string(), wordings: z.int() }),
  relation: z.enum(WORDING_RELATIONS),
  continues: z.string().nullable(),
  article: articleRefSchema,
  anchor: anchorSchema,
  citation: z.string(),
  links: z.strictObject({
    self: z.string(),
    anchor: z.string(),
    article: z.string(),
    speaker: z.string().nullable(),
    utterance: z.string(),
    figures: z.string(),
    previous: z.string().nullable(),
    next: z.string().nullable(),
  }),
  note: z.string().nullable(),
});
export type Quote = z.infer<typeof quoteSchema>;
