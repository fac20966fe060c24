// The forms in which records stand in the log of changes: quotes and figures with the article, the
// text and the place in it that they have there, and what became of their anchor; articles without them.
import { type CARRIED_STATUSES, RECORD_KINDS, type RecordKind } from '#db/vocabulary.ts';
import type { Batch, Located } from './batch.ts';
import type { ArticleRecord } from './schema.ts';

export type Form = Record<string, unknown> & { id: string };

type Carried = (typeof CARRIED_STATUSES)[number];

/** Where a quote or figure stands. */
export type Standing = {
  article: { id: string; text: { sha256: string } };
  position: number;
  /** Where its anchor was carried to a newer text of the article. */
  anchor?: Carried | undefined;
};

export const inArticle = <R extends object>(
  record: R,
  { article, position, anchor }: Standing,
) => ({
  article: article.id,
  sha256: article.text.sha256,
  position,
  anchor,
  ...record,
});

export const ofArticle = ({ quotes: _quotes, figures: _figures, ...record }: ArticleRecord) =>
  record;

/** What a form says of the record itself, and where it stands. */
export function apart(kind: RecordKind, form: Form) {
  if (!stands(kind)) return { standing: {}, record: form as Record<string, unknown> };
  const { article, sha256, position, anchor, ...record } = form;
  return { standing: { article, sha256, position, anchor }, record };
}

export const stands = (kind: RecordKind): boolean => kind === 'quotes' || kind === 'figures';

/** What a record of a batch says, as the log would have it. */
export function formOf(kind: RecordKind, one: Located<{ id: string }>): Form {
  if (stands(kind)) {
    return inArticle(one.record, one as Located<{ id: string }> & Standing);
  }
  return kind === 'articles' ? ofArticle(one.record as ArticleRecord) : { ...one.record };
}

/** Something for each kind of record, empty batches and tallies among them. */
export const forEachKind = <T>(make: (kind: RecordKind) => T): Record<RecordKind, T> =>
  Object.fromEntries(RECORD_KINDS.map((kind) => [kind, make(kind)])) as Record<RecordKind, T>;

export const emptyBatch = (): Batch => forEachKind(() => new Map()) as Batch;
