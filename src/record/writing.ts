// What writing records needs for the length of one transaction: keys, the log of changes, tallies.
import { and, desc, eq, sql } from 'drizzle-orm';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';
import type { Db } from '#db/open.ts';
import {
  articles,
  changes,
  entities,
  figures,
  quotes,
  series,
  stories,
  texts,
  utterances,
} from '#db/tables.ts';
import type { CHANGE_ACTIONS, RecordKind } from '#db/vocabulary.ts';
import { type Keyed, keysOf } from './keys.ts';

export type Tally = { inserted: number; corrected: number; unchanged: number };
export type Writing = ReturnType<typeof startWriting>;

export function startWriting(db: Db, reason: string) {
  const keys = {
    entities: keysOf(db, entities),
    series: keysOf(db, series),
    stories: keysOf(db, stories),
    utterances: keysOf(db, utterances),
    articles: keysOf(db, articles),
    quotes: keysOf(db, quotes),
    figures: keysOf(db, figures),
  };
  const key = (kind: RecordKind, id: string | null) => (id === null ? null : keys[kind](id));
  const entity = (id: string | null) => key('entities', id);
  const tally = (): Tally => ({ inserted: 0, corrected: 0, unchanged: 0 });
  const tallies: Record<RecordKind, Tally> = {
    entities: tally(),
    series: tally(),
    stories: tally(),
    utterances: tally(),
    articles: tally(),
    quotes: tally(),
    figures: tally(),
  };

  const correctedQuotes = new Set<string>();

  const lastLogged = db
    .select({ after: changes.after })
    .from(changes)
    .where(
      and(eq(changes.kind, sql.placeholder('kind')), eq(changes.recordId, sql.placeholder('id'))),
    )
    .orderBy(desc(changes.sequence))
    .limit(1)
    .prepare();

  function log(
    action: (typeof CHANGE_ACTIONS)[number],
    kind: RecordKind,
    recordId: string,
    before: string | null,
    after: string | null,
    why = reason,
  ): void {
    db.insert(changes)
      .values({
        recordedAt: new Date().toISOString(),
        action,
        kind,
        recordId,
        reason: why,
        before,
        after,
      })
      .run();
  }

  /** Logs a record and says whether it has to be written: not where it is as it was. */
  function isNews(kind: RecordKind, id: string, record: object): boolean {
    const after = JSON.stringify(record);
    const before = lastLogged.get({ kind, id })?.after ?? null;
    if (before === after) {
      tallies[kind].unchanged += 1;
      return false;
    }
    log(before === null ? 'insert' : 'correct', kind, id, before, after);
    tallies[kind][before === null ? 'inserted' : 'corrected'] += 1;
    if (kind === 'quotes' && before !== null) correctedQuotes.add(id);
    return true;
  }

  /** Inserts a row, or replaces the one that has its key. */
  function put<T extends SQLiteTable & Keyed>(table: T, row: T['$inferInsert']): void {
    db.insert(table).values(row).onConflictDoUpdate({ target: table.id, set: row }).run();
  }

  const findText = db
    .select({ id: texts.id })
    .from(texts)
    .where(eq(texts.sha256, sql.placeholder('sha256')))
    .prepare();

  return { db, keys, key, entity, tallies, correctedQuotes, log, isNews, put, findText };
}
