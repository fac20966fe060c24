// A text cut into words, numbers and marks, and into sentences. Positions inside are UTF-16 indexes;
// `codePointsOf` turns them into those that answers tell.
import { normalizeName } from '#db/normalize.ts';

/**
 * A `number` is written in digits; `other` holds digits that count nothing: dates, times, addresses,
 * footnotes; a `quotation` stands for a whole one where the sentences around it are read.
 */
export type Token = {
  kind: 'word' | 'number' | 'other' | 'mark' | 'quotation';
  text: string;
  /** For look-up: case, accents and apostrophes folded; empty for marks. */
  form: string;
  start: number;
  end: number;
};

const DAY = '\\d{4}-\\d{1,2}-\\d{1,2}|\\d{1,2}(?<between>[\\/.])\\d{1,2}\\k<between>\\d{2,4}';
const VERSION = '(?!\\d{1,3}(?:\\.\\d{3})+(?![\\d.]))\\d+(?:\\.\\d+){2,}';
const THOUSANDS = "\\d{1,3}(?:[,.'’\\u00a0\\u2009\\u202f ]\\d{3})+(?!\\d)(?:[.,]\\d+)?";
const PATTERNS = {
  other: [
    '(?:https?:\\/\\/|www\\.)\\S+',
    '[\\w.+-]{1,64}@[\\w-]+\\.[\\w.-]+',
    `(?:${DAY}|\\d{1,2}:\\d{2}(?::\\d{2})?|${VERSION})(?!\\d)`,
    '[#№]\\s?\\d+|\\[\\d+\\]',
  ],
  word: [
    '\\p{L}[\\p{L}\\p{M}]*[-‐‑]?\\d[\\p{L}\\d]*', // T-72, G7, mid-2022
    "(?:\\p{Lu}\\.){2,}|\\p{L}[\\p{L}\\p{M}]*(?:['’ʼ][\\p{L}\\p{M}]+)*",
  ],
  number: [THOUSANDS, '\\d+(?:[.,]\\d+)?'],
  mark: ['\\S'],
};
const KINDS = ['other', 'word', 'number', 'mark'] as const;
const TOKEN = new RegExp(
  KINDS.map((kind) => `(?<${kind}>${PATTERNS[kind].join('|')})`).join('|'),
  'gu',
);

export function tokensOf(text: string): Token[] {
  return [...text.matchAll(TOKEN)].map(({ 0: exact, index, groups = {} }) => {
    const kind = KINDS.find((one) => groups[one] !== undefined) ?? 'mark';
    const form = kind === 'mark' ? '' : normalizeName(exact);
    return { kind, text: exact, form, start: index, end: index + exact.length };
  });
}

/** The code points before each UTF-16 index of a text. */
export function codePointsOf(text: string): (index: number) => number {
  if (!/[\ud800-\udbff]/.test(text)) return (index) => index;
  const before = new Uint32Array(text.length + 1);
  for (let index = 0; index < text.length; index += 1) {
    const isSecondHalf = /[\udc00-\udfff]/.test(text.charAt(index));
    before[index + 1] = (before[index] ?? 0) + (isSecondHalf ? 0 : 1);
  }
  return (index) => before[index] ?? 0;
}

const ABBREVIATIONS = new Set(
  `mr mrs ms dr gen col lt sgt maj capt adm gov sen rep st no vs jr sr prof rev hon inc jan feb mar
  apr jun jul aug sep sept oct nov dec`.split(/\s+/),
);
const LONGEST = 300; // tokens; a longer sentence is cut, so that work grows with the text alone
const SHORT_LINE = 50; // characters; a shorter line that a capital letter follows is a headline

/**
 * The sentences of a text, as runs of its tokens. A full stop ends one where a capital letter, a
 * number or a mark follows; after ! or ? in marks the sentence of the cue goes on ("Go!" she said).
 */
export function sentencesOf(text: string, tokens: readonly Token[]): Token[][] {
  const sentences: Token[][] = [];
  let sentence: Token[] = [];
  tokens.forEach((token, position) => {
    sentence.push(token);
    const next = tokens[position + 1];
    const ends =
      sentence.length >= LONGEST || next === undefined || endsSentence(text, sentence, next);
    if (!ends) return;
    sentences.push(sentence);
    sentence = [];
  });
  return sentences;
}

function endsSentence(text: string, sentence: Token[], next: Token): boolean {
  const last = sentence.at(-1) as Token;
  const between = text.slice(last.end, next.start);
  if (/\n[^\S\n]*\n/.test(between)) return true;
  const begins = next.kind !== 'word' || !/^\p{Ll}/u.test(next.text);
  if (between.includes('\n') && begins) {
    const line = text.lastIndexOf('\n', last.start);
    if (/[.!?…:]$/.test(last.text) || last.end - line < SHORT_LINE) return true;
  }
  if (last.kind === 'quotation') return begins && /[.…]\P{L}*$/u.test(last.text) && isWord(next);
  if (!/^[.!?…]$/.test(last.text) || !begins || /^[)\]”’»]$/.test(next.text)) {
    return /^[)\]”’»"]$/.test(last.text) && begins && closesSentence(sentence) && between !== '';
  }
  const before = sentence.at(-2);
  const abbreviated = last.text === '.' && before !== undefined && isAbbreviation(before);
  return !abbreviated && (between !== '' || next.kind === 'quotation');
}

const isWord = ({ kind }: Token): boolean => kind === 'word' || kind === 'number';

const isAbbreviation = ({ kind, form }: Token): boolean =>
  kind === 'word' && (ABBREVIATIONS.has(form) || /^\p{L}$/u.test(form));

/** Whether a full stop stands before the closing mark that the tokens end with. */
const closesSentence = (sentence: Token[]): boolean => /^[.!?…]$/.test(sentence.at(-2)?.text ?? '');

/** The tokens with each quotation as one, which has the last characters of its words as text. */
export function maskedBy(
  text: string,
  tokens: readonly Token[],
  quotations: readonly { start: number; end: number; from: number; to: number }[],
): Token[] {
  const masked: Token[] = [];
  let at = 0;
  for (const { start, end, from, to } of quotations) {
    for (; (tokens[at]?.start ?? to) < from; at += 1) masked.push(tokens[at] as Token);
    while ((tokens[at]?.start ?? to) < to) at += 1;
    const last = text.slice(Math.max(start, end - 8), end);
    masked.push({ kind: 'quotation', text: last, form: '', start: from, end: to });
  }
  return [...masked, ...tokens.slice(at)];
}
