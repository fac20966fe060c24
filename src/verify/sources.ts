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

/** Whom a source names, where its words are a spelling of nobody else. */
export const namedBy = ({ entities: [one, another] }: Source): Entity | undefined =>
  another === undefined ? one : undefined;

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
/** Verbs that whom they address may follow: where anybody stands before, who follows is no speaker. */
const ADDRESSING = wordSet('asked asks urged urges warned warns warning promised threatened');
const AUXILIARIES = wordSet('is are was were be been being');
const PRONOUNS = wordSet('he she they it we i you who which that this');
const SKIPPED = wordSet(`also then later has have had was is are were further still again recently
  today yesterday earlier now reportedly publicly be been being on monday tuesday wednesday thursday friday
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
    if (isPassive(read, cue)) return agentOf(read, cue) ?? [];
    const other = otherBefore(read, cue);
    const named = namedBefore(read, cue);
    if (named !== undefined || !inverts) return named ?? other ?? [];
    if (other !== undefined && ADDRESSING.has(token.form)) return other;
    return namedAfter(read, cue) ?? other ?? otherAfter(read, cue) ?? [];
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

/** "Ada Quill was told": she is spoken to; not "Ada Quill was saying". */
const isPassive = (read: Reading, cue: Range): boolean =>
  !read.sentence[cue.from]?.form.endsWith('ing') &&
  read.sentence.slice(endBefore(read, cue), cue.from).some(({ form }) => AUXILIARIES.has(form));

/** "Bruno Stern was told by Ada Quill", "was told on Monday by the mayor". */
function agentOf(read: Reading, { from, to }: Range): Source | undefined {
  const after = read.sentence.slice(to, to + MOST_BETWEEN);
  const by = after.findIndex(({ form }) => form === 'by');
  if (by < 0 || hasQuotation(after, 0, by)) return undefined;
  const cue = { from, to: to + by + 1 };
  return namedAfter(read, cue) ?? otherAfter(read, cue);
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

/**
 * "Ada Quill: “We risk no crossing”", "Mayor Ada Quill: “…”". Where other words lead to the name, or
 * another name does, it may as well be whom somebody speaks to, or of.
 */
function beforeColon(read: Reading, cue: Range): Source | undefined {
  const { sentence, names } = read;
  const name = names.find(({ to }) => to === cue.from);
  if (name === undefined || sentence[cue.to]?.kind !== 'quotation') return undefined;
  const begin = sentence.findLastIndex(
    ({ kind, text }, at) => at < name.from && (kind === 'quotation' || /^[:;]$/.test(text)),
  );
  const isLedTo =
    names.some(({ from, to }) => from > begin && to <= name.from) ||
    sentence.slice(begin + 1, name.from).some(leads);
  return isLedTo ? undefined : sourceIn(read, name, cue, name.entities);
}

/** Whether a word before a name is more than a title, which is written with a capital. */
const leads = ({ kind, text, form }: Token): boolean =>
  kind === 'word' &&
  (/^\p{Ll}/u.test(text) || BREAKS.has(form) || CUES.has(form) || AFTER_SPEAKER.has(form));

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

/** The source that stands nearest to a quotation or number, others between them counting most. */
export function nearestSource(
  sources: Source[],
  sentence: Token[],
  { start, end }: { start: number; end: number },
): Source | undefined {
  const colon = sentence.findIndex(({ text }, at) => text === ':' && isAt(sentence[at + 1], start));
  const leading = colon < 0 ? [] : sources.filter((one) => reachOf(one).to <= start);
  if (leading.length > 0) return leadingTo(colon, leading, sentence);
  const quotations = sentence.filter(({ kind }) => kind === 'quotation');
  const distance = (source: Source): number => {
    const { from, to } = reachOf(source);
    const between = quotations.filter((one) =>
      from > start ? one.start >= end && one.end <= from : one.start >= to && one.end <= start,
    ).length;
    return between * 1e6 + (from > start ? from - end : start - to);
  };
  return sources.toSorted((a, b) => distance(a) - distance(b))[0];
}

const isAt = (token: Token | undefined, start: number): boolean =>
  token?.kind === 'quotation' && token.start === start;

/** Where a source and its cue stand, whichever comes first. */
const reachOf = ({ start, end, cue }: Source) => ({
  from: Math.min(start, cue.start),
  to: Math.max(end, cue.end),
});

/**
 * Who says what a colon leads to: the last who is told before it, but nobody plainly where a clause
 * with another name stands between: "Stern said no, Quill begged him: “…”".
 */
function leadingTo(colon: number, sources: Source[], sentence: Token[]): Source | undefined {
  const last = sources.toSorted((a, b) => reachOf(b).to - reachOf(a).to)[0];
  const first = sentence.findIndex(({ start }) => last !== undefined && start >= reachOf(last).to);
  const between = sentence.slice(first, Math.max(first, colon));
  const comma = between.findIndex(({ text, kind }) => text === ',' || kind === 'quotation');
  const isOther = comma >= 0 && between.slice(comma).some(({ text }) => /^\p{Lu}/u.test(text));
  return isOther ? undefined : last;
}
