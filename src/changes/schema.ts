// A change on the wire: what became of one record, when, why, and what it said before and after.
import { z } from 'zod';
import { CHANGE_ACTIONS, CHANGE_ORIGINS, RECORD_KINDS } from '#db/vocabulary.ts';

const document = z.record(z.string(), z.unknown()).nullable();

/**
 * `record` is the id of a record of `kind`; documents are records in the format of
 * seed/record.schema.json. After a merge there is only `merged_into`, after a retraction nothing.
 */
export const changeSchema = z.strictObject({
  id: z.string(),
  sequence: z.int(),
  recorded_at: z.iso.datetime(),
  action: z.enum(CHANGE_ACTIONS),
  origin: z.enum(CHANGE_ORIGINS),
  kind: z.enum(RECORD_KINDS),
  record: z.string(),
  reason: z.string(),
  before: document,
  after: document,
  citation: z.string(),
  links: z.strictObject({
    self: z.string(),
    history: z.string(),
  }),
});
export type Change = z.infer<typeof changeSchema>;

const difference = z.strictObject({
  path: z.string().describe('The way to the field: names[0].name'),
  before: z.unknown().describe('Left out where there was nothing'),
  after: z.unknown().describe('Left out where there is nothing any more'),
});
export type Difference = z.infer<typeof difference>;

/** Every change of one record; corrections name the fields that they changed. */
export const historyAnswer = z.strictObject({
  data: z.array(changeSchema.extend({ changed: z.array(difference) })),
});
export type History = z.infer<typeof historyAnswer>['data'];
