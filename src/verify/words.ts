// The words of a quotation as they are compared: case, marks, apostrophes, dashes and white space
// aside; insertions in brackets and omissions apart.

/** Positions are UTF-16 indexes of the text that the word stands in. */
export type Word = {
  /** Folded for comparison: compatibility forms, case, accents and apostrophes aside. */
  form: string;
  start: number;
  end: number;
  /** Put in by an editor: [French President Emmanuel] Macron. */
  inserted: boolean;
  /** Words were left out before it, and the text says so: "…". */
  omission: boolean;
};

const MOST_KEPT = 50_000; // words of which something is remembered,
const LONGEST_KEPT = 40; // and their letters: longer ones do not come again

const MARKS = '(\\[[^[\\]]{1,200}\\]|\\([^()]{1,200}\\))|(\\.{3,}|(?:\\. ){2,}\\.|…)';
// Scripts without spaces are compared character by character.
const UNSPACED = '[\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\p{sc=Thai}]';
/** An insertion, an omission, or a word. */
const WORD = new RegExp(
  `${MARKS}|${UNSPACED}\\p{M}*|(?:(?!${UNSPACED})[\\p{L}\\p{N}\\p{M}])+(?:['’ʼ](?!${UNSPACED})[\\p{L}\\p{M}]+)*`,
  'gu',
);
/** The same in a text of plain letters alone, which most are; found in half the time. */
const PLAIN_WORD = new RegExp(`${MARKS}|[A-Za-z0-9]+(?:['’][A-Za-z]+)*`, 'g');
const PLAIN_TEXT = /^[\t\n\r -~‘’“”–—…]*$/;

export function wordsOf(text: string, from = 0, to = text.length): Word[] {
  return collect(text.slice(from, to), from, false);
}

function collect(text: string, from: number, inserted: boolean): Word[] {
  const words: Word[] = [];
  let omission = false;
  for (const found of text.matchAll(PLAIN_TEXT.test(text) ? PLAIN_WORD : WORD)) {
    const [exact, insertion, leftOut] = found;
    if (leftOut !== undefined) {
      omission = true;
      continue;
    }
    const start = from + found.index;
    if (insertion !== undefined) words.push(...collect(insertion.slice(1, -1), start + 1, true));
    else words.push({ form: fold(exact), start, end: start + exact.length, inserted, omission });
    omission = false;
  }
  return words;
}

const fold = (word: string): string =>
  /^[A-Za-z0-9]+$/.test(word) ? word.toLowerCase() : foldedOf(word);

const foldedOf = remembered((word) =>
  word
    .normalize('NFKD')
    .replace(/[\p{M}'’ʼ]/gu, '')
    .toLowerCase(),
);

/** Words of a list that white space sets apart. */
export const wordSet = (list: string): Set<string> => new Set(list.trim().split(/\s+/));

/** The words that carry no meaning of their own; a likeness made of them alone is none. */
const FUNCTION_WORDS = wordSet(
  `a about above after again all also am an and any are arent as at be because been before being but
  by can cannot cant could couldnt did didnt do does doesnt doing done dont down each even every few
  for from get go going got had has have havent having he her here hers him his how i id if ill im
  in into is isnt it its itself ive just let lets like many may me might more most much must my no
  nor not now of off on once one only or other our ours out over own really said same say says she
  should so some such than that thats the their theirs them then there theres these they theyre
  theyve this those through to too under until up us very was wasnt we well were weve what whats
  when where which while who whom whose why will with wont would yes yet you your yours youre youve`,
);

export const hasMeaning = (form: string): boolean => !FUNCTION_WORDS.has(form) && form.length > 1;

/** A crude stem, the same for plane and planes, wound and wounded, kill and killed. */
export const stem = remembered((form) => (form.length < 4 ? form : cutOff(form)));

const cutOff = (form: string): string =>
  form
    .replace(/ies$/, 'y')
    .replace(/(?<=[^s])s$/, '')
    .replace(/(?<=..)(?:ing|ed)$/, '')
    .replace(/e$/, '')
    .replace(/([b-df-hj-np-tv-z])\1$/, '$1');

/** What is found out about words: they are few, and asked about again and again. */
function remembered(of: (word: string) => string): (word: string) => string {
  const known = new Map<string, string>();
  return (word) => {
    const found = known.get(word);
    if (found !== undefined) return found;
    const made = of(word);
    if (word.length > LONGEST_KEPT) return made;
    if (known.size >= MOST_KEPT) known.clear();
    known.set(word, made);
    return made;
  };
}
