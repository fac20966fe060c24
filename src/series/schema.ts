// A series on the wire: one thing that is counted.
import { z } from 'zod';
import { TEMPORALITIES } from '#db/vocabulary.ts';
import { entityRefSchema } from '#entities/schema.ts';

/** A reference to a series inside a figure. */
export const seriesRefSchema = z.strictObject({
  id: z.string(),
  title: z.string(),
  measure: z.string(),
  population: z.string().nullable(),
  party: entityRefSchema.nullable(),
  place: entityRefSchema.nullable(),
  event: z.string().nullable(),
  unit: z.string(),
  temporality: z.enum(TEMPORALITIES),
  counting_since: z.iso.date().nullable(),
});

/** `parent` is the whole that this series counts a part of; `figures` how many claims it has. */
export const seriesSchema = seriesRefSchema.extend({
  parent: z.strictObject({ id: z.string(), title: z.string() }).nullable(),
  figures: z.int(),
  citation: z.string(),
  links: z.strictObject({
    self: z.string(),
    figures: z.string(),
    comparison: z.string(),
    parts: z.string(),
    parent: z.string().nullable(),
  }),
  note: z.string().nullable(),
});
export type Series = z.infer<typeof seriesSchema>;
