// A person on the wire; `position` is the role that the documents give.
import { z } from 'zod';
import { entityRefSchema, entitySchema } from '#entities/schema.ts';

export const personSchema = entitySchema.extend({
  position: z.string().nullable(),
  affiliation: entityRefSchema.nullable(),
  country: z.string().nullable(),
  citation: z.string(),
  links: z.strictObject({
    self: z.string(),
    quotes: z.string(),
    figures: z.string(),
    mentions: z.string(),
  }),
});
export type Person = z.infer<typeof personSchema>;
