// An organization or group on the wire.
import { z } from 'zod';
import { ORGANIZATION_TYPES } from '#db/vocabulary.ts';
import { entityRefSchema, entitySchema } from '#entities/schema.ts';

export const organizationSchema = entitySchema.extend({
  type: z.enum(ORGANIZATION_TYPES),
  country: z.string().nullable(),
  parent: entityRefSchema.nullable(),
  citation: z.string(),
  links: z.strictObject({
    self: z.string(),
    quotes: z.string(),
    figures: z.string(),
    mentions: z.string(),
  }),
});
export type Organization = z.infer<typeof organizationSchema>;
