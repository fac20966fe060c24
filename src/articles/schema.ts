// Articles on the wire, and how other records point into their texts.
import { z } from 'zod';
import { ACCURACIES, ANCHOR_STATUSES, SPAN_ROLES, STORY_RELATIONS } from '#db/vocabulary.ts';
import { entityRefSchema } from '#entities/schema.ts';

export const articleRefSchema = z.strictObject({
  id: z.string(),
  headline: z.string().nullable(),
  publisher: entityRefSchema.nullable(),
  published_on: z.iso.date().nullable(),
  url: z.string().nullable(),
});
export type ArticleRef = z.infer<typeof articleRefSchema>;

/**
 * Where in the text that `text_sha256` names: code points, start inclusive, end exclusive. `exact`
 * is null where the words are the article's own and its text is not held.
 */
export const anchorSchema = z.strictObject({
  status: z.enum(ANCHOR_STATUSES),
  text_sha256: z.string(),
  spans: z.array(
    z.strictObject({
      role: z.enum(SPAN_ROLES),
      start: z.int(),
      end: z.int(),
      exact: z.string().nullable(),
    }),
  ),
});
export type Anchor = z.infer<typeof anchorSchema>;

export const articleSchema = z.strictObject({
  id: z.string(),
  headline: z.string().nullable(),
  publisher: entityRefSchema.nullable(),
  authors: z.array(entityRefSchema),
  url: z.string().nullable(),
  language: z.string(),
  published_on: z.iso.date().nullable(),
  published_on_accuracy: z.enum(ACCURACIES).nullable(),
  dateline: entityRefSchema.nullable(),
  abstract: z.string(),
  story: z.strictObject({ id: z.string(), relation: z.enum(STORY_RELATIONS) }).nullable(),
  text: z.strictObject({ sha256: z.string(), length: z.int(), held: z.boolean() }),
  citation: z.string(),
  links: z.strictObject({
    self: z.string(),
    quotes: z.string(),
    figures: z.string(),
    story: z.string().nullable(),
  }),
  note: z.string().nullable(),
});
export type Article = z.infer<typeof articleSchema>;
