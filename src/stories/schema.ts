// A story on the wire: one report that several articles tell.
import { z } from 'zod';
import { STORY_RELATIONS } from '#db/vocabulary.ts';
import { entityRefSchema } from '#entities/schema.ts';

export const storySchema = z.strictObject({
  id: z.string(),
  title: z.string(),
  source: entityRefSchema.nullable(),
  articles: z.array(
    z.strictObject({
      id: z.string(),
      headline: z.string().nullable(),
      publisher: entityRefSchema.nullable(),
      published_on: z.iso.date().nullable(),
      relation: z.enum(STORY_RELATIONS),
    }),
  ),
  citation: z.string(),
  links: z.strictObject({
    self: z.string(),
    articles: z.string(),
  }),
  note: z.string().nullable(),
});
export type Story = z.infer<typeof storySchema>;
