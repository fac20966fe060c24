// Two wordings word by word: what is kept, dropped and added. Case, accents, apostrophes and
// punctuation make no difference between words.
import { diffArrays } from 'diff';

export const OPERATIONS = ['kept', 'dropped', 'added'] as const;

/** Parts in order; kept and added ones together are the wording as it stands. */
export type Alignment = {
  parts: { operation: (typeof OPERATIONS)[number]; text: string }[];
  /** Words of each kind. */
  kept: number;
  dropped: number;
  added: number;
  /** Kept words as a share of the words of both, from 0 to 1. */
  similarity: number;
};

type Word = { key: string; text: string };

const segmenter = new Intl.Segmenter('und', { granularity: 'word' });

/** The words and numbers of a text, each with the marks and spaces around it; any script. */
export function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  let gap = '';
  for (const { segment, isWordLike } of segmenter.segment(text)) {
    if (isWordLike || /\p{N}/u.test(segment)) {
      const before = endWord(words.at(-1), gap);
      words.push({ key: keyOf(segment), text: before + segment });
      gap = '';
    } else gap += segment;
  }
  const last = words.at(-1);
  if (last !== undefined) last.text += gap;
  return words;
}

/** Gives a word what follows it up to the last space; the rest, like an opening bracket, is left. */
function endWord(word: Word | undefined, gap: string): string {
  if (word === undefined) return gap;
  const after = /^.*\s/s.exec(gap)?.[0] ?? gap;
  word.text += after;
  return gap.slice(after.length);
}

/**
 * The form in which words are compared. Marks are left out where they are accents or vowels that
 * writers may leave out; in Thai, Hindi, Japanese or Cyrillic they make another word.
 */
const keyOf = (word: string): string =>
  word
    .normalize('NFKD')
    .replace(/['’ʼ`]/g, '')
    .replace(/([\p{sc=Latin}\p{sc=Greek}\p{sc=Hebrew}\p{sc=Arabic}])\p{M}+/gu, '$1')
    .toLowerCase();

/** Words dropped and added, at the most; the work grows with this by the shorter of the two. */
const mostEdits = (old: number, now: number): number =>
  Math.max(1000, 1_000_000 / Math.min(old, now));

/** Aligns a wording with the reference; null where both are too long and have too little in common. */
export function align(reference: string, wording: string): Alignment | null {
  const parts: Alignment['parts'] = [];
  const count = { kept: 0, dropped: 0, added: 0 };
  const [old, now] = [wordsOf(reference), wordsOf(wording)];
  const changes = diffArrays(old, now, {
    comparator: (a, b) => a.key === b.key,
    maxEditLength: mostEdits(old.length, now.length),
  });
  if (changes === undefined) return null;
  for (const { value, removed, added } of changes) {
    const operation = removed ? 'dropped' : added ? 'added' : 'kept';
    count[operation] += value.length;
    parts.push({ operation, text: value.map(({ text }) => text).join('') });
  }
  const all = old.length + now.length;
  return { parts, ...count, similarity: all === 0 ? 1 : round((2 * count.kept) / all) };
}

const round = (share: number): number => Math.round(share * 1000) / 1000;
