// Two wordings word by word: what is kept, dropped and added. Case, accents, apostrophes and
// punctuation make no difference between words.

import { type Edit, editorOf } from '#db/edits.ts';
import { remembered } from '#db/remembered.ts';

/** Parts in order; kept and added ones together are the wording as it stands. */
export type Alignment = {
  parts: { operation: Edit['kind']; text: string }[];
  /** Words of each kind. */
  kept: number;
  dropped: number;
  added: number;
  /** Kept words as a share of the words of both, from 0 to 1. */
  similarity: number;
};

/** A text as its words, each in the form in which it is compared, and where each begins. */
type Words = { text: string; keys: string[]; starts: number[] };

const segmenter = new Intl.Segmenter('und', { granularity: 'word' });

// Most texts are of plain letters, spaces and marks: there the words that the segmenter would find
// are found by a pattern, in a fraction of the time.
const PLAIN_TEXT = /^[\n A-Za-z0-9!"#$%&'()*+,./;<=>?@[\\\]^`{|}~“”’—–…-]*$/;
const JOINT = /[A-Za-z0-9][.,;][A-Za-z0-9]|\d['’]|['’]\d/; // 9,000 and U.S are one word
const PLAIN_WORD = /[A-Za-z0-9]+(?:['’][A-Za-z][A-Za-z0-9]*)*/g;

const isPlain = (text: string): boolean => PLAIN_TEXT.test(text) && !JOINT.test(text);

/** The words and numbers of a text, each with the marks and spaces around it; any script. */
export function wordsOf(text: string): Words {
  const words: Words = { text, keys: [], starts: [] };
  let end = 0; // of the word before
  const add = (word: string, start: number) => {
    words.starts.push(end === 0 ? 0 : start - lengthBefore(text.slice(end, start)));
    words.keys.push(keyOf(word));
    end = start + word.length;
  };
  if (isPlain(text)) {
    for (const word of text.match(PLAIN_WORD) ?? []) add(word, text.indexOf(word, end));
  } else {
    for (const { segment, index, isWordLike } of segmenter.segment(text)) {
      if (isWordLike || /\p{N}/u.test(segment)) add(segment, index);
    }
  }
  return words;
}

/** Of what stands between two words, how much goes with the latter, like an opening bracket. */
function lengthBefore(gap: string): number {
  if (gap === ' ') return 0;
  const after = /^.*\s/s.exec(gap)?.[0] ?? gap;
  return gap.length - after.length;
}

/**
 * The form in which words are compared. Marks are left out where they are accents or vowels that
 * writers may leave out; in Thai, Hindi, Japanese or Cyrillic they make another word.
 */
const keyOf = (word: string): string =>
  /^[A-Za-z0-9]+$/.test(word)
    ? word.toLowerCase()
    : word
        .normalize('NFKD')
        .replace(/['’ʼ`]/g, '')
        .replace(/([\p{sc=Latin}\p{sc=Greek}\p{sc=Hebrew}\p{sc=Arabic}])\p{M}+/gu, '$1')
        .toLowerCase();

/** Words dropped and added, at the most; the work grows with this by the shorter of the two. */
const mostEdits = (old: number, now: number): number =>
  Math.max(1000, 1_000_000 / Math.min(old, now));

/**
 * Aligns wordings with their reference; null where both are too long and have too little in common.
 * The same words again, which reprints have, are aligned once.
 */
export function alignerWith(reference: string): (wording: string) => Alignment | null {
  const old = wordsOf(reference);
  const editsTo = editorOf(old.keys);
  return remembered((wording) => {
    const now = wordsOf(wording);
    const edits = editsTo(now.keys, mostEdits(old.keys.length, now.keys.length));
    return edits === undefined ? null : alignmentOf(old, now, edits);
  });
}

function alignmentOf(old: Words, now: Words, edits: Edit[]): Alignment {
  const parts: Alignment['parts'] = [];
  const all = { kept: 0, dropped: 0, added: 0 };
  let [dropped, added] = [0, 0]; // the next word of each
  for (const { kind, count } of edits) {
    const text =
      kind === 'dropped'
        ? textOf(old, dropped, dropped + count)
        : textOf(now, added, added + count);
    if (kind !== 'added') dropped += count;
    if (kind !== 'dropped') added += count;
    all[kind] += count;
    parts.push({ operation: kind, text });
  }
  const length = old.keys.length + now.keys.length;
  return { parts, ...all, similarity: length === 0 ? 1 : round((2 * all.kept) / length) };
}

/** Some of the words as they stand, with the marks and spaces around them. */
const textOf = ({ text, starts }: Words, from: number, to: number): string =>
  text.slice(starts[from], starts[to]);

const round = (share: number): number => Math.round(share * 1000) / 1000;
