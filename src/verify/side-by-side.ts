// Two texts side by side, word by word, where they have most in common.
import { type Edit, editsBetween } from '#db/edits.ts';
import type { Word } from './words.ts';

/** A quotation or a wording, as it is compared. */
export type Worded = { text: string; words: Word[] };

export type Change = { change: 'kept' | 'dropped' | 'added'; words: string };

const MOST_EDITS = 120; // words; two texts further apart are no versions of each other
const SLACK = 1.25; // how much longer than the other side the compared region may be

export const rounded = (share: number): number => Math.round(share * 100) / 100;

type Run = { change: Change['change']; words: Word[]; text: string; cost: number };

export type Compared = {
  /** The words that both have, and how many are on one side only. */
  kept: Word[];
  edits: number;
  /** 0 to 1: of all words, and of those between the first and the last that both have. */
  similarity: number;
  inside: number;
  coverage: number;
  part: boolean;
  diff: Change[];
};

/** Compares where the two lie side by side; undefined where too much differs. */
export function compare(pasted: Worded, wording: Worded): Compared | undefined {
  const ours = wording.words.slice(...regionOf(wording.words, pasted.words));
  const [from, to] = regionOf(pasted.words, wording.words);
  const theirs = pasted.words.slice(from, to);
  const edited = editsBetween(ours.map(formOf), theirs.map(formOf), MOST_EDITS);
  if (edited === undefined) return undefined;
  const runs = withoutEdges(
    runsOf(edited, { ...wording, words: ours }, { ...pasted, words: theirs }),
  );
  const kept = runs.flatMap(({ change, words }) => (change === 'kept' ? words : []));
  const surplus = [pasted.words.slice(0, from), pasted.words.slice(to)].map((words) =>
    runOf('added', words, pasted.text),
  );
  const similarity = (edits: number) => likeness(kept.length, edits);
  const edits = costOf(runs) + costOf(surplus);
  const ofWording = runs.flatMap(({ change, words }) => (change === 'added' ? [] : words));
  return {
    kept,
    edits,
    part: ofWording.length < wording.words.length,
    inside: similarity(costOf(inner(runs))),
    similarity: similarity(edits),
    coverage: rounded(kept.length / wording.words.length),
    diff: printed([surplus[0], ...runs, surplus[1]]),
  };
}

/** 0 to 1: words that both have, as a share of the words of both. */
export const likeness = (kept: number, edits: number): number =>
  (2 * kept) / (2 * kept + edits || 1);

export const formOf = ({ form }: Word): string => form;

/** Where the shorter of two lies in the longer: the run of words that has most in common with it. */
function regionOf(words: Word[], other: Word[]): [from: number, to: number] {
  const length = Math.ceil(other.length * SLACK) + 2;
  const leavesOut = other.some(({ omission }) => omission);
  if (words.length <= length || leavesOut) return [0, words.length];
  const wanted = new Map<string, number>();
  for (const { form } of other) wanted.set(form, (wanted.get(form) ?? 0) + 1);
  let [common, best, from] = [0, -1, 0];
  const count = (word: Word | undefined, step: 1 | -1) => {
    const left = word && wanted.get(word.form);
    if (word === undefined || left === undefined) return;
    if (step === 1 ? left > 0 : left >= 0) common += step;
    wanted.set(word.form, left - step);
  };
  words.forEach((word, position) => {
    count(word, 1);
    if (position >= length) count(words[position - length], -1);
    if (common > best) [best, from] = [common, Math.max(0, position - length + 1)];
  });
  return [from, from + length];
}

const runOf = (change: Change['change'], words: Word[], text: string, free = false): Run => ({
  change,
  words,
  text,
  cost: change === 'kept' || free ? 0 : words.filter(({ inserted }) => !inserted).length,
});

const costOf = (runs: Run[]): number => runs.reduce((sum, { cost }) => sum + cost, 0);

/** What is left out where the quotation says so costs nothing, nor do insertions. */
function runsOf(edits: Edit[], ours: Worded, theirs: Worded): Run[] {
  let [at, pastedAt] = [0, 0];
  return edits.map(({ kind, count }) => {
    const next = theirs.words[pastedAt];
    if (kind === 'dropped') {
      at += count;
      const words = ours.words.slice(at - count, at);
      return runOf('dropped', words, ours.text, next?.omission);
    }
    pastedAt += count;
    if (kind === 'kept') at += count;
    const words = theirs.words.slice(pastedAt - count, pastedAt);
    return runOf(kind, words, theirs.text);
  });
}

/** From the first word that both have to the last. */
const inner = (runs: Run[]): Run[] =>
  runs.slice(
    runs.findIndex(({ change }) => change === 'kept'),
    runs.findLastIndex(({ change }) => change === 'kept') + 1,
  );

/** What the wording has before and after is no change, but as much of it as was put in its place. */
function withoutEdges(runs: Run[]): Run[] {
  const first = runs.findIndex(({ change }) => change === 'kept');
  const last = runs.findLastIndex(({ change }) => change === 'kept');
  if (first < 0) return runs;
  const replaced = (edge: Run[], cut: (words: Word[], most: number) => Word[]) => {
    const most = edge.find(({ change }) => change === 'added')?.words.length ?? 0;
    return edge
      .map((run) =>
        run.change === 'dropped' ? runOf('dropped', cut(run.words, most), run.text) : run,
      )
      .filter(({ words }) => words.length > 0);
  };
  return [
    ...replaced(runs.slice(0, first), (words, most) =>
      words.slice(Math.max(0, words.length - most)),
    ),
    ...runs.slice(first, last + 1),
    ...replaced(runs.slice(last + 1), (words, most) => words.slice(0, most)),
  ];
}

/** The words of each run as they are printed; neighbours of one kind are one. */
function printed(runs: (Run | undefined)[]): Change[] {
  const merged: Run[] = [];
  for (const run of runs) {
    if (run === undefined || run.words.length === 0) continue;
    const last = merged.at(-1);
    if (last?.change === run.change) last.words = [...last.words, ...run.words];
    else merged.push({ ...run });
  }
  return merged.map(({ change, words, text }) => ({
    change,
    words: text.slice(words[0]?.start, words.at(-1)?.end),
  }));
}
