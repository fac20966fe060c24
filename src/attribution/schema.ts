// The chain between a speaker or claimant and the article, nearest the source first.
import { z } from 'zod';
import { HOP_ROLES } from '#db/vocabulary.ts';
import { entityRefSchema } from '#entities/schema.ts';

export const hopSchema = z.strictObject({
  position: z.int().min(1),
  role: z.enum(HOP_ROLES),
  agent: entityRefSchema,
});
export type Hop = z.infer<typeof hopSchema>;
