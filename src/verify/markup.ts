// A text without the markup around its words, so that marks and names stand beside each other; each
// place in it knows where it was.

/** Indexes are UTF-16. */
export type Plain = {
  text: string;
  /** Where what begins or ends at an index of the text does in the text as it was given. */
  startOf: (index: number) => number;
  endOf: (index: number) => number;
};

const TAG = '<\\/?(?<tag>[a-z][a-z0-9]*)(?:\\s[^<>]{0,300})?\\/?>';
const ENTITY = '&(?<entity>quot|ldquo|rdquo|bdquo|laquo|raquo|lsquo|rsquo|apos|nbsp|amp);';
const ESCAPE = '\\\\(?=["\'“”*_])';
const WORD = '[\\p{L}\\p{N}]';
/** Stars and low lines that stand at a word or mark, not between letters or alone. */
const EMPHASIS = `(?<!${WORD}|[*_])[*_]{1,3}(?=[^\\s*_])|(?<=[^\\s*_])[*_]{1,3}(?!${WORD}|[*_])`;
const MARKUP = new RegExp(`${TAG}|${ENTITY}|${ESCAPE}|${EMPHASIS}`, 'giu');
const CHARACTERS: Record<string, string> = {
  quot: '"',
  ldquo: '“',
  rdquo: '”',
  bdquo: '„',
  laquo: '«',
  raquo: '»',
  lsquo: '‘',
  rsquo: '’',
  apos: "'",
  nbsp: '\u00a0',
  amp: '&',
};
/** Tags inside a line; a break ends one, any other a paragraph. */
const INLINE = /^(?:a|abbr|b|cite|em|font|i|mark|q|s|small|span|strong|sub|sup|u)$/i;

export function plainOf(given: string): Plain {
  const pieces: { text: string; from: number; to: number }[] = [];
  let at = 0;
  for (const { 0: exact, index, groups = {} } of given.matchAll(MARKUP)) {
    pieces.push({ text: given.slice(at, index), from: at, to: index });
    at = index + exact.length;
    pieces.push({ text: meant(groups), from: index, to: at });
  }
  if (pieces.length === 0)
    return { text: given, startOf: (index) => index, endOf: (index) => index };
  pieces.push({ text: given.slice(at), from: at, to: given.length });
  const text = pieces.map((piece) => piece.text).join('');
  const starts = new Uint32Array(text.length + 1).fill(given.length);
  const ends = new Uint32Array(text.length + 1);
  let begin = 0;
  for (const { text: piece, from, to } of pieces) {
    const isKept = piece.length === to - from;
    for (let step = 0; step < piece.length; step += 1) {
      starts[begin + step] = isKept ? from + step : from;
      ends[begin + step + 1] = isKept ? from + step + 1 : to;
    }
    begin += piece.length;
  }
  return { text, startOf: (index) => starts[index] ?? 0, endOf: (index) => ends[index] ?? 0 };
}

/** What markup stands for. */
const meant = ({ tag, entity }: Record<string, string | undefined>): string => {
  if (tag !== undefined) return INLINE.test(tag) ? '' : /^br$/i.test(tag) ? '\n' : '\n\n';
  return entity === undefined ? '' : (CHARACTERS[entity.toLowerCase()] ?? '');
};
