// What one correction does to the drafts: a record is corrected, retracted or merged into another.
import { type Gone, goneOf, told } from '#db/gone.ts';
import type { Db } from '#db/open.ts';
import type { RecordKind } from '#db/vocabulary.ts';
import type { CorrectEntry, Correction, MergeEntry } from './correction-schema.ts';
import { type Draft, type Drafts, letGo } from './drafts.ts';
import { apart, type Form } from './forms.ts';
import { repointed, utteranceOf } from './references.ts';
import { RefusedRecord, refusalsOf } from './refusal.ts';
import { type ArticleRecord, recordSchemas } from './schema.ts';

/** Refuses the correction that is being made. */
type Stop = (field: string, problem: string, allowed: string) => never;
type Amending = { db: Db; drafts: Drafts; file: string; draft: Draft; stop: Stop };

/** Makes a correction; false where it is in force already. @throws RefusedRecord */
export function amend(db: Db, drafts: Drafts, file: string, entry: Correction): boolean {
  const stop: Stop = (field, problem, allowed) => {
    throw new RefusedRecord([{ file, record: entry.id, field, problem, allowed }]);
  };
  const draft = drafts.get(entry.kind, entry.id);
  if (draft === undefined) {
    return stop('id', 'is unknown', `the id of a record of ${entry.kind} in the database`);
  }
  const amending = { db, drafts, file, draft, stop };
  if (entry.action === 'correct') return correct(amending, entry);
  if (entry.action === 'merge') return merge(amending, entry);
  if (draft.gone?.into) return stop('id', tellGone(amending), `the id "${draft.gone.into}"`);
  if (draft.gone !== undefined) return false;
  letGo(draft, null, entry.reason);
  return true;
}

/** What became of the record, by these corrections or earlier ones. */
function tellGone({ db, draft }: Amending): string {
  const { kind, id, gone, goes } = draft;
  if (!goes) return told(goneOf(db, kind, id) as Gone);
  return `is ${gone?.into ? `merged into "${gone.into}"` : 'retracted'} in the same file`;
}

/** Fields that only a record file can change, since what hangs on them has to come with them. */
const FIXED: Partial<Record<RecordKind, string[]>> = { articles: ['text', 'quotes', 'figures'] };

function correct(amending: Amending, { kind, set, reason }: CorrectEntry): boolean {
  const { drafts, draft, stop } = amending;
  for (const field of ['id', ...(FIXED[kind] ?? [])]) {
    if (!(field in set)) continue;
    const allowed = field === 'id' ? 'the id that it has' : 'npm run seed with a changed record';
    return stop(`set.${field}`, 'cannot be corrected', allowed);
  }
  const { standing, record } = apart(kind, draft.form);
  const next = repointed(kind, shaped(amending, { ...record, ...set }), drafts.survivor);
  const now = recordSchemas[kind].safeParse(record);
  if (now.success && JSON.stringify(now.data) === JSON.stringify(next)) return false;
  if (draft.gone !== undefined) {
    return stop('id', tellGone(amending), 'corrections of records that are on record');
  }
  refuseMisplaced(amending, next);
  const stands = isPlacedAnew(record, next) ? inCurrentText(drafts, standing) : standing;
  Object.assign(draft, { form: { ...stands, ...next }, reason });
  return true;
}

/** Positions that are corrected are told anew, so they are those of the text that is current. */
const isPlacedAnew = (record: Record<string, unknown>, next: Form): boolean =>
  ['spans', 'start', 'expression'].some(
    (field) => JSON.stringify(record[field]) !== JSON.stringify(next[field]),
  );

function inCurrentText(drafts: Drafts, standing: Partial<Form>): Partial<Form> {
  const { text } = { ...drafts.get('articles', standing.article as string)?.form };
  const { sha256 } = text as ArticleRecord['text'];
  return { ...standing, sha256, anchor: undefined };
}

