// A pasted quotation beside a wording on record, word by word.
import {
  type Change,
  type Compared,
  compare,
  formOf,
  likeness,
  rounded,
  type Worded,
} from './side-by-side.ts';
import { hasMeaning, stem, type Word } from './words.ts';

export type Alignment = {
  /** exact: the same words; in_order: most of them in order; shared: telling words in any order. */
  method: 'exact' | 'in_order' | 'shared';
  /** 0 to 1: words alike in order, of the words of both sides where they lie side by side. */
  similarity: number;
  /** 0 to 1: the share of the words of the wording that the quotation has. */
  coverage: number;
  /** Whether the wording has more words before or after. */
  part: boolean;
  /** From the wording to the quotation; what the wording has before and after is left out. */
  diff: Change[];
};

/** When two are versions of each other. A telling word is one that carries a meaning of its own. */
export const RULES = {
  /** Words of a quotation that may be altered; of fewer, only the same words are found. */
  fewest: 4,
  /** The similarity that is needed, and below so many words. */
  similar: 0.6,
  similarShort: 0.75,
  short: 6,
  /** So many telling words are the same, and half of those of the quotation. */
  telling: 2,
  /** Or else, in any order: so many telling words, and so much of the weight that rarity gives. */
  shared: 4,
  sharedWeight: 0.6,
  /** A whole wording of so many words, so similar, inside a longer quotation. */
  contained: 8,
  containedSimilar: 0.85,
};

/**
 * Tells how alike a quotation and each of many wordings are; undefined where they are no versions of
 * each other. What can be told of the quotation alone is told once, and the two are only laid side by
 * side where the words that both have could make them versions.
 */
export function alignerOf(
  pasted: Worded,
  weight: (form: string) => number,
): (wording: Worded) => Alignment | undefined {
  const ways = [pasted.words, spoken(pasted.words)]
    .filter(({ length }) => length > 0)
    .map(runsBetween);
  const theirs = telling(pasted.words);
  const sum = (pairs: Iterable<[string, string]>) =>
    [...pairs].reduce((total, [, form]) => total + weight(form), 0);
  const weightOfAll = sum(theirs);

  return (wording) => {
    const common = commonOf(pasted, wording);
    if (common.missing.every(({ inserted }) => inserted) && hasSameWords(ways, wording.words)) {
      const covered = coverage(pasted, wording);
      return { method: 'exact', similarity: 1, coverage: covered, part: covered < 1, diff: [] };
    }
    if (pasted.words.length < RULES.fewest) return undefined;
    const shared = sharedWith(theirs, common.ours);
    if (!mayBeAlike(pasted, common, shared.length)) return undefined;
    const sharesTelling =
      shared.length >= RULES.shared && sum(shared) >= RULES.sharedWeight * weightOfAll;
    if (!sharesTelling && !mayBeSimilar(pasted, wording, common, theirs.size)) return undefined;
    const compared = compare(pasted, wording);
    if (compared === undefined) return undefined;
    const { edits, coverage: covered, part, diff } = compared;
    const found = { similarity: rounded(compared.similarity), coverage: covered, part, diff };
    if (edits === 0) return { method: 'exact', ...found };
    if (isSimilar(pasted, wording, compared, theirs.size)) return { method: 'in_order', ...found };
    return sharesTelling ? { method: 'shared', ...found } : undefined;
  };
}

const coverage = (pasted: Worded, wording: Worded): number =>
  rounded(Math.min(1, pasted.words.length / wording.words.length));

const joined = (words: readonly Word[]): string => ` ${words.map(formOf).join(' ')} `;

const spoken = (words: Word[]): Word[] => words.filter(({ inserted }) => !inserted);

/**
 * Whether the words stand together in the wording, insertions of either side aside; around what the
 * quotation says that it leaves out, one run after the other.
 */
function hasSameWords(ways: string[][], wording: Word[]): boolean {
  const hasInsertion = wording.some(({ inserted }) => inserted);
  const texts = hasInsertion ? [wording, spoken(wording)] : [wording];
  return texts.map(joined).some((text) => ways.some((runs) => standInOrder(text, runs)));
}

/** The runs of words between omissions; those of one word are no proof, and stay with the next. */
function runsBetween(words: Word[]): string[] {
  const cuts = words.flatMap(({ omission }, at) => (omission && at > 0 ? [at] : []));
  const runs = [0, ...cuts].map((cut, at) => words.slice(cut, cuts[at]));
  return runs.every(({ length }) => length > 1) ? runs.map(joined) : [joined(words)];
}

function standInOrder(text: string, runs: string[]): boolean {
  let from = 0;
  return runs.every((run) => {
    const at = text.indexOf(run, from);
    from = at + run.length - 1;
    return at >= 0;
  });
}

/** The different words of the wording, and those of the quotation that are among them and that are not. */
type Common = { ours: Set<string>; words: Word[]; missing: Word[] };

function commonOf(pasted: Worded, wording: Worded): Common {
  const ours = new Set<string>();
  for (const { form } of wording.words) ours.add(form);
  const [words, missing]: [Word[], Word[]] = [[], []];
  for (const word of pasted.words) (ours.has(word.form) ? words : missing).push(word);
  return { ours, words, missing };
}

/** Whether enough words are in both at all. */
function mayBeAlike({ words }: Worded, common: Common, shared: number): boolean {
  const { length } = common.words;
  if (length >= 0.4 * words.length || length >= 0.9 * common.ours.size) return true;
  if (length > 0 && words.some(({ omission }) => omission)) return true;
  return shared >= RULES.shared;
}

const telling = (words: readonly Word[]): Map<string, string> =>
  new Map(
    words.filter(({ form }) => hasMeaning(form)).map(({ form }) => [stem(form), form] as const),
  );

/** Another translation orders its words otherwise, but the rare ones are often the same. */
function sharedWith(theirs: Map<string, string>, forms: Set<string>): [string, string][] {
  const ours = new Set<string>();
  for (const form of forms) if (hasMeaning(form)) ours.add(stem(form));
  return [...theirs].filter(([one]) => ours.has(one));
}

/**
 * Whether the two could be exact or similar, were all words that both have kept in order: side by
 * side no more are, and each other one of the quotation is an edit.
 */
function mayBeSimilar(pasted: Worded, wording: Worded, common: Common, all: number): boolean {
  const kept = common.words.length;
  const edits = spoken(pasted.words).length - kept;
  if (edits <= 0) return true;
  const compared = { kept: common.words, coverage: kept / wording.words.length, inside: 1 };
  return isSimilar(pasted, wording, { ...compared, similarity: likeness(kept, edits) }, all);
}

function isSimilar(
  pasted: Worded,
  wording: Worded,
  compared: Pick<Compared, 'kept' | 'coverage' | 'inside' | 'similarity'>,
  all: number,
): boolean {
  const kept = telling(compared.kept).size;
  if (kept < RULES.telling) return false;
  const contains = wording.words.length >= RULES.contained;
  if (contains && compared.coverage > 0.9 && compared.inside >= RULES.containedSimilar) return true;
  const needed = pasted.words.length < RULES.short ? RULES.similarShort : RULES.similar;
  return 2 * kept >= all && compared.similarity >= needed;
}
