// What can be asked of an article beside its record.
import { eq } from 'drizzle-orm';
import { InvalidQuery, InvalidValue, shown } from '#db/invalid.ts';
import { articles } from '#db/tables.ts';
import { linkFor } from '#http/linked-data.ts';
import { missing } from '#http/missing.ts';
import { operation } from '#http/operation.ts';
import { countAnchors } from './annotated.ts';
import { pagesOf, pageUrl, readAnnotations } from './annotations.ts';
import { type Annotations, annotationsAnswer } from './annotations-schema.ts';
import { articleList } from './queries.ts';

/** Web Annotation, and what it has no word for: the part of a quote, the status of an anchor. */
const CONTEXT: Annotations['@context'] = [
  'http://www.w3.org/ns/anno.jsonld',
  { spanRole: 'urn:on-record:term:spanRole', anchorStatus: 'urn:on-record:term:anchorStatus' },
];

export const articleAnnotations = operation({
  method: 'GET',
  path: '/articles/{id}/annotations',
  operationId: 'annotate_article',
  summary: 'The quotes, figures and mentions of an article as Web Annotations',
  tag: 'articles',
  list: articleList,
  parameters: {
    page: {
      description: 'A page by its number instead of the collection, which holds the first',
      schema: { type: 'integer', minimum: 1 },
      example: 1,
      read: (value: string): number => {
        if (/^[1-9]\d{0,8}$/.test(value)) return Number(value);
        throw new InvalidValue(`${shown(value)} is no whole number from 1 up`, 'page=1');
      },
    },
  },
  answer: {
    name: 'Annotations',
    description: 'The collection with its first page, or a page',
    schema: annotationsAnswer,
    mediaType: 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"',
  },
  failures: ['Merged', 'Gone', 'NotFound', 'UriTooLong'],
  respond: ({ db, id, given: { page }, request }): Annotations => {
    const row = db.select().from(articles).where(eq(articles.slug, id)).get();
    if (row === undefined) throw missing(db, articleList, id);
    const link = linkFor(request);
    const url = link('articles', id);
    const article = { key: row.id, id, source: row.url ?? url };
    const total = countAnchors(db, article);
    const last = pagesOf(total);
    if (page !== undefined && page > last) throw beyond(page, last);
    const read = (number: number) => readAnnotations(db, article, link, { number, total });
    if (page !== undefined) return { '@context': CONTEXT, ...read(page) };
    const collection = `${url}/annotations`;
    return {
      '@context': CONTEXT,
      id: collection,
      type: 'AnnotationCollection',
      label: `Quotes, figures and mentions in ${row.headline ?? id}`,
      total,
      ...(total > 0 && { first: read(1), last: pageUrl(collection, last) }),
    };
  },
});

const beyond = (page: number, last: number) =>
  new InvalidQuery([
    {
      parameter: 'page',
      reason: last === 0 ? 'is given, but there is no annotation' : `${page} is beyond the last`,
      suggestion: last === 0 ? 'leave it out' : `page=${last}`,
    },
  ]);
