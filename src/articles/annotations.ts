// What is anchored in an article as a collection of Web Annotations, in pages.
import { eq } from 'drizzle-orm';
import { type CodePoints, codePoints } from '#db/code-points.ts';
import type { Db } from '#db/open.ts';
import { remembered } from '#db/remembered.ts';
import { texts } from '#db/tables.ts';
import type { Link } from '#entities/linked-data.ts';
import { type Anchored, type Annotated, readAnchors } from './annotated.ts';
import type { Annotation, AnnotationPage } from './annotations-schema.ts';
import { textUrn } from './linked-data.ts';
import { contextOf, type Span } from './proof.ts';

const PER_PAGE = 100;

/** How many pages there are. */
export const pagesOf = (total: number): number => Math.ceil(total / PER_PAGE);

/** A page by its number, from 1. */
export function readAnnotations(
  db: Db,
  article: Annotated,
  link: Link,
  { number, total }: { number: number; total: number },
): AnnotationPage {
  const startIndex = (number - 1) * PER_PAGE;
  const anchors = readAnchors(db, article, link, { offset: startIndex, limit: PER_PAGE });
  const textOf = textsBy(db);
  const collection = `${link('articles', article.id)}/annotations`;
  return {
    id: pageUrl(collection, number),
    type: 'AnnotationPage',
    partOf: collection,
    startIndex,
    ...(number > 1 && { prev: pageUrl(collection, number - 1) }),
    ...(number < pagesOf(total) && { next: pageUrl(collection, number + 1) }),
    items: anchors.map((one) => annotationOf(one, article.source, textOf(one.textId))),
  };
}

export const pageUrl = (collection: string, number: number): string =>
  `${collection}?page=${number}`;

type Text = { sha256: string; held: CodePoints | null };

/** Reads versions of a text, each once. */
const textsBy = (db: Db): ((id: number) => Text) =>
  remembered((id) => {
    const row = db.select().from(texts).where(eq(texts.id, id)).get();
    if (row === undefined) throw new Error(`there is no text ${id}`);
    return { sha256: row.sha256, held: row.content === null ? null : codePoints(row.content) };
  });

function annotationOf(anchored: Anchored, source: string, { sha256, held }: Text): Annotation {
  const { id, motivation, anchorStatus, body, spans } = anchored;
  const state = { type: 'TimeState' as const, cached: textUrn(sha256) };
  const target = spans.map((span) => ({
    type: 'SpecificResource' as const,
    spanRole: span.role,
    source,
    state,
    selector: selectorsOf(span, held),
  }));
  return { id, type: 'Annotation', motivation, anchorStatus, body, target };
}

/** By position, and by words where they are on record or held; the words around only where held. */
function selectorsOf(span: Span, held: CodePoints | null) {
  const { start, end } = span;
  const exact = span.exact ?? held?.slice(start, end) ?? null;
  const position = { type: 'TextPositionSelector' as const, start, end };
  if (exact === null) return [position];
  const context = held === null ? {} : contextOf(held, span);
  return [position, { type: 'TextQuoteSelector' as const, exact, ...context }];
}
