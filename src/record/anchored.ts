// What is anchored in a text: quotes by their spans, figures and mentions by the one that each has.
import { asc, eq } from 'drizzle-orm';
import type { Db } from '#db/open.ts';
import { figures, mentions, quoteSpans, quotes } from '#db/tables.ts';
import type { ANCHOR_STATUSES } from '#db/vocabulary.ts';
import type { Place } from './relocate.ts';

export type Anchored = {
  kind: 'quotes' | 'figures' | 'mentions';
  key: number;
  /** What people know it by: the public id, of a mention its words and position. */
  name: string;
  status: (typeof ANCHOR_STATUSES)[number];
  /** Of a mention: the entity. */
  entityId: number | null;
  /** In the order of the text. */
  spans: Span[];
};
type Span = Place & { role: string };

export const anchoredIn = (db: Db, textId: number): Anchored[] => [
  ...quotesIn(db, textId),
  ...db
    .select()
    .from(figures)
    .where(eq(figures.textId, textId))
    .orderBy(asc(figures.position), asc(figures.id))
    .all()
    .map(({ id: key, slug: name, anchorStatus: status, start, end, expression: words }) => {
      const spans = [{ role: 'content', start, end, words }];
      return { kind: 'figures' as const, key, name, status, entityId: null, spans };
    }),
  ...db
    .select()
    .from(mentions)
    .where(eq(mentions.textId, textId))
    .orderBy(asc(mentions.start), asc(mentions.id))
    .all()
    .map(({ id: key, entityId, anchorStatus: status, start, end, exact: words }) => {
      const name = `“${words}” at ${start}`;
      const spans = [{ role: 'content', start, end, words }];
      return { kind: 'mentions' as const, key, name, status, entityId, spans };
    }),
];

function quotesIn(db: Db, textId: number): Anchored[] {
  const rows = db
    .select({
      key: quotes.id,
      name: quotes.slug,
      status: quotes.anchorStatus,
      role: quoteSpans.role,
      start: quoteSpans.start,
      end: quoteSpans.end,
      words: quoteSpans.exact,
    })
    .from(quotes)
    .innerJoin(quoteSpans, eq(quoteSpans.quoteId, quotes.id))
    .where(eq(quotes.textId, textId))
    .orderBy(asc(quotes.position), asc(quotes.id), asc(quoteSpans.position))
    .all();
  const byKey = new Map<number, Anchored>();
  for (const { key, name, status, ...span } of rows) {
    const fresh = { kind: 'quotes' as const, key, name, status, entityId: null, spans: [] };
    const quote: Anchored = byKey.get(key) ?? fresh;
    quote.spans.push(span);
    byKey.set(key, quote);
  }
  return [...byKey.values()];
}
