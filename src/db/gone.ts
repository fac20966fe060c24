// What became of a record that is no longer there: it was retracted, or merged into another.
import type { Db } from './open.ts';
import { readRows } from './statements.ts';
import type { changes } from './tables.ts';
import type { RecordKind } from './vocabulary.ts';

export type Gone = {
  /** The record that it was merged into, at the end of every chain; null where it was retracted. */
  into: string | null;
  /** The day on which it went, and why. */
  on: string;
  reason: string;
  /** What it said at last, as JSON. */
  before: string | null;
};

/** Undefined where the record is there, or never was. */
export function goneOf(db: Db, kind: RecordKind, id: string): Gone | undefined {
  const last = lastChange(db, kind, id);
  if (last === undefined || !isEnd(last.action)) return undefined;
  const { reason, before } = last;
  const gone = { on: last.recordedAt.slice(0, 10), reason, before };
  if (last.action === 'retract') return { ...gone, into: null };
  const { merged_into: next } = JSON.parse(last.after ?? '{}') as { merged_into: string };
  const further = goneOf(db, kind, next);
  if (further === undefined) return { ...gone, into: next };
  return further.into === null ? { ...further, before } : { ...gone, into: further.into };
}

/** Whether a record is no longer there after such a change. */
export const isEnd = (action: string): boolean => action === 'retract' || action === 'merge';

/** What became of a record, for a sentence that begins with it. */
export const told = ({ into, on, reason }: Gone): string =>
  into === null
    ? `was retracted on ${on}: ${unended(reason)}`
    : `was merged into "${into}" on ${on}: ${unended(reason)}`;

/** A reason as a part of a sentence, which goes on after it or ends with a stop of its own. */
export const unended = (reason: string): string => reason.replace(/(?<!\.)\.$/, '');

type Change = typeof changes.$inferSelect;
type Last = Pick<Change, 'action' | 'recordedAt' | 'reason' | 'before' | 'after'>;

/** The last change of a record, whichever it was. */
export const lastChange = (db: Db, kind: RecordKind, id: string): Last | undefined =>
  readRows<[Last['action'], string, string, string | null, string | null]>(
    db,
    `select action, recorded_at, reason, before, after from changes
      where kind = +? and record_id = +? order by sequence desc limit 1`,
    [kind, id],
  ).map(([action, recordedAt, reason, before, after]) => ({
    action,
    recordedAt,
    reason,
    before,
    after,
  }))[0];
