// Carries anchors from older versions of an article's text to its current one: each is found again
// there, or declared orphaned and left as it was. Every change goes into the log.
import { and, asc, eq, ne } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import type { Db } from '#db/open.ts';
import { articles, entities, figures, mentions, quoteSpans, quotes, texts } from '#db/tables.ts';
import type { RecordKind } from '#db/vocabulary.ts';
import { type Found, findAll, type Text, textFields } from './find-again.ts';
import { apart, type Form } from './forms.ts';
import type { Place } from './relocate.ts';
import type { ArticleRecord } from './schema.ts';
import { isOneOf } from './texts.ts';
import type { Writing } from './writing.ts';

/** What became of the anchors on older versions of an article's text. */
export type Moves = {
  article: string;
  /** The text that is current. */
  sha256: string;
  /** How many anchors were found again, by this run. */
  moved: number;
  /** The names of those that were not found, newly. */
  orphaned: string[];
};

const MOVED = 'moved';
const ORPHANED = 'orphaned';

/**
 * Carries what is anchored in older texts of articles to their current ones, where held: of the articles
 * that have one of some texts. What is orphaned is looked for again only where one text more is held.
 */
export function carryForward(
  w: Writing,
  touched: Iterable<string>,
  renewed: ReadonlySet<string>,
  reason = 'the article has a newer text',
): Moves[] {
  return withOlderTexts(w.db, touched).flatMap((slug) => {
    const current = w.db
      .select(textFields)
      .from(articles)
      .innerJoin(texts, eq(texts.id, articles.textId))
      .where(eq(articles.slug, slug))
      .get();
    if (current === undefined) return [];
    const changed = findAll(w.db, current, renewed.has(slug)).filter(
      ({ starts, status }) => starts !== null || status !== ORPHANED,
    );
    for (const one of changed) write(w.db, one, current);
    const mentioned = changed.some(({ kind }) => kind === 'mentions');
    const isLogged = logArticle(w, slug, current, mentioned, reason); // before what stands in its text
    for (const one of changed) log(w, one, current, reason);
    if (!isLogged && changed.length === 0) return [];
    const orphaned = changed.filter(({ starts }) => starts === null).map(({ name }) => name);
    const moved = changed.length - orphaned.length;
    return [{ article: slug, sha256: current.sha256, moved, orphaned }];
  });
}

/** The articles with several texts, one of them among some. */
function withOlderTexts(db: Db, sha256s: Iterable<string>): string[] {
  const others = alias(texts, 'others');
  return db
    .selectDistinct({ slug: articles.slug })
    .from(texts)
    .innerJoin(others, and(eq(others.articleId, texts.articleId), ne(others.id, texts.id)))
    .innerJoin(articles, eq(articles.id, texts.articleId))
    .where(isOneOf(sha256s))
    .orderBy(asc(articles.id))
    .all()
    .map(({ slug }) => slug);
}

const TABLES = { quotes, figures, mentions };

/** Writes where an anchor is now. One that is orphaned keeps its text and positions. */
function write(db: Db, { kind, key, spans, starts }: Found, { id: textId }: Text): void {
  const table = TABLES[kind];
  const anchorStatus = starts === null ? ORPHANED : MOVED;
  const position = starts === null || kind === 'quotes' ? {} : rangeOf(spans, starts, 0);
  db.update(table)
    .set({ anchorStatus, ...(starts !== null && { textId }), ...position })
    .where(eq(table.id, key))
    .run();
  if (kind !== 'quotes') return;
  starts?.forEach((_, index) => {
    db.update(quoteSpans)
      .set(rangeOf(spans, starts, index))
      .where(and(eq(quoteSpans.quoteId, key), eq(quoteSpans.position, index)))
      .run();
  });
}

function rangeOf(spans: Place[], starts: number[], index: number): { start: number; end: number } {
  const [start = 0, span] = [starts[index], spans[index]];
  return { start, end: start + (span === undefined ? 0 : span.end - span.start) };
}

/** Logs an anchor as it is now: with its text and positions where they are new. */
function log(w: Writing, found: Found, { sha256 }: Text, reason: string): void {
  const { kind, name, spans, starts } = found;
  if (kind === 'mentions') return; // they are a part of their article
  revise(w, kind, name, reason, (record) => {
    if (starts === null) return { anchor: ORPHANED };
    if (kind === 'figures') return { anchor: MOVED, sha256, start: starts[0] };
    const printed = record.spans as object[];
    const moved = printed.map((span, index) => ({ ...span, ...rangeOf(spans, starts, index) }));
    return { anchor: MOVED, sha256, spans: moved };
  });
}

/** Logs an article where its text is not the one that it was last, or its mentions are elsewhere. */
function logArticle(
  w: Writing,
  slug: string,
  text: Text,
  mentioned: boolean,
  reason: string,
): boolean {
  const { sha256, length } = text;
  return revise(w, 'articles', slug, reason, (record) => {
    const isNewer = (record.text as Text).sha256 !== sha256;
    if (!isNewer && !mentioned) return null;
    return { text: { sha256, length }, mentions: mentionsOf(w.db, slug, text.id) };
  });
}

/** Logs what a newer text has made of a record; says whether it has made anything of it. */
function revise(
  w: Writing,
  kind: RecordKind,
  id: string,
  reason: string,
  change: (form: Form) => object | null,
): boolean {
  const before = w.logged(kind, id);
  const form = JSON.parse(before ?? '{}') as Form;
  const changed = before === null ? null : change(form);
  if (changed === null) return false;
  const { standing, record } = apart(kind, { ...form, ...changed });
  const after = JSON.stringify({ ...standing, ...record });
  w.log({ action: 'correct', kind, id, before, after, reason, origin: 'text' });
  return true;
}

/** The mentions of an article as the log has them. */
function mentionsOf(db: Db, slug: string, current: number): ArticleRecord['mentions'] {
  const rows = db
    .select({
      entity: entities.slug,
      exact: mentions.exact,
      kind: mentions.kind,
      start: mentions.start,
      status: mentions.anchorStatus,
      text: mentions.textId,
      sha256: texts.sha256,
    })
    .from(mentions)
    .innerJoin(articles, eq(articles.id, mentions.articleId))
    .innerJoin(entities, eq(entities.id, mentions.entityId))
    .innerJoin(texts, eq(texts.id, mentions.textId))
    .where(eq(articles.slug, slug))
    .orderBy(asc(mentions.id))
    .all();
  const groups = new Map<string, ArticleRecord['mentions'][number]>();
  for (const { start, status, text, sha256, ...same } of rows) {
    const elsewhere = status === MOVED || status === ORPHANED ? { anchor: status } : {};
    const starts: number[] = [];
    const about = { ...same, starts, ...elsewhere, ...(text !== current && { sha256 }) };
    const key = JSON.stringify(about);
    const group = groups.get(key) ?? about;
    groups.set(key, group);
    group.starts.push(start);
  }
  return [...groups.values()];
}
