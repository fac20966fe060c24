// What follows from corrections: references lead to the record that is left of two, an utterance goes
// with its last wording, and nothing may refer to what is retracted.
import { type Draft, type Drafts, letGo } from './drafts.ts';
import type { Form } from './forms.ts';
import { repointed, utteranceOf } from './references.ts';
import type { Refusal } from './refusal.ts';
import type { ArticleRecord } from './schema.ts';

/** Changes the drafts that have to change with others. */
export function follow(drafts: Drafts): void {
  for (const { kind, id } of drafts.going()) drafts.bringReferrers(kind, id);
  settleUtterances(drafts);
  for (const draft of drafts.live()) repoint(drafts, draft);
}

/** An utterance that is left without a wording goes the way of its last one. */
function settleUtterances(drafts: Drafts): void {
  const quotes = drafts.going().filter(({ kind }) => kind === 'quotes');
  const touched = new Set(
    quotes.map(({ form }) => drafts.survivor('utterances', utteranceOf(form))),
  );
  for (const id of touched) drafts.bringReferrers('utterances', id);
  const worded = new Set(
    drafts.live().flatMap(({ kind, form }) => (kind === 'quotes' ? [utteranceOf(form)] : [])),
  );
  for (const { form, gone, reason } of quotes) {
    const utterance = drafts.get('utterances', utteranceOf(form));
    if (utterance === undefined || utterance.gone || worded.has(utterance.id)) continue;
    const survivor = gone?.into ? drafts.get('quotes', gone.into) : undefined;
    letGo(utterance, survivor ? utteranceOf(survivor.form) : null, reason, true);
    drafts.bringReferrers('utterances', utterance.id);
  }
}

function repoint(drafts: Drafts, draft: Draft): void {
  const { kind, form } = draft;
  let reason: string | undefined;
  const next = repointed(kind, form, (to, id) => {
    const other = drafts.peek(to, id);
    if (to === 'articles' || !other?.goes || !other.gone?.into) return id;
    reason ??= other.reason;
    return drafts.survivor(to, id);
  });
  if (reason === undefined) return;
  draft.form = kind === 'articles' ? eachOnce(next) : next;
  draft.reason ??= reason;
}

/** Two records that become one may be authors of one article, or mentioned in one place. */
function eachOnce(article: Form): Form {
  const seen = new Set<string>();
  const mentions = (article.mentions as ArticleRecord['mentions']).flatMap((mention) => {
    const { entity, exact, sha256 } = mention;
    const starts = mention.starts.filter((start) => {
      const span = `${entity} ${start} ${[...exact].length} ${sha256}`;
      return !seen.has(span) && seen.add(span);
    });
    return starts.length > 0 ? [{ ...mention, starts }] : [];
  });
  return { ...article, authors: [...new Set(article.authors as string[])], mentions };
}

const MOST_NAMED = 5;

/** The records that still refer to what goes; a merged article leaves its quotes and figures behind. */
export function dependents(drafts: Drafts, file: string): Refusal[] {
  const on = new Map<Draft, string[]>();
  for (const { kind, id, form } of drafts.live()) {
    const depend = (other: Draft | undefined) => {
      if (other?.goes) on.set(other, [...(on.get(other) ?? []), `${kind} ${id}`]);
    };
    repointed(kind, form, (to, of) => {
      depend(drafts.peek(to, of));
      return of;
    });
    if (kind === 'quotes' && form.utterance === null) depend(drafts.peek('utterances', id));
  }
  return [...on].map(([{ id }, records]) => {
    const named = [...new Set(records)];
    const more = named.length > MOST_NAMED ? ` and ${named.length - MOST_NAMED} more` : '';
    return {
      file,
      record: id,
      field: '',
      problem: `is still referred to by ${named.slice(0, MOST_NAMED).join(', ')}${more}`,
      allowed:
        'a record that nothing refers to; retract, merge or correct the others in the same file',
    };
  });
}
