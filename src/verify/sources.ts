// Who a sentence says that its words or numbers are from: a cue word with a name beside it.
import type { Entity, Named } from './names.ts';
import type { Token } from './text.ts';
import { wordSet } from './words.ts';

/** Positions are UTF-16 indexes. */
type Words = { words: string; start: number; end: number };

/**
 * Where a sentence tells a source. A pronoun, a role ("the mayor") and a name that is not on record
 * are told, too: without entities.
 */
export type Source = Words & { cue: Words; entities: Entity[] };

/** Verbs that stand before or after the one who speaks. */
const CUES = wordSet(`said says say saying adds added adding warned warns warning insisted insists
  claimed claims claiming stated states announced announces declared declares replied replies
  responded responds asked asks wrote writes tweeted posted argued argues noted notes explained
  explains stressed stresses urged urges vowed vows acknowledged acknowledges admitted admits
  confirmed confirms denied denies reported reports repeated continued concluded remarked recalled
  promised threatened demanded quipped joked shouted cried
  сказав сказала сказали заявив заявила заявили каже кажуть додав сказал заявил говорит добавил
  sagte erklärte teilte dit déclaré affirmé řekl řekla uvedl`);
/** Verbs that only stand after the one who speaks: who follows is spoken to or spoken of. */
const AFTER_SPEAKER = wordSet(`told tells telling called calls calling described describes put puts
  estimates estimated estimate counted counts recorded verified believes`);
const PRONOUNS = wordSet('he she they it we i you who which that this');
const SKIPPED = wordSet(`also then later has have had was is are were further still again recently
  today yesterday earlier now reportedly publicly on monday tuesday wednesday thursday friday
  saturday sunday`);
/** A name after these is not the one who speaks. */
const OBLIQUE = wordSet('of for to from with by about against and or');
/** "An adviser to Ada Quill" is one. */
const OF = wordSet('of to for');
const PLACING = wordSet('in at near on');
const BREAKS = wordSet(`of for to from with by about against at in near on over under between after
  before than as into and or but that while when if because so`);
/** What may follow a name that a cue stands before: no noun, which would be the one who speaks. */
const FOLLOWERS =
  wordSet(`in on at during after before as while when who to from with by and but late
  early earlier today yesterday tomorrow this last monday tuesday wednesday thursday friday saturday
  sunday that`);
const MOST_BETWEEN = 12; // tokens of an apposition: Zelensky, the president of Ukraine, said
const MOST_TITLES = 5; // words before a name: the Ukrainian president Zelensky

type Reading = { text: string; sentence: Token[]; names: Named[] };
type Range = { from: number; to: number };

/** Every source that a sentence tells, in its order; its tokens are of the text. */
export function sourcesOf(text: string, sentence: Token[], names: Named[]): Source[] {
  const speaking = names
    .map((one) => ({ ...one, entities: one.entities.filter(({ kind }) => kind !== 'place') }))
    .filter(({ entities }) => entities.length > 0);
  const read: Reading = { text, sentence, names: speaking };
  return sentence.flatMap((token, at) => {
    const cue = { from: at, to: at + 1 };
    if (token.text === ':') return beforeColon(read, cue) ?? [];
    if (token.kind !== 'word') return [];
    if (token.form === 'to' && sentence[at - 1]?.form === 'according') {
      return namedAfter(read, { from: at - 1, to: at + 1 }) ?? [];
    }
    if (token.form === 'quoted' || token.form === 'quotes') return quotedAs(read, cue) ?? [];
    const inverts = CUES.has(token.form);
    if (!inverts && !AFTER_SPEAKER.has(token.form)) return [];
    const named = namedBefore(read, cue) ?? (inverts ? namedAfter(read, cue) : undefined);
    const other = otherBefore(read, cue) ?? (inverts ? otherAfter(read, cue) : undefined);
    return named ?? other ?? [];
  });
}

const wordsIn = ({ text, sentence }: Reading, { from, to }: Range): Words => {
  const [start, end] = [sentence[from]?.start ?? 0, sentence[to - 1]?.end ?? 0];
  return { words: text.slice(start, end), start, end };
};

const sourceIn = (read: Reading, source: Range, cue: Range, entities: Entity[]): Source => ({
  ...wordsIn(read, source),
  cue: wordsIn(read, cue),
  entities,
});

/** Where the words end that stand before a cue, adverbs and auxiliaries left out. */
function endBefore({ sentence }: Reading, { from }: Range): number {
  let to = from;
  while (to > 0) {
    const { kind, form } = sentence[to - 1] as Token;
    if (kind !== 'word' || !(SKIPPED.has(form) || /..ly$/.test(form))) break;
    to -= 1;
  }
  return to;
}

