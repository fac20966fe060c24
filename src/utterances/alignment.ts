// Two wordings word by word: what is kept, dropped and added. Case, accents, apostrophes and
// punctuation make no difference between words.
import { diffArrays } from 'diff';
import { normalizeName } from '#db/normalize.ts';

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

/** The words of a text, each with what stands between it and the next; any script. */
export function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  let before = '';
  for (const { segment, isWordLike } of segmenter.segment(text)) {
    const last = words.at(-1);
    if (isWordLike) {
      words.push({ key: normalizeName(segment), text: before + segment });
      before = '';
    } else if (last === undefined) before += segment;
    else last.text += segment;
  }
  return words;
}

/** Aligns a wording with the reference. */
export function align(reference: string, wording: string): Alignment {
  const parts: Alignment['parts'] = [];
  const count = { kept: 0, dropped: 0, added: 0 };
  const [old, now] = [wordsOf(reference), wordsOf(wording)];
  const changes = diffArrays(old, now, { comparator: (a, b) => a.key === b.key });
  for (const { value, removed, added } of changes) {
    const operation = removed ? 'dropped' : added ? 'added' : 'kept';
    count[operation] += value.length;
    parts.push({ operation, text: value.map(({ text }) => text).join('') });
  }
  const all = old.length + now.length;
  return { parts, ...count, similarity: all === 0 ? 1 : round((2 * count.kept) / all) };
}

const round = (share: number): number => Math.round(share * 1000) / 1000;
