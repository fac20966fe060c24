// The quotations of a text: what stands between marks of any usual style.

/** Positions are UTF-16 indexes: of the words, and of what they stand in with their marks. */
export type Quotation = {
  start: number;
  end: number;
  from: number;
  to: number;
  /** False where no mark closes it; it then ends with its paragraph. */
  closed: boolean;
  /** Whether it stands inside another one. */
  nested: boolean;
};

const STYLES = {
  double: '"“”„‟＂〝〞',
  single: "'‘’‚‛",
  guillemets: '«»',
  'single guillemets': '‹›',
  corners: '「」',
  'white corners': '『』',
};
type Style = keyof typeof STYLES;
const STYLE_OF = new Map(
  Object.entries(STYLES).flatMap(([style, marks]) =>
    [...marks].map((mark) => [mark, style as Style]),
  ),
);
const MARK = new RegExp(`[\n${[...STYLE_OF.keys()].join('')}]`, 'g');
const OPENERS = '„‟〝「『‘‚‛«‹“';
const CLOSERS = '〞」』”’';
const ELISION = /^(?:\d0s|em|tis|twas|til|cause|bout|n)(?![\p{L}\d])/iu; // 'tis no quotation
const DEEPEST = 3; // a mark that would open a fourth level opens nothing
const INDENT = 80; // characters of white space that may stand before a paragraph

type Open = { style: Style; mark: string; at: number; lineEnd?: number };
type Paragraph = { start: number; end: number };

/** Every quotation in the order of the text; one that goes on over paragraphs is one. */
export function quotationsOf(text: string): Quotation[] {
  const found: Quotation[] = [];
  const paragraphs = paragraphsOf(text);
  let open: Open[] = [];
  paragraphs.forEach((paragraph, position) => {
    open = readParagraph(text, paragraph, open, found);
    const next = paragraphs[position + 1];
    const [outer] = open;
    if (outer !== undefined && next !== undefined && repeats(text, next, outer)) open = [outer];
    else open = dropUnclosed(open, paragraphs.length > 1 ? paragraph.end : undefined, text, found);
  });
  return found
    .map((one) => trimmed(text, one))
    .filter(({ start, end }) => /[\p{L}\p{N}]/u.test(text.slice(start, Math.min(end, start + 99))))
    .sort((a, b) => a.start - b.start || b.end - a.end);
}

/** Blank lines set paragraphs apart. */
function paragraphsOf(text: string): Paragraph[] {
  const found: Paragraph[] = [];
  let start = 0;
  for (const { 0: blank, index } of text.matchAll(/\n\s*\n/g)) {
    found.push({ start, end: index });
    start = index + blank.length;
  }
  return [...found, { start, end: text.length }];
}

/** Whether a paragraph begins with the mark of what is still open. */
function repeats(text: string, { start }: Paragraph, { style }: Open): boolean {
  const beginning = text.slice(start, start + INDENT);
  const at = start + beginning.length - beginning.trimStart().length;
  return STYLE_OF.get(text.charAt(at)) === style && begins(text, at);
}

function readParagraph(text: string, of: Paragraph, before: Open[], found: Quotation[]): Open[] {
  const closers = singleClosers(text, of);
  let open = before;
  let repeated = before.length > 0; // the first mark only says that the quotation goes on
  let line = of.start;
  for (const { 0: mark, index } of text.slice(of.start, of.end).matchAll(MARK)) {
    const at = of.start + index;
    const style = STYLE_OF.get(mark);
    if (style === undefined) {
      for (const one of open) one.lineEnd ??= at;
      line = at + 1;
      continue;
    }
    if (repeated && open[0]?.style === style) {
      repeated = false;
      continue;
    }
    const level = open.findLastIndex((one) => one.style === style);
    if (level >= 0 && closes(text, at, (open[level] as Open).mark, closers)) {
      const { at: from } = open[level] as Open;
      found.push(quotation(from, at, true, level > 0));
      open = open.slice(0, level); // what was opened inside and never closed is no quotation
      continue;
    }
    if (!opens(text, at, closers)) continue;
    if (open[0]?.style === style && open[0].lineEnd !== undefined) {
      if (at - line < INDENT && text.slice(line, at).trim() === '') continue; // goes on
      open = dropUnclosed(open, open[0].lineEnd, text, found);
    }
    if (open.length < DEEPEST) open = [...open, { style, mark, at }];
  }
  return open;
}

