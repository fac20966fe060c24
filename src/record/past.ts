// What the log of changes says of a record, and what a file says of it anew.
import { getTableColumns, sql } from 'drizzle-orm';
import { type Gone, goneOf, isEnd, told, unended } from '#db/gone.ts';
import type { Db } from '#db/open.ts';
import { remembered } from '#db/remembered.ts';
import { BOUND, readRows, textOf, type Value } from '#db/statements.ts';
import { changes } from '#db/tables.ts';
import { RECORD_KINDS, type RecordKind } from '#db/vocabulary.ts';
import type { Batch, Located } from './batch.ts';
import {
  apart,
  emptyBatch,
  type Form,
  forEachKind,
  formOf,
  type Standing,
  stands,
} from './forms.ts';
import type { Refusal } from './refusal.ts';
import { type ArticleRecord, recordSchemas } from './schema.ts';

type Change = typeof changes.$inferSelect;

const FIELDS = Object.entries(getTableColumns(changes));
const PAST = textOf(sql`select ${sql.join(
  FIELDS.map(([, column]) => column),
  sql`, `,
)} from ${changes} where ${changes.kind} = +${BOUND} and ${changes.recordId} = +${BOUND}
  order by ${changes.sequence} desc`);

/** Reads the changes of a record, the last first. */
export const pastIn =
  (db: Db) =>
  (kind: RecordKind, id: string): Change[] =>
    readRows<Value[]>(db, PAST, [kind, id]).map(
      (row) => Object.fromEntries(FIELDS.map(([field], at) => [field, row[at]])) as Change,
    );

export type News = {
  /** The records that say something new, and how many of each kind do not. */
  batch: Batch;
  unchanged: Record<RecordKind, number>;
  refusals: Refusal[];
  /** The articles whose files still tell the text that they told, and the newer one since. */
  newer: Map<string, string>;
};

/**
 * What files say that the record has not said since they were last loaded. What was corrected,
 * retracted or merged in the meantime stays so under a file that still says the old; a file that
 * says something new, and the old of what was corrected, is refused.
 */
export function newsOf(db: Db, whole: Batch): News {
  const past = pastIn(db);
  const goneArticle = remembered((id: string) => goneBy(db, 'articles', id, past('articles', id)));
  const news: News = {
    batch: emptyBatch(),
    unchanged: forEachKind(() => 0),
    refusals: [],
    newer: new Map(),
  };
  for (const kind of RECORD_KINDS) {
    for (const [id, one] of whole[kind]) {
      const changes = past(kind, id);
      const form = formOf(kind, one);
      const since = sinceLoad(changes);
      if (since.some(({ after }) => says(kind, after, form))) {
        news.unchanged[kind] += 1;
        continue;
      }
      (news.batch[kind] as Map<string, unknown>).set(id, one);
      const newer = kind === 'articles' ? newerText(form, since) : undefined;
      if (newer !== undefined) news.newer.set(id, newer);
      const gone = goneBy(db, kind, id, changes);
      const problems = [
        ...goneProblems(gone, kind, one, goneArticle),
        ...correctedProblems(form, since),
      ];
      news.refusals.push(
        ...problems.map((problem) => ({ file: one.file, record: id, ...problem })),
      );
    }
  }
  return news;
}

/** What became of a record with such changes, where it is gone. */
const goneBy = (db: Db, kind: RecordKind, id: string, [last]: Change[]): Gone | undefined =>
  last !== undefined && isEnd(last.action) ? goneOf(db, kind, id) : undefined;

/** The changes from the last that was loaded on, the last first. */
function sinceLoad(past: Change[]): Change[] {
  const loaded = past.findIndex(({ origin }) => origin === 'load');
  return loaded < 0 ? past : past.slice(0, loaded + 1);
}

/** The text that an article got since its file was loaded, where that tells the same text as ever. */
function newerText(form: Form, since: Change[]): string | undefined {
  if (since.length === 0) return undefined;
  const [now, told, tells] = [since[0]?.after, since.at(-1)?.after, JSON.stringify(form)].map(
    (json) => (parsed(json ?? null).text as ArticleRecord['text'] | undefined)?.sha256,
  );
  return told === tells && now !== told ? now : undefined;
}

/** Whether the log says the same; what was logged before the format had a field has its default. */
function says(kind: RecordKind, after: string | null, form: Form): boolean {
  const said = JSON.stringify(form);
  if (after === null || after === said) return after === said;
  const { standing, record } = apart(kind, JSON.parse(after) as Form);
  const parsed = recordSchemas[kind].safeParse(record);
  return parsed.success && JSON.stringify({ ...standing, ...parsed.data }) === said;
}

type Problem = Omit<Refusal, 'file' | 'record'>;

/** Neither a record that is gone nor one in an article that is gone can come in again. */
function goneProblems(
  gone: Gone | undefined,
  kind: RecordKind,
  one: Located<{ id: string }>,
  goneArticle: (id: string) => Gone | undefined,
): Problem[] {
  if (gone !== undefined) {
    const allowed =
      gone.into === null
        ? 'the record as it was when it was loaded, or another id: ids are never used again'
        : `the record as it was when it was loaded, or the same said of "${gone.into}"`;
    return [{ field: 'id', problem: told(gone), allowed }];
  }
  if (!stands(kind)) return [];
  const { article } = one as Located<{ id: string }> & Standing;
  const without = goneArticle(article.id);
  if (without === undefined) return [];
  const problem = `stands in "${article.id}", which ${told(without)}`;
  return [{ field: 'article', problem, allowed: 'an article that is on record' }];
}

/**
 * A file that goes on from what it said before would undo what was corrected since. What only a newer
 * text has moved is not undone: it is carried there again.
 */
function correctedProblems(form: Form, since: Change[]): Problem[] {
  const [last] = since;
  const loaded = since.at(-1);
  if (last === undefined || loaded?.origin !== 'load' || isEnd(last.action)) return [];
  const now = parsed(last.after);
  const then = parsed(loaded.after);
  return Object.keys(form)
    .filter((field) => same(form[field], then[field]) && !same(now[field], then[field]))
    .flatMap((field) => {
      const by = since.find(
        ({ origin, before, after }) =>
          origin !== 'text' && !same(parsed(before)[field], parsed(after)[field]),
      );
      if (by === undefined || by === loaded) return [];
      const day = by.recordedAt.slice(0, 10);
      return {
        field,
        problem: `is ${shown(form[field])} as before the correction of ${day}: ${unended(by.reason)}`,
        allowed: `${shown(now[field])}, or another value than before`,
      };
    });
}

const parsed = (json: string | null) => JSON.parse(json ?? '{}') as Record<string, unknown>;
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

const MOST_SHOWN = 200; // characters
const shown = (value: unknown): string => {
  const text = JSON.stringify(value);
  return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text;
};
