// Takes newer versions of article texts: each becomes the current text of its article.
import { eq, sql } from 'drizzle-orm';
import type { Db } from '#db/open.ts';
import { nearestId } from '#db/resolve.ts';
import { articles, texts } from '#db/tables.ts';
import type { ArticleText } from './files.ts';
import type { Moves } from './moves.ts';
import { type Refusal, RefusedRecord } from './refusal.ts';

/** A text that is to become the current one of an article. */
export type NewerText = { article: string; text: ArticleText };

/**
 * Makes each text the current one of its article. Returns the articles that took one, and the texts
 * that were current already.
 * @throws RefusedRecord for an unknown article, an empty text, and a text that is older or another's.
 */
export function takeNewer(db: Db, given: NewerText[]): { taken: string[]; current: ArticleText[] } {
  const refusals: Refusal[] = [];
  const taken: string[] = [];
  const current: ArticleText[] = [];
  for (const { article: slug, text } of given) {
    const { file, sha256, length, content } = text;
    const refuse = (problem: string, allowed: string) =>
      refusals.push({ file, record: slug, field: '', problem, allowed });
    const article = db.select().from(articles).where(eq(articles.slug, slug)).get();
    const known = db
      .select({ id: texts.id, article: articles.slug })
      .from(texts)
      .innerJoin(articles, eq(articles.id, texts.articleId))
      .where(eq(texts.sha256, sha256))
      .get();
    if (article === undefined) {
      const near = nearestId(db, articles.slug, sql`${articles}`, slug);
      refuse(
        'is no article on record',
        `the id of an article${near === null ? '' : `, like ${near}`}`,
      );
    } else if (length === 0) {
      refuse('has an empty file for its newer text', 'a text with at least one character');
    } else if (known === undefined) {
      const row = { articleId: article.id, sha256, length, content };
      const { id } = db.insert(texts).values(row).returning({ id: texts.id }).get();
      db.update(articles).set({ textId: id }).where(eq(articles.id, article.id)).run();
      taken.push(slug);
    } else if (known.id === article.textId) {
      current.push(text);
    } else if (known.article === slug) {
      refuse(
        `has had the text ${sha256} before, and a newer one since`,
        'a text that it has not had yet; --texts attaches an older one and leaves the newer in use',
      );
    } else {
      refuse(`is given the text of ${known.article}`, 'a text that belongs to no other article');
    }
  }
  if (refusals.length > 0) throw new RefusedRecord(refusals);
  return { taken, current };
}

/** Leaves newer texts in use in articles whose files know nothing of them. */
export function keepNewer(db: Db, newer: Map<string, string>): void {
  for (const [slug, sha256] of newer) {
    const text = db.select({ id: texts.id }).from(texts).where(eq(texts.sha256, sha256));
    db.update(articles)
      .set({ textId: sql`${text}` })
      .where(eq(articles.slug, slug))
      .run();
  }
}

/** @throws RefusedRecord for a text that loses more than it keeps: it is likely another article's. */
export function refuseUnrelated(given: NewerText[], moves: Moves[]): void {
  const refusals = given.flatMap(({ article, text: { file, sha256 } }): Refusal[] => {
    const lost = moves.find((one) => one.article === article && one.sha256 === sha256);
    if (lost === undefined || lost.orphaned.length <= lost.moved) return [];
    const { length } = lost.orphaned;
    return [
      {
        file,
        record: article,
        field: '',
        problem: `would have ${length} of ${length + lost.moved} anchors orphaned by this text`,
        allowed: 'a text that has at least half of them; a record file may name any other',
      },
    ];
  });
  if (refusals.length > 0) throw new RefusedRecord(refusals);
}