/** Mentions are found in the current text, or are where a newer text has left them. */
function refuseMisplaced({ draft, stop }: Amending, next: Form): void {
  const carriedIn = ({ mentions = [] }: Partial<ArticleRecord>) =>
    mentions.flatMap(({ exact, starts, anchor, sha256 }) =>
      (anchor ?? sha256) === undefined
        ? []
        : starts.map((start) => JSON.stringify({ exact, start, anchor, sha256 })),
    );
  const carried = carriedIn(draft.form);
  const wrong = carriedIn(next).find((mention) => !carried.includes(mention));
  if (wrong === undefined) return;
  stop('set.mentions', `${wrong} is not on record`, 'an anchor and sha256 as the history has them');
}

/** The record in its shape. @throws RefusedRecord with every field that does not fit. */
function shaped({ draft, file, stop }: Amending, record: object): Form {
  const parsed = recordSchemas[draft.kind].safeParse(record);
  if (!parsed.success) {
    throw new RefusedRecord(
      refusalsOf(file, record, parsed.error, 'record.schema.json').map((refusal) => ({
        ...refusal,
        record: draft.id,
        field: ['set', refusal.record, refusal.field].filter((part) => part !== '').join('.'),
      })),
    );
  }
  const { title } = parsed.data as { title?: string | null };
  if (title === null && draft.form.title !== null) {
    return stop('set.title', 'null cannot be used', 'what was said, in words of our own');
  }
  return parsed.data as Form;
}

function merge(amending: Amending, { kind, id, into, relation, reason }: MergeEntry): boolean {
  const { drafts, draft, stop } = amending;
  const target = drafts.get(kind, drafts.survivor(kind, into));
  const fit = `the id of another record of ${kind} that is on record`;
  if (target === undefined) return stop('into', `"${into}" is unknown`, fit);
  if (draft.gone?.into && drafts.survivor(kind, id) === target.id) return false;
  if (draft.gone !== undefined) return stop('id', tellGone(amending), fit);
  if (target.id === id) return stop('into', `"${into}" is the record itself`, fit);
  if (target.gone !== undefined) {
    return stop('into', `"${into}" ${tellGone({ ...amending, draft: target })}`, fit);
  }
  refuseMisfit(amending, target, relation);
  letGo(draft, target.id, reason);
  if (kind === 'entities') moveNames(draft, target);
  if (kind === 'utterances') moveWordings(drafts, draft, target, relation);
  return true;
}

/** Bodies and groups are of one list, and may be the same; nothing else of two kinds is. */
const listOf = ({ form }: Draft): string =>
  form.kind === 'group' ? 'organization' : String(form.kind);

function refuseMisfit({ draft, stop }: Amending, target: Draft, relation: string | undefined) {
  if (draft.kind === 'entities' && listOf(draft) !== listOf(target)) {
    stop('into', `"${target.id}" is a ${target.form.kind}`, `a ${draft.form.kind}`);
  }
  if (draft.kind === 'utterances' && relation === undefined) {
    const allowed = `what the wordings of ${draft.id} are to the reference of ${target.id}`;
    stop('relation', 'is missing', allowed);
  }
  if (draft.kind !== 'utterances' && relation !== undefined) {
    stop('relation', 'is only for utterances', 'no relation');
  }
}

type Names = { name: string }[];

/** The survivor answers to every spelling, and takes over the identifiers that it lacked. */
function moveNames(draft: Draft, target: Draft): void {
  const names = target.form.names as Names;
  const more = (draft.form.names as Names).filter(
    ({ name }) => !names.some((spelling) => spelling.name === name),
  );
  target.form = { ...target.form, names: [...names, ...more] };
  target.reason ??= draft.reason;
  for (const field of ['wikidata_id', 'geonames_id']) {
    if ((target.form[field] ?? null) !== null || (draft.form[field] ?? null) === null) continue;
    target.form = { ...target.form, [field]: draft.form[field] };
    draft.form = { ...draft.form, [field]: null };
  }
}

/** The wordings of an utterance become wordings of another. */
function moveWordings(drafts: Drafts, draft: Draft, target: Draft, relation?: string): void {
  drafts.bringReferrers('utterances', draft.id);
  for (const one of drafts.live()) {
    if (one.kind !== 'quotes' || utteranceOf(one.form) !== draft.id) continue;
    one.form = { ...one.form, utterance: target.id, relation };
    one.reason ??= draft.reason;
  }
}
