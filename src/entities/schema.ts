// What people, organizations, groups and places share on the wire.
import { z } from 'zod';
import { ENTITY_KINDS, NAME_KINDS } from '#db/vocabulary.ts';

/** A reference to an entity inside another record. */
export const entityRefSchema = z.strictObject({
  id: z.string(),
  kind: z.enum(ENTITY_KINDS),
  name: z.string(),
});
export type EntityRef = z.infer<typeof entityRefSchema>;

/**
 * A spelling; `script` is an ISO 15924 code, `language` an ISO 639 code. One that no document prints
 * is outside reference knowledge.
 */
export const nameSchema = z.strictObject({
  name: z.string(),
  script: z.string(),
  language: z.string().nullable(),
  kind: z.enum(NAME_KINDS),
  printed: z.boolean(),
});

/** The fields that records of all kinds of entity begin with. */
export const entityFields = {
  id: z.string(),
  kind: z.enum(ENTITY_KINDS),
  name: z.string(),
  named: z.boolean(),
  description: z.string().nullable(),
  wikidata_id: z.string().nullable(),
};
