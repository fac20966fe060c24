// An utterance on the wire: a thing said once, with all its wordings.
import { z } from 'zod';
import { articleRefSchema } from '#articles/schema.ts';
import { CONTENT_ORIGINS, LOCATIONS, QUOTE_TYPES, WORDING_RELATIONS } from '#db/vocabulary.ts';
import { entityRefSchema } from '#entities/schema.ts';

/** `reference` is the id of the fullest verbatim wording; wordings stand in order of appearance. */
export const utteranceSchema = z.strictObject({
  id: z.string(),
  title: z.string().nullable(),
  speaker: entityRefSchema.nullable(),
  said_on: z.iso.date().nullable(),
  reference: z.string(),
  wordings: z.array(
    z.strictObject({
      id: z.string(),
      type: z.enum(QUOTE_TYPES),
      content: z.string(),
      content_origin: z.enum(CONTENT_ORIGINS),
      language: z.string(),
      location: z.enum(LOCATIONS),
      relation: z.enum(WORDING_RELATIONS),
      article: articleRefSchema,
    }),
  ),
  citation: z.string(),
  links: z.strictObject({
    self: z.string(),
    reference: z.string(),
    quotes: z.string(),
  }),
  note: z.string().nullable(),
});
export type Utterance = z.infer<typeof utteranceSchema>;