/** "Ada Quill said", "Ada Quill, the mayor, said"; not "a spokesman for Ada Quill said". */
function namedBefore(read: Reading, cue: Range): Source | undefined {
  const { sentence, names } = read;
  let to = endBefore(read, cue);
  if (sentence[to - 1]?.text === ',') {
    const least = Math.max(0, to - MOST_BETWEEN);
    const name = names.findLast(
      (one) => one.to < to - 1 && one.to > least && sentence[one.to]?.text === ',',
    );
    if (name === undefined || hasQuotation(sentence, name.to, to)) return undefined;
    to = name.to;
  }
  const name = names.find((one) => one.to === to);
  if (name === undefined || isOblique(sentence, name.from)) return undefined;
  return sourceIn(read, name, cue, name.entities);
}

const hasQuotation = (sentence: Token[], from: number, to: number): boolean =>
  sentence.slice(from, to).some(({ kind }) => kind === 'quotation');

/** Whether a name hangs on another word, as in "the office of the Ukrainian president Zelensky". */
function isOblique(sentence: Token[], from: number): boolean {
  if (PLACING.has(sentence[from - 1]?.form ?? '')) return true;
  for (let at = from - 1; at >= 0 && from - at <= MOST_TITLES; at -= 1) {
    const { kind, form } = sentence[at] as Token;
    if (kind !== 'word') return false;
    if (OBLIQUE.has(form)) return true;
  }
  return false;
}

/** "said Ada Quill", "according to the mayor Ada Quill"; not "said a US official". */
function namedAfter(read: Reading, cue: Range): Source | undefined {
  const { sentence, names } = read;
  let name: Named | undefined;
  for (const one of names) {
    const from = name?.to ?? cue.to;
    if (one.from < from) continue;
    if (one.from - from > MOST_TITLES || !isTitle(sentence.slice(from, one.from))) break;
    name = one;
  }
  if (name === undefined) return undefined;
  const next = sentence[name.to];
  const heads = next !== undefined && next.kind === 'word' && !FOLLOWERS.has(next.form);
  return heads ? undefined : sourceIn(read, name, cue, name.entities);
}

const isTitle = (between: Token[]): boolean =>
  between.every(({ kind, form }) => kind === 'word' && !BREAKS.has(form));

/** "The agency quoted Ada Quill as saying". */
function quotedAs(read: Reading, cue: Range): Source | undefined {
  const name = read.names.find(({ from }) => from >= cue.to && from - cue.to <= MOST_TITLES);
  if (name === undefined || read.sentence[name.to]?.form !== 'as') return undefined;
  return sourceIn(read, name, cue, name.entities);
}

/** "Ada Quill: “We risk no crossing”". */
function beforeColon(read: Reading, cue: Range): Source | undefined {
  const name = read.names.find(({ to }) => to === cue.from);
  if (name === undefined || read.sentence[cue.to]?.kind !== 'quotation') return undefined;
  return sourceIn(read, name, cue, name.entities);
}

/** Somebody without a name, or with one that is not on record: "she", "an adviser to Ada Quill". */
function otherBefore(read: Reading, cue: Range): Source | undefined {
  const { sentence } = read;
  const to = endBefore(read, cue);
  let from = to;
  while (from > 0 && to - from < MOST_TITLES) {
    const { kind, form } = sentence[from - 1] as Token;
    if (kind !== 'word' || (BREAKS.has(form) && !OF.has(form))) break;
    from -= 1;
    if (PRONOUNS.has(form)) break;
  }
  while (OF.has(sentence[from]?.form ?? '')) from += 1;
  return from < to ? sourceIn(read, { from, to }, cue, []) : undefined;
}

/** The same where the cue stands first: "said the mayor". */
function otherAfter(read: Reading, cue: Range): Source | undefined {
  const { sentence } = read;
  const isPart = ({ kind, form }: Token) => kind === 'word' && !BREAKS.has(form);
  let to = cue.to;
  while (to < sentence.length && to - cue.to < MOST_TITLES && isPart(sentence[to] as Token))
    to += 1;
  return to > cue.to ? sourceIn(read, { from: cue.to, to }, cue, []) : undefined;
}

/** The source that stands nearest to a quotation, others between them counting most. */
export function nearestSource(
  sources: Source[],
  sentence: Token[],
  { start, end }: { start: number; end: number },
): Source | undefined {
  const quotations = sentence.filter(({ kind }) => kind === 'quotation');
  const distance = (source: Source): number => {
    const [from, to] = [
      Math.min(source.start, source.cue.start),
      Math.max(source.end, source.cue.end),
    ];
    const between = quotations.filter((one) =>
      from > start ? one.start >= end && one.end <= from : one.start >= to && one.end <= start,
    ).length;
    return between * 1e6 + (from > start ? from - end : start - to);
  };
  return sources.toSorted((a, b) => distance(a) - distance(b))[0];
}
