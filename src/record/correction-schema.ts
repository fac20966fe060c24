// The format of a file of corrections. Its JSON Schema for editors is seed/correction.schema.json.
import { z } from 'zod';
import { RECORD_KINDS, WORDING_RELATIONS } from '#db/vocabulary.ts';
import { id, line } from './schema.ts';

const entry = {
  kind: z.enum(RECORD_KINDS).describe('What the record is; people, bodies and places are entities'),
  id,
  reason: line.describe('Why, for everybody to read: it stands in the history of the record'),
};

const correct = z.strictObject({
  action: z.literal('correct'),
  ...entry,
  set: z
    .record(z.string(), z.unknown())
    .refine((fields) => Object.keys(fields).length > 0, 'at least one field')
    .describe('The fields that change, as record.schema.json has them, each with its new value'),
});

const retract = z.strictObject({ action: z.literal('retract'), ...entry });

const merge = z.strictObject({
  action: z.literal('merge'),
  ...entry,
  into: id.describe('Id of the record of the same kind that stays'),
  relation: z
    .enum(WORDING_RELATIONS)
    .optional()
    .describe('Of utterances: what their wordings are to the reference of the one that stays'),
});

export const correctionFileSchema = z.strictObject({
  $schema: z.string().optional().describe('Path of correction.schema.json, for editors'),
  corrections: z
    .array(z.discriminatedUnion('action', [correct, retract, merge]))
    .min(1)
    .describe('In the order in which they are made; all of them, or none'),
});

/** The JSON Schema of a file of corrections, for editors. */
export const correctionJsonSchema = () => z.toJSONSchema(correctionFileSchema, { io: 'input' });

export type Correction = z.infer<typeof correctionFileSchema>['corrections'][number];
export type CorrectEntry = Extract<Correction, { action: 'correct' }>;
export type MergeEntry = Extract<Correction, { action: 'merge' }>;
