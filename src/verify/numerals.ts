// A number in digits or words, alone.
import type { Token } from './text.ts';

const list = (words: string): string[] => words.trim().split(/\s+/);

const SMALL = new Map(
  list(`zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen
    fifteen sixteen seventeen eighteen nineteen`).map((word, value) => [word, value]),
);
const TENS = new Map(
  list('twenty thirty forty fifty sixty seventy eighty ninety').map((word, at) => [
    word,
    10 * at + 20,
  ]),
);
const SCALES = new Map(
  Object.entries({
    dozen: 12,
    hundred: 100,
    thousand: 1e3,
    million: 1e6,
    billion: 1e9,
    trillion: 1e12,
  }),
);
const SUFFIXES = new Map(
  Object.entries({
    k: 1e3,
    m: 1e6,
    mn: 1e6,
    mln: 1e6,
    bn: 1e9,
    tn: 1e12,
    million: 1e6,
    billion: 1e9,
  }),
);
const UNITS = /^(?:km|cm|mm|mi|ft|kg|mile|miles|metres?|meters?)$/;
const VAGUE = new Set(list('dozens scores hundreds thousands millions billions several'));
const ORDINALS = list('first second third fourth fifth sixth seventh eighth ninth tenth');
/** A year often follows these: "by 2022 Elbonian soldiers were killed". */
const DATING = new Set(list('in by since until till before after during from'));
const CURRENCIES: Record<string, string> = {
  $: 'USD',
  '€': 'EUR',
  '£': 'GBP',
  '¥': 'JPY',
  '₴': 'UAH',
};

/** A number without its hedge. */
export type Numeral = {
  value: number | null;
  /** The word of a vague number: dozens. */
  vague: string | null;
  /** The unit that a mark tells: USD, percent. */
  unit: string | null;
  /** It may as well be a year, or a rank or manner of speaking, which count only as on record. */
  weak: 'year' | 'manner' | null;
  /** What a word after it multiplies it by. */
  scale: number;
  /** Its tokens in the sentence. */
  from: number;
  to: number;
};

/** The number that begins at a token, undefined where none does. */
export function numberAt(sentence: Token[], at: number): Numeral | undefined {
  const token = sentence[at] as Token;
  if (token.kind === 'number') return digitsAt(sentence, at);
  return token.kind === 'word' ? wordsAt(sentence, at) : undefined;
}

/** "2,000", "2.000", "2 000", "1.5 million", "$350m", "40%". */
function digitsAt(sentence: Token[], at: number): Numeral | undefined {
  const token = sentence[at] as Token;
  const next = sentence[at + 1];
  const attached = next?.kind === 'word' && next.start === token.end ? next.form : '';
  const plain = { from: at, value: readDigits(token.text), vague: null, scale: 1 };
  const isYear = /^[12]\d{3}$/.test(token.text);
  const year = DATING.has(sentence[at - 1]?.form ?? '') ? 'manner' : 'year';
  const before = CURRENCIES[sentence[at - 1]?.text ?? ''] ?? null;
  if (/^(?:st|nd|rd|th)$/.test(attached))
    return { ...plain, to: at + 2, unit: null, weak: 'manner' };
  const suffix = SUFFIXES.get(attached);
  if (attached !== '' && suffix === undefined && !UNITS.test(attached)) return undefined;
  const scaled = suffix ?? SCALES.get(next?.form ?? '');
  const to = at + (scaled === undefined ? 1 : 2);
  const after = sentence[to];
  const percent = after?.text === '%' || /^percent$|^pct$/.test(after?.form ?? '');
  const perCent = after?.form === 'per' && sentence[to + 1]?.form === 'cent';
  const unit = percent || perCent ? 'percent' : before;
  return {
    ...plain,
    from: before === null ? at : at - 1,
    to: to + (percent ? 1 : perCent ? 2 : 0),
    value: plain.value * (scaled ?? 1),
    scale: scaled ?? 1,
    unit,
    weak: unit === 'percent' ? 'manner' : isYear && to === at + 1 && unit === null ? year : null,
  };
}

/** A comma or point before three digits groups; otherwise it is the decimal one. */
function readDigits(text: string): number {
  const grouped = /^(\d{1,3}(?:[^\d]\d{3})+)(?:[.,](\d+))?$/.exec(text);
  if (grouped !== null) {
    return Number(`${grouped[1]?.replace(/\D/g, '')}.${grouped[2] ?? '0'}`);
  }
  return Number(text.replace(',', '.'));
}

/** "twenty-two", "two thousand", "a dozen", "half a million", "tens of thousands", "second". */
function wordsAt(sentence: Token[], at: number): Numeral | undefined {
  const form = (step: number) => sentence[at + step]?.form ?? '';
  const plain = { from: at, vague: null, unit: null, weak: null, scale: 1 };
  const of = form(1) === 'of' && VAGUE.has(form(2)) ? 3 : 1;
  if (VAGUE.has(form(0)) || (form(0) === 'tens' && of === 3)) {
    const vague = Array.from({ length: of }, (_, step) => form(step)).join(' ');
    return { ...plain, to: at + of, value: null, vague };
  }
  const rank = ORDINALS.indexOf(form(0));
  if (rank >= 0) return { ...plain, to: at + 1, value: rank + 1, weak: 'manner' };
  if (form(0) === 'half' && form(1) === 'a' && SCALES.has(form(2))) {
    return { ...plain, to: at + 3, value: (SCALES.get(form(2)) ?? 0) / 2 };
  }
  if (/^an?$/.test(form(0)) && !SCALES.has(form(1))) return undefined;
  return sumAt(sentence, at);
}

/** Numerals one after the other, as far as they make one number. */
function sumAt(sentence: Token[], at: number): Numeral | undefined {
  let [total, part, to] = [0, 0, at];
  let last = Number.POSITIVE_INFINITY; // what the next numeral has to be below
  let scale = 1;
  for (let next = at; next < sentence.length; next += 1) {
    const { form, text } = sentence[next] as Token;
    if (next > at && (text === '-' || form === 'and') && isNumeral(sentence[next + 1])) continue;
    const small = next === at && /^an?$/.test(form) ? 1 : (SMALL.get(form) ?? TENS.get(form));
    const factor = SCALES.get(form);
    if (small !== undefined && small < last) {
      part += small;
      last = small >= 20 ? 10 : 0;
    } else if (factor !== undefined && to > at) {
      part *= factor;
      scale = factor;
      if (factor >= 1e3) [total, part] = [total + part, 0];
      last = factor === 12 ? 0 : Math.min(factor, 100);
    } else break;
    to = next + 1;
  }
  if (to === at) return undefined;
  const [first, single] = [sentence[at] as Token, to === at + 1];
  const isName = at > 0 && /^\p{Lu}/u.test(first.text);
  const weak = single && (first.form === 'one' || isName) ? 'manner' : null;
  return { from: at, to, value: total + part, vague: null, unit: null, weak, scale };
}

const isNumeral = (token: Token | undefined): boolean =>
  token !== undefined && (SMALL.has(token.form) || TENS.has(token.form));
