// What writing records needs for the length of one transaction: keys, the log of changes, tallies.
import { eq, sql } from 'drizzle-orm';
import { isEnd } from '#db/gone.ts';
import type { Db } from '#db/open.ts';
import { BOUND, readRows, textOf as writtenOut } from '#db/statements.ts';
import { changes, texts } from '#db/tables.ts';
import type { CHANGE_ACTIONS, CHANGE_ORIGINS, RecordKind } from '#db/vocabulary.ts';
import { forEachKind } from './forms.ts';
import { keysOf } from './keys.ts';
import { pastIn } from './past.ts';
import { TABLES } from './references.ts';
import { statementsOf } from './statements.ts';

export type Tally = { inserted: number; corrected: number; unchanged: number };
export type Writing = ReturnType<typeof startWriting>;
type Origin = (typeof CHANGE_ORIGINS)[number];

type Entry = {
  action: (typeof CHANGE_ACTIONS)[number];
  kind: RecordKind;
  id: string;
  before?: string | null;
  after: string | null;
  /** Where the record has no reason of its own. */
  reason?: string;
  origin?: Origin;
};

const TEXT = writtenOut(sql`select ${texts.id} from ${texts} where ${texts.sha256} = +${BOUND}`);

/** When the last change was recorded; before all times where there is none. */
const lastRecordedAt = (db: Db): string =>
  readRows<[string]>(
    db,
    'select recorded_at from changes order by sequence desc limit 1',
  )[0]?.[0] ?? '';

/** `reasonFor` says why a record changes. */
export function startWriting(
  db: Db,
  origin: Origin,
  reasonFor: (kind: RecordKind, id: string) => string,
) {
  const keys = forEachKind((kind) => keysOf(db, TABLES[kind]));
  const key = (kind: RecordKind, id: string | null) => (id === null ? null : keys[kind](id));
  const entity = (id: string | null) => key('entities', id);
  const tallies = forEachKind<Tally>(() => ({ inserted: 0, corrected: 0, unchanged: 0 }));
  const statements = statementsOf(db);
  const correctedQuotes = new Set<string>();
  const past = pastIn(db);
  const anchoredIn = new Set<string>();

  let recordedAt = lastRecordedAt(db);

  function log({ id: recordId, ...entry }: Entry): void {
    const now = new Date().toISOString();
    if (now > recordedAt) recordedAt = now; // the log goes on in time, also where a clock goes back
    const reason = reasonFor(entry.kind, recordId);
    statements.insert(changes, { origin, reason, before: null, ...entry, recordId, recordedAt });
  }

  /** What the log says of a record at last; null where it is gone, or never was. */
  function logged(kind: RecordKind, id: string): string | null {
    const [last] = past(kind, id);
    return last === undefined || isEnd(last.action) ? null : last.after;
  }

  /** Logs a record and says what becomes of it; one that is as it was is left alone. */
  function enter(kind: RecordKind, id: string, record: object): keyof Tally {
    const after = JSON.stringify(record);
    const before = keys[kind].isNew(id) ? null : logged(kind, id);
    const became = before === null ? 'inserted' : before === after ? 'unchanged' : 'corrected';
    tallies[kind][became] += 1;
    if (became === 'unchanged') return became;
    log({ action: before === null ? 'insert' : 'correct', kind, id, before, after });
    if (kind === 'quotes' && before !== null) correctedQuotes.add(id);
    return became;
  }

  /** Removes a record and the rows that belong to it; the log keeps what it said. */
  function remove(kind: RecordKind, id: string): void {
    const table = TABLES[kind];
    db.delete(table).where(eq(table.slug, id)).run();
  }

  const textKeys = new Map<string, number>();

  /** The key of a text that something is anchored in; an unknown one's fails as a reference. */
  function textOf(sha256: string): number {
    anchoredIn.add(sha256);
    const key = textKeys.get(sha256) ?? readRows<[number]>(db, TEXT, [sha256])[0]?.[0];
    if (key !== undefined) textKeys.set(sha256, key);
    return key ?? 0;
  }

  return {
    db,
    keys,
    key,
    entity,
    tallies,
    correctedQuotes,
    /** The texts, by their SHA-256, in which anything was anchored. */
    anchoredIn,
    log,
    logged,
    enter,
    ...statements,
    remove,
    textOf,
  };
}
