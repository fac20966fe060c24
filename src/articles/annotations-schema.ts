// The annotations of an article on the wire: https://www.w3.org/TR/annotation-model/.
import { z } from 'zod';
import { ANCHOR_STATUSES, SPAN_ROLES } from '#db/vocabulary.ts';

const context = z.tuple([
  z.literal('http://www.w3.org/ns/anno.jsonld'),
  z.record(z.string(), z.string()).describe('The two terms of our own'),
]);

const positionSelector = z.strictObject({
  type: z.literal('TextPositionSelector'),
  start: z.int().describe('In code points'),
  end: z.int().describe('The first code point that is not selected'),
});

const quoteSelector = z.strictObject({
  type: z.literal('TextQuoteSelector'),
  exact: z.string(),
  prefix: z.string().exactOptional(),
  suffix: z.string().exactOptional(),
});

const target = z.strictObject({
  type: z.literal('SpecificResource'),
  spanRole: z.enum(SPAN_ROLES),
  source: z.string().describe('Where the article is published, else its URL here'),
  state: z
    .strictObject({ type: z.literal('TimeState'), cached: z.string() })
    .describe('The version of its text that the positions count in, named by its SHA-256'),
  selector: z.array(z.union([positionSelector, quoteSelector])),
});

const annotation = z.strictObject({
  id: z.string(),
  type: z.literal('Annotation'),
  motivation: z.enum(['describing', 'identifying']),
  anchorStatus: z.enum(ANCHOR_STATUSES),
  body: z
    .array(z.strictObject({ id: z.string(), type: z.string().exactOptional() }))
    .describe('The record; of a mention the entity, here and in Wikidata'),
  target: z.array(target).describe('One for each printed part'),
});
export type Annotation = z.infer<typeof annotation>;

const page = z.strictObject({
  id: z.string(),
  type: z.literal('AnnotationPage'),
  partOf: z.string(),
  startIndex: z.int(),
  prev: z.string().exactOptional(),
  next: z.string().exactOptional(),
  items: z.array(annotation),
});
export type AnnotationPage = z.infer<typeof page>;

const collection = z.strictObject({
  '@context': context,
  id: z.string(),
  type: z.literal('AnnotationCollection'),
  label: z.string(),
  total: z.int(),
  first: page.exactOptional().describe('Left out where there is no annotation'),
  last: z.string().exactOptional(),
});

/** The collection with its first page, or the page that is asked for. */
export const annotationsAnswer = z.union([
  collection,
  z.strictObject({ '@context': context, ...page.shape }),
]);
export type Annotations = z.infer<typeof annotationsAnswer>;
