// A place on the wire: WGS 84 degrees, ISO 3166-1 alpha-2 country, the place that it lies in.
import { z } from 'zod';
import { PLACE_TYPES } from '#db/vocabulary.ts';
import { entityFields, entityRefSchema, nameSchema } from '#entities/schema.ts';

export const placeSchema = z.strictObject({
  ...entityFields,
  type: z.enum(PLACE_TYPES),
  country: z.string().nullable(),
  parent: entityRefSchema.nullable(),
  latitude: z.number().nullable(),
  longitude: z.number().nullable(),
  geonames_id: z.int().nullable(),
  names: z.array(nameSchema),
  citation: z.string(),
  links: z.strictObject({
    self: z.string(),
    parts: z.string(),
    figures: z.string(),
    mentions: z.string(),
  }),
  note: z.string().nullable(),
});
export type Place = z.infer<typeof placeSchema>;
