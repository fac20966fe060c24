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

const context = (where: string) =>
  z.string().nullable().describe(`Up to 32 characters ${where} it, where the text is held`);

/** An anchor beside what stands at its positions now. */
const anchorProofSchema = z.strictObject({
  id: z.string(),
  status: z.enum(ANCHOR_STATUSES).describe('As on record'),
  text: z.strictObject({
    sha256: z.string(),
    length: z.int().describe('In code points'),
    held: z.boolean(),
    current: z.boolean().describe('Whether it is the version that its article has now'),
    intact: z
      .boolean()
      .nullable()
      .describe('Whether the SHA-256 of what is held, made anew, is its name; null if not held'),
  }),
  matches: z
    .boolean()
    .nullable()
    .describe('Whether the held text is intact and no span differs; null where it is not held'),
  spans: z.array(
    z.strictObject({
      role: z.enum(SPAN_ROLES),
      start: z.int(),
      end: z.int(),
      exact: z.string().nullable().describe('The words on record; null for reported speech'),
      printed: z.string().nullable().describe('The words that the held text has there now'),
      matches: z.boolean().nullable().describe('Null where there is nothing to compare'),
      prefix: context('before'),
      suffix: context('after'),
    }),
  ),
  links: z.strictObject({
    self: z.string(),
    record: z.string(),
    article: z.string(),
    annotations: z.string(),
  }),
});
export type AnchorProof = z.infer<typeof anchorProofSchema>;
export const anchorProofAnswer = z.strictObject({ data: anchorProofSchema });

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
    annotations: z.string(),
    story: z.string().nullable(),
  }),
  note: z.string().nullable(),
});
export type Article = z.infer<typeof articleSchema>;
