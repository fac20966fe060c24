// An organization or group on the wire.
import { z } from 'zod';
import { ORGANIZATION_TYPES } from '#db/vocabulary.ts';
import { entityFields, entityRefSchema, nameSchema } from '#entities/schema.ts';

export const organizationSchema = z.strictObject({
  ...entityFields,
  type: z.enum(ORGANIZATION_TYPES),
  country: z.string().nullable(),
  parent: entityRefSchema.nullable(),
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
export type Organization = z.infer<typeof organizationSchema>;
