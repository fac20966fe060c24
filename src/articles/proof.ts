// Compares an anchor with what its text has at the same positions now.
import { hash } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { type CodePoints, codePoints } from '#db/code-points.ts';
import type { Db } from '#db/open.ts';
import { articles, type figures, type quotes, texts } from '#db/tables.ts';
import type { SPAN_ROLES } from '#db/vocabulary.ts';
import type { AnchorProof } from './schema.ts';

/** A printed part; `exact` is null where its words are the article's own. */
export type Span = {
  role: (typeof SPAN_ROLES)[number];
  start: number;
  end: number;
  exact: string | null;
};

const CONTEXT = 32; // code points; more of an article's text is not shown

/** What stands before and after a span. */
export const contextOf = (text: CodePoints, { start, end }: Omit<Span, 'role'>) => ({
  prefix: text.slice(Math.max(0, start - CONTEXT), start),
  suffix: text.slice(end, end + CONTEXT),
});

/** The proof of a quote or figure by its public id, undefined where there is none. */
export function readProof(
  db: Db,
  list: 'quotes' | 'figures',
  table: typeof quotes | typeof figures,
  id: string,
  spansOf: (key: number) => Span[],
): AnchorProof | undefined {
  const anchored = db.select().from(table).where(eq(table.slug, id)).get();
  if (anchored === undefined) return undefined;
  const found = db
    .select({ article: articles.slug, current: articles.textId, text: texts })
    .from(texts)
    .innerJoin(articles, eq(articles.id, texts.articleId))
    .where(eq(texts.id, anchored.textId))
    .get();
  if (found === undefined) return undefined;
  const { article, current, text } = found;
  const { content, sha256, length } = text;
  const held = content === null ? null : codePoints(content);
  const intact = content === null ? null : sha256Of(content) === sha256;
  const spans = spansOf(anchored.id).map((span) => proved(span, held));
  return {
    id,
    status: anchored.anchorStatus,
    text: { sha256, length, held: held !== null, current: current === text.id, intact },
    matches: intact === null ? null : intact && spans.every(({ matches }) => matches !== false),
    spans,
    links: {
      self: `/v1/${list}/${id}/anchor`,
      record: `/v1/${list}/${id}`,
      article: `/v1/articles/${article}`,
      annotations: `/v1/articles/${article}/annotations`,
    },
  };
}

const sha256Of = (content: string): string => hash('sha256', content);

function proved(span: Span, text: CodePoints | null): AnchorProof['spans'][number] {
  if (text === null) return { ...span, printed: null, matches: null, prefix: null, suffix: null };
  const { start, end, exact } = span;
  const printed = text.slice(start, end);
  const inside = end <= text.length;
  const matches = exact === null && inside ? null : printed === exact;
  return { ...span, printed, matches, ...contextOf(text, span) };
}
