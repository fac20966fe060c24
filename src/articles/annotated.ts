// The anchors of an article, a page of them, each with what it says of its place.
import { asc, eq, inArray, sql } from 'drizzle-orm';
import type { Db } from '#db/open.ts';
import { entities, figures, mentions, quoteSpans, quotes, texts } from '#db/tables.ts';
import { entityNode, type Link, wikidataUri } from '#entities/linked-data.ts';
import type { Annotation } from './annotations-schema.ts';
import type { Span } from './proof.ts';

/** The article that annotations are of; `source` is where it can be read. */
export type Annotated = { key: number; id: string; source: string };

export type Anchored = Pick<Annotation, 'id' | 'motivation' | 'anchorStatus' | 'body'> & {
  textId: number;
  spans: Span[];
};
type Reader = (db: Db, keys: number[], article: Annotated, link: Link) => Map<number, Anchored>;

/** Quotes first, then figures, both in their order, then mentions in that of the text. */
const everyAnchor = ({ key }: Annotated) => sql`
  select 'quotes' as kind, ${quotes.id} as key, 1 as part, ${quotes.position} as place
    from ${quotes} where ${quotes.articleId} = +${key}
  union all select 'figures', ${figures.id}, 2, ${figures.position}
    from ${figures} where ${figures.articleId} = +${key}
  union all select 'mentions', ${mentions.id}, 3, ${mentions.start}
    from ${mentions} where ${mentions.articleId} = +${key}`;

export const countAnchors = (db: Db, article: Annotated): number =>
  db.get<{ n: number }>(sql`select count(*) as n from (${everyAnchor(article)})`).n;

export function readAnchors(
  db: Db,
  article: Annotated,
  link: Link,
  { offset, limit }: { offset: number; limit: number },
): Anchored[] {
  const rows = db.all<{ kind: keyof typeof READERS; key: number }>(
    sql`select kind, key from (${everyAnchor(article)}) order by part, place, key
      limit +${limit} offset +${offset}`,
  );
  return Object.entries(READERS).flatMap(([kind, read]) => {
    const keys = rows.filter((row) => row.kind === kind).map(({ key }) => key);
    const found = read(db, keys, article, link);
    return keys.flatMap((key) => found.get(key) ?? []);
  });
}

const readQuotes: Reader = (db, keys, _article, link) => {
  const spans = Map.groupBy(
    db
      .select()
      .from(quoteSpans)
      .where(inArray(quoteSpans.quoteId, keys))
      .orderBy(asc(quoteSpans.position))
      .all(),
    ({ quoteId }) => quoteId,
  );
  const rows = db.select().from(quotes).where(inArray(quotes.id, keys)).all();
  return new Map(
    rows.map(({ id: key, slug, textId, anchorStatus }) => {
      const record = link('quotes', slug);
      const body = [{ id: record, type: 'schema:Quotation' }];
      const about = { id: `${record}#anchor`, motivation: 'describing' as const, body };
      return [key, { ...about, anchorStatus, textId, spans: spans.get(key) ?? [] }];
    }),
  );
};

const readFigures: Reader = (db, keys, _article, link) => {
  const rows = db.select().from(figures).where(inArray(figures.id, keys)).all();
  return new Map(
    rows.map(({ id: key, slug, textId, anchorStatus, start, end, expression: exact }) => {
      const record = link('figures', slug);
      const body = [{ id: record, type: 'schema:Observation' }];
      const about = { id: `${record}#anchor`, motivation: 'describing' as const, body };
      return [
        key,
        { ...about, anchorStatus, textId, spans: [{ role: 'content', start, end, exact }] },
      ];
    }),
  );
};

/** A mention has no record of its own: its place names it, and its entity is what it says. */
const readMentions: Reader = (db, keys, article, link) => {
  const rows = db
    .select({ mention: mentions, entity: entities, sha256: texts.sha256 })
    .from(mentions)
    .innerJoin(entities, eq(entities.id, mentions.entityId))
    .innerJoin(texts, eq(texts.id, mentions.textId))
    .where(inArray(mentions.id, keys))
    .all();
  return new Map(
    rows.map(({ mention, entity, sha256 }) => {
      const { id: key, textId, anchorStatus, start, end, exact } = mention;
      const { slug, kind, name, wikidataId } = entity;
      const place = `${entity.slug}-${sha256.slice(0, 12)}-${start}-${end}`;
      const node = entityNode({ id: slug, kind, name }, link);
      const known = wikidataId === null ? [] : [{ id: wikidataUri(wikidataId) }];
      const about = {
        id: `${link('articles', article.id)}/annotations#${place}`,
        motivation: 'identifying' as const,
        body: [{ id: `${node?.['@id']}`, type: `schema:${node?.['@type']}` }, ...known],
      };
      return [
        key,
        { ...about, anchorStatus, textId, spans: [{ role: 'content', start, end, exact }] },
      ];
    }),
  );
};

const READERS = { quotes: readQuotes, figures: readFigures, mentions: readMentions };
