// A figure on the wire: one claim on a series, as printed in one article.
import { z } from 'zod';
import { anchorSchema, articleRefSchema } from '#articles/schema.ts';
import { hopSchema } from '#attribution/schema.ts';
import { ACCURACIES, COMPARATORS, QUOTE_TYPES } from '#db/vocabulary.ts';
import { entityRefSchema } from '#entities/schema.ts';
import { seriesRefSchema } from '#series/schema.ts';

/** `value` is null where the words give none (comparator vague); `claimant` where the article itself asserts it. */
export const figureSchema = z.strictObject({
  id: z.string(),
  series: seriesRefSchema,
  value: z.number().nullable(),
  value_max: z.number().nullable(),
  comparator: z.enum(COMPARATORS),
  expression: z.string(),
  claimant: entityRefSchema.nullable(),
  attribution: z.array(hopSchema),
  hops: z.int().describe('Relays in the attribution'),
  as_of: z.iso.date().nullable(),
  as_of_accuracy: z.enum(ACCURACIES).nullable(),
  quote: z.strictObject({ id: z.string(), type: z.enum(QUOTE_TYPES) }).nullable(),
  position: z.int(),
  article: articleRefSchema,
  anchor: anchorSchema,
  citation: z.string(),
  links: z.strictObject({
    self: z.string(),
    anchor: z.string(),
    series: z.string(),
    claims: z.string(),
    article: z.string(),
    claimant: z.string().nullable(),
    quote: z.string().nullable(),
  }),
  note: z.string().nullable(),
});
export type Figure = z.infer<typeof figureSchema>;
