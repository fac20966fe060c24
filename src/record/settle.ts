// What has to hold between records once all of a batch are written, the database's own included.
import { and, eq, ne } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import { lastChange } from '#db/gone.ts';
import { remembered } from '#db/remembered.ts';
import { readRows } from '#db/statements.ts';
import { figures, quotes, utterances } from '#db/tables.ts';
import type { Batch } from './batch.ts';
import type { Refusal } from './refusal.ts';
import type { Writing } from './writing.ts';

type Refuse = (id: string, field: string, problem: string, allowed: string) => void;

/** Merges utterances that are left without a wording, and tells what does not fit together. */
export function settle(w: Writing, batch: Batch): Refusal[] {
  const refusals: Refusal[] = [];
  const refuse: Refuse = (id, field, problem, allowed) => {
    const file = batch.quotes.get(id)?.file ?? 'the database';
    refusals.push({ file, record: id, field, problem, allowed });
  };
  for (const id of w.correctedQuotes) {
    leaveUtterances(w, id, refuse);
    keepArticleTogether(w, id, refuse);
  }
  refuseMixedSpeakers(w, batch, refuse);
  return refusals;
}

/** A quote may leave an utterance whose reference it is only as its last wording. */
function leaveUtterances(w: Writing, id: string, refuse: Refuse): void {
  const left = w.db
    .select({
      id: utterances.id,
      slug: utterances.slug,
      title: utterances.title,
      into: quotes.utteranceId,
    })
    .from(utterances)
    .innerJoin(quotes, eq(quotes.id, utterances.referenceId))
    .where(and(eq(quotes.slug, id), ne(quotes.utteranceId, utterances.id)))
    .all();
  for (const { id: key, slug, title, into } of left) {
    const worded = w.db.select().from(quotes).where(eq(quotes.utteranceId, key)).limit(1).get();
    if (title !== null || worded !== undefined) {
      const allowed = `${slug}, or another reference there`;
      refuse(id, 'utterance', `is the reference of ${slug}, which it leaves`, allowed);
      continue;
    }
    const survivor = w.db
      .select({ slug: utterances.slug })
      .from(utterances)
      .where(eq(utterances.id, into))
      .get();
    w.db.delete(utterances).where(eq(utterances.id, key)).run();
    w.log({
      action: 'merge',
      kind: 'utterances',
      id: slug,
      before: lastChange(w.db, 'utterances', slug)?.after ?? null,
      after: JSON.stringify({ merged_into: survivor?.slug }),
      reason: 'its quote is a wording of another utterance',
      origin: 'settlement',
    });
  }
}

/** The figures in a quote, and the quotes that continue it, stand in the same article. */
function keepArticleTogether(w: Writing, id: string, refuse: Refuse): void {
  const next = alias(quotes, 'next');
  const apart = w.db
    .select({ slug: figures.slug })
    .from(quotes)
    .innerJoin(figures, eq(figures.quoteId, quotes.id))
    .where(and(eq(quotes.slug, id), ne(figures.articleId, quotes.articleId)))
    .unionAll(
      w.db
        .select({ slug: next.slug })
        .from(quotes)
        .innerJoin(next, eq(next.continuesId, quotes.id))
        .where(and(eq(quotes.slug, id), ne(next.articleId, quotes.articleId))),
    )
    .all();
  for (const { slug } of apart) {
    refuse(id, 'article', `is not the article of ${slug}, which belongs to it`, 'the same article');
  }
}

const SPEAKERS = `select count(distinct coalesce(quotes.speaker_id, 0)) from quotes
  join utterances on utterances.id = utterance_id where utterances.slug = +?`;

/** An utterance was said by one speaker, whichever article words it. */
function refuseMixedSpeakers(w: Writing, batch: Batch, refuse: Refuse): void {
  const countOf = remembered(
    (utterance: string) => readRows<[number]>(w.db, SPEAKERS, [utterance])[0]?.[0] ?? 0,
  );
  for (const { record } of batch.quotes.values()) {
    const shared = record.utterance ?? (w.correctedQuotes.has(record.id) ? record.id : null);
    if (shared === null || countOf(shared) <= 1) continue;
    refuse(
      record.id,
      'speaker',
      `${record.speaker} is not the only speaker of the utterance ${shared}`,
      'one speaker for all wordings of an utterance',
    );
  }
}
