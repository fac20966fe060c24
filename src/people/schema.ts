// A person on the wire; `position` is the role that the documents give.
import { z } from 'zod';
import { entityFields, entityRefSchema, nameSchema } from '#entities/schema.ts';

export const personSchema = z.strictObject({
  ...entityFields,
  position: z.string().nullable(),
  affiliation: entityRefSchema.nullable(),
  country: z.string().nullable(),
  names: z.array(nameSchema),
  citation: z.string(),
  links: z.strictObject({
    self: z.string(),
    quotes: z.string(),
    figures: z.string(),
    mentions: z.string(),
  }),
  note: z.string().nullable(),
});
export type Person = z.infer<typeof personSchema>;
