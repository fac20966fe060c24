// Attaches article texts by their SHA-256 and proves every anchor against them.
import { and, type Column, count, eq, inArray, isNotNull, ne, type SQL, sql } from 'drizzle-orm';
import type { Db } from '#db/open.ts';
import { articles, figures, mentions, quoteSpans, quotes, texts } from '#db/tables.ts';
import { ANCHOR_STATUSES } from '#db/vocabulary.ts';
import type { Batch } from './batch.ts';
import type { ArticleText } from './files.ts';
import { emptyBatch } from './forms.ts';
import { type Refusal, RefusedRecord } from './refusal.ts';

/** What is on record: texts, and anchors by their status. */
export type Counts = {
  texts: { held: number; missing: number };
  anchors: Record<(typeof ANCHOR_STATUSES)[number], number>;
};

const fields = { id: texts.id, length: texts.length, article: articles.slug };

/** Whether a text is one of some, which may be any number. */
export const isOneOf = (sha256s: Iterable<string>): SQL =>
  sql`${texts.sha256} in (select value from json_each(${JSON.stringify([...sha256s])}))`;

/**
 * Stores texts with the articles that name them. Returns the article of each that was not held before.
 * @throws RefusedRecord for a text that no article names, or whose length is not as recorded.
 */
export function attachTexts(db: Db, given: ArticleText[], batch: Batch): string[] {
  const attached: string[] = [];
  const refusals: Refusal[] = [];
  for (const { file, sha256, length, content } of given) {
    const text = db
      .select({ ...fields, held: sql<number>`${texts.content} is not null` })
      .from(texts)
      .innerJoin(articles, eq(articles.id, texts.articleId))
      .where(eq(texts.sha256, sha256))
      .get();
    if (text === undefined) {
      refusals.push({
        file,
        record: '',
        field: '',
        problem: `has the SHA-256 ${sha256}, which fits no article`,
        allowed: 'the unchanged texts of articles that are in the files or the database',
      });
    } else if (text.length !== length) {
      refusals.push({
        file: batch.articles.get(text.article)?.file ?? 'the database',
        record: text.article,
        field: 'text.length',
        problem: `is ${text.length}, but the text has ${length} characters`,
        allowed: `${length}`,
      });
    } else if (!text.held) {
      attached.push(text.article);
      db.update(texts).set({ content }).where(eq(texts.id, text.id)).run();
    }
  }
  if (refusals.length > 0) throw new RefusedRecord(refusals);
  return attached;
}

/**
 * Compares the words at every position of some texts with the words on record, where they are held and
 * the positions are new. What a batch has brought in is refused by its file.
 * @throws RefusedRecord with every difference.
 */
export function verifyAnchors(db: Db, sha256s: Iterable<string>, batch = emptyBatch()): void {
  const ofThese = [...sha256s];
  const found = (start: Column, end: Column) =>
    sql<string>`substr(${texts.content}, ${start} + 1, ${end} - ${start})`;
  const isWrong = (exact: Column, start: Column, end: Column) =>
    and(isOneOf(ofThese), isNotNull(texts.content), ne(exact, found(start, end)));

  const spans = db
    .select({
      record: quotes.slug,
      field: sql<string>`'spans[' || ${quoteSpans.position} || '].exact'`,
      exact: sql<string>`${quoteSpans.exact}`,
      found: found(quoteSpans.start, quoteSpans.end),
    })
    .from(texts)
    .innerJoin(quotes, and(eq(quotes.textId, texts.id), eq(quotes.anchorStatus, 'unverified')))
    .innerJoin(quoteSpans, eq(quoteSpans.quoteId, quotes.id))
    .where(isWrong(quoteSpans.exact, quoteSpans.start, quoteSpans.end))
    .all();
  const expressions = db
    .select({
      record: figures.slug,
      field: sql<string>`'expression'`,
      exact: figures.expression,
      found: found(figures.start, figures.end),
    })
    .from(texts)
    .innerJoin(figures, and(eq(figures.textId, texts.id), eq(figures.anchorStatus, 'unverified')))
    .where(isWrong(figures.expression, figures.start, figures.end))
    .all();
  const mentioned = db
    .select({
      record: articles.slug,
      field: sql<string>`'mentions at ' || ${mentions.start}`,
      exact: mentions.exact,
      found: found(mentions.start, mentions.end),
    })
    .from(texts)
    .innerJoin(
      mentions,
      and(eq(mentions.textId, texts.id), eq(mentions.anchorStatus, 'unverified')),
    )
    .innerJoin(articles, eq(articles.id, texts.articleId))
    .where(isWrong(mentions.exact, mentions.start, mentions.end))
    .all();

  const fileOf = (id: string) =>
    (batch.quotes.get(id) ?? batch.figures.get(id) ?? batch.articles.get(id))?.file;
  const refusals = [...spans, ...expressions, ...mentioned].map(
    ({ record, field, exact, found }): Refusal => ({
      file: fileOf(record) ?? 'the database',
      record,
      field,
      problem: `"${exact}" does not match the text, which has "${found}" there`,
      allowed: 'the characters that stand at the position',
    }),
  );
  if (refusals.length > 0) throw new RefusedRecord(refusals);
  markVerified(db, ofThese);
}

function markVerified(db: Db, sha256s: string[]): void {
  const held = db
    .select({ id: texts.id })
    .from(texts)
    .where(and(isOneOf(sha256s), isNotNull(texts.content)));
  for (const table of [quotes, figures, mentions]) {
    db.update(table)
      .set({ anchorStatus: 'verified' })
      .where(and(inArray(table.textId, held), eq(table.anchorStatus, 'unverified')))
      .run();
  }
}

/** Counts all texts and anchors: the longer the more there are. */
export function countAll(db: Db): Counts {
  const { all = 0, held = 0 } =
    db
      .select({ all: count(), held: count(texts.content) })
      .from(texts)
      .get() ?? {};
  const anchors = Object.fromEntries(ANCHOR_STATUSES.map((status) => [status, 0]));
  for (const table of [quotes, figures, mentions]) {
    const counted = db
      .select({ status: table.anchorStatus, n: count() })
      .from(table)
      .groupBy(table.anchorStatus)
      .all();
    for (const { status, n } of counted) anchors[status] = (anchors[status] ?? 0) + n;
  }
  return { texts: { held, missing: all - held }, anchors: anchors as Counts['anchors'] };
}
