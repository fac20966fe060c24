// Records as corrections leave them, in memory, until all of them fit together.
import { goneOf, isEnd, lastChange } from '#db/gone.ts';
import type { Db } from '#db/open.ts';
import type { RecordKind } from '#db/vocabulary.ts';
import type { Form } from './forms.ts';
import { referrersTo } from './references.ts';

export type Draft = {
  kind: RecordKind;
  id: string;
  /** What the log said of it at last, as JSON. */
  logged: string;
  form: Form;
  /** Where it is no longer there: what it was merged into, null where it was retracted. */
  gone: { into: string | null } | undefined;
  /** Whether these corrections make it go, and whether that only follows from another's going. */
  goes: boolean;
  settled: boolean;
  /** Why it changes, where it does. */
  reason: string | undefined;
};
export type Drafts = ReturnType<typeof draftsOn>;

export function draftsOn(db: Db) {
  const drafts = new Map<string, Draft>();

  const peek = (kind: RecordKind, id: string) => drafts.get(`${kind} ${id}`);

  /** The draft of a record; undefined where no record ever had the id. */
  function get(kind: RecordKind, id: string): Draft | undefined {
    const known = peek(kind, id);
    if (known !== undefined) return known;
    const last = lastChange(db, kind, id);
    if (last === undefined) return undefined;
    const gone = isEnd(last.action) ? goneOf(db, kind, id) : undefined;
    const logged = (gone === undefined ? last.after : last.before) ?? JSON.stringify({ id });
    const form = JSON.parse(logged) as Form;
    const draft = { kind, id, logged, form, gone, goes: false, settled: false, reason: undefined };
    drafts.set(`${kind} ${id}`, draft);
    return draft;
  }

  /** The record that an id stands for after all merges, of earlier files and of this one. */
  function survivor(kind: RecordKind, id: string): string {
    const known = peek(kind, id);
    const into = (known === undefined ? goneOf(db, kind, id) : known.gone)?.into ?? id;
    return into === id ? id : survivor(kind, into);
  }

  /** Brings in every record of the database that refers to one. */
  function bringReferrers(kind: RecordKind, id: string): void {
    for (const one of referrersTo(db, kind, id)) get(one.kind, one.id);
  }

  const all = (): Draft[] => [...drafts.values()];
  return {
    get,
    peek,
    survivor,
    bringReferrers,
    live: () => all().filter(({ gone }) => gone === undefined),
    going: () => all().filter(({ goes }) => goes),
  };
}

export const isChanged = ({ form, logged }: Draft): boolean => JSON.stringify(form) !== logged;

/** Lets a record go. */
export function letGo(
  draft: Draft,
  into: string | null,
  reason: string | undefined,
  settled = false,
) {
  Object.assign(draft, { gone: { into }, goes: true, settled, reason });
}
