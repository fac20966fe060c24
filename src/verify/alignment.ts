// A pasted quotation beside a wording on record, word by word.
import {
  type Change,
  type Compared,
  compare,
  formOf,
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

/** How alike two are; undefined where they are no versions of each other. */
export function align(
  pasted: Worded,
  wording: Worded,
  weight: (form: string) => number,
): Alignment | undefined {
  if (hasSameWords(pasted.words, wording.words)) {
    const covered = coverage(pasted, wording);
    return { method: 'exact', similarity: 1, coverage: covered, part: covered < 1, diff: [] };
  }
  if (pasted.words.length < RULES.fewest || !mayBeAlike(pasted, wording)) return undefined;
  const compared = compare(pasted, wording);
  if (compared === undefined) return undefined;
  const { edits, coverage: covered, part, diff } = compared;
  const found = { similarity: rounded(compared.similarity), coverage: covered, part, diff };
  if (edits === 0) return { method: 'exact', ...found };
  if (isSimilar(pasted, wording, compared)) return { method: 'in_order', ...found };
  return sharesTelling(pasted, wording, weight) ? { method: 'shared', ...found } : undefined;
}

const coverage = (pasted: Worded, wording: Worded): number =>
  rounded(Math.min(1, pasted.words.length / wording.words.length));

const joined = (words: readonly Word[]): string => ` ${words.map(({ form }) => form).join(' ')} `;

/**
 * Whether the words stand together in the wording, insertions of either side aside; around what the
 * quotation says that it leaves out, one run after the other.
 */
function hasSameWords(pasted: Word[], wording: Word[]): boolean {
  const spoken = (words: Word[]) => words.filter(({ inserted }) => !inserted);
  const runs = [pasted, spoken(pasted)].filter(({ length }) => length > 0).map(runsBetween);
  return [wording, spoken(wording)]
    .map(joined)
    .some((text) => runs.some((some) => standInOrder(text, some)));
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

/** Cheaper than comparing: whether enough words are in both at all. */
function mayBeAlike(pasted: Worded, wording: Worded): boolean {
  const ours = new Set(wording.words.map(formOf));
  const common = pasted.words.filter(({ form }) => ours.has(form)).length;
  const all = pasted.words.length;
  if (common >= 0.4 * all || common >= 0.9 * ours.size) return true;
  if (pasted.words.some(({ omission }) => omission) && common > 0) return true;
  const theirs = telling(pasted.words);
  return [...telling(wording.words).keys()].filter((one) => theirs.has(one)).length >= RULES.shared;
}

const telling = (words: readonly Word[]): Map<string, string> =>
  new Map(
    words.filter(({ form }) => hasMeaning(form)).map(({ form }) => [stem(form), form] as const),
  );

function isSimilar(pasted: Worded, wording: Worded, compared: Compared): boolean {
  const { length } = pasted.words;
  const [kept, all] = [telling(compared.kept).size, telling(pasted.words).size];
  if (kept < RULES.telling) return false;
  const contains = wording.words.length >= RULES.contained;
  if (contains && compared.coverage > 0.9 && compared.inside >= RULES.containedSimilar) return true;
  const needed = length < RULES.short ? RULES.similarShort : RULES.similar;
  return 2 * kept >= all && compared.similarity >= needed;
}

/** Another translation orders its words otherwise, but the rare ones are often the same. */
function sharesTelling(pasted: Worded, wording: Worded, weight: (form: string) => number): boolean {
  const theirs = telling(pasted.words);
  const ours = telling(wording.words);
  const shared = [...theirs].filter(([one]) => ours.has(one));
  const sum = (pairs: Iterable<[string, string]>) =>
    [...pairs].reduce((total, [, form]) => total + weight(form), 0);
  return shared.length >= RULES.shared && sum(shared) >= RULES.sharedWeight * sum(theirs);
}