/** What nothing closes ends with its paragraph or line; after single marks it is no quotation. */
function dropUnclosed(
  [outer]: Open[],
  end: number | undefined,
  text: string,
  found: Quotation[],
): Open[] {
  if (outer === undefined || outer.style === 'single') return [];
  const until = end ?? outer.lineEnd ?? text.length;
  found.push(quotation(outer.at, until, false, false));
  return [];
}

const quotation = (from: number, end: number, closed: boolean, nested: boolean): Quotation => ({
  start: from + 1,
  end,
  from,
  to: closed ? end + 1 : end,
  closed,
  nested,
});

function trimmed(text: string, one: Quotation): Quotation {
  let { start, end } = one;
  while (start < end && /\s/.test(text.charAt(start))) start += 1;
  while (start < end && /\s/.test(text.charAt(end - 1))) end -= 1;
  return { ...one, start, end };
}

const isSpace = (character: string): boolean => character === '' || /\s/.test(character);

/** Whether a mark stands where a quotation would begin. */
const begins = (text: string, at: number): boolean =>
  !isSpace(text.charAt(at + 1)) && /^$|[\s([{\-–—/…:"'“‘„«‹「『]/.test(text.charAt(at - 1));

/** Whether a mark stands where a quotation would end. */
const ends = (text: string, at: number): boolean =>
  !isSpace(text.charAt(at - 1)) && !/[\p{L}\p{N}]/u.test(text.charAt(at + 1));

function closes(text: string, at: number, opened: string, closers: Closers): boolean {
  const mark = text.charAt(at);
  if (STYLE_OF.get(mark) === 'single') {
    return ends(text, at) && (!isPossessive(text, at) || at >= closers.last);
  }
  if (mark === opened) return ends(text, at) && !begins(text, at) ? true : isPlain(mark, text, at);
  if (CLOSERS.includes(mark) || opened === '„' || '»›'.includes(opened)) return true;
  return OPENERS.includes(mark) ? false : '»›'.includes(mark) || !begins(text, at);
}

/** The straight mark closes unless it can only open. */
const isPlain = (mark: string, text: string, at: number): boolean =>
  '"＂'.includes(mark) && (!begins(text, at) || ends(text, at));

function opens(text: string, at: number, closers: Closers): boolean {
  const mark = text.charAt(at);
  if (STYLE_OF.get(mark) === 'single') {
    const apostrophe = mark === '’' || ELISION.test(text.slice(at + 1, at + 9));
    return !apostrophe && begins(text, at) && at + 1 < Math.max(closers.last, closers.loose);
  }
  if ('«‹「『'.includes(mark)) return true;
  return !'」』〞'.includes(mark) && begins(text, at);
}

/** The last mark of a paragraph that closes single quotations, and the last that may do so. */
type Closers = { last: number; loose: number };

function singleClosers(text: string, { start, end }: Paragraph): Closers {
  const closers = { last: -1, loose: -1 };
  for (const { index } of text.slice(start, end).matchAll(/['’‘]/g)) {
    const at = start + index;
    if (!ends(text, at)) continue;
    closers[isPossessive(text, at) ? 'loose' : 'last'] = at;
  }
  return closers;
}

/** As in "the soldiers' homes". */
const isPossessive = (text: string, at: number): boolean =>
  /[sS]/.test(text.charAt(at - 1)) && /^\s\p{Ll}/u.test(text.slice(at + 1, at + 3));
