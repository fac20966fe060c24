// The numbers of a sentence, with the hedges that make a comparator of them.
import type { COMPARATORS } from '#db/vocabulary.ts';
import { type Numeral, numberAt } from './numerals.ts';
import type { Token } from './text.ts';
import { wordSet } from './words.ts';

type Comparator = (typeof COMPARATORS)[number];

/** A number as it is printed; its tokens include the hedge. */
export type Quantity = Omit<Numeral, 'scale'> & {
  value_max: number | null;
  comparator: Comparator;
};

/** The words and marks around a number, and what they make of it. */
const BEFORE: [phrase: string, comparator: Comparator][] = [
  ...each('more_than', 'more than|over|above|upwards of|in excess of|exceeding|exceeded|exceeds|>'),
  ...each('at_least', 'at least|no fewer than|no less than|not less than|a minimum of|≥'),
  ...each('nearly', 'nearly|almost|close to|just under|approaching|not quite'),
  ...each('less_than', 'fewer than|less than|under|below|<'),
  ...each('at_most', 'at most|up to|as many as|no more than|not more than|a maximum of|≤'),
  ...each('approximately', 'about|around|roughly|approximately|some|circa|estimated|~|≈'),
  ...each('exact', 'exactly|precisely'),
];
const AFTER: [phrase: string, comparator: Comparator][] = [
  ...each('at_least', '+|or more|plus|- plus|and more'),
  ...each('approximately', 'or so|- odd|or thereabouts'),
  ...each('at_most', 'or fewer|or less'),
];

function each(comparator: Comparator, phrases: string): [string, Comparator][] {
  return phrases.split('|').map((phrase) => [phrase, comparator]);
}

/** Every quantity of a sentence, in its order. */
export function quantitiesOf(sentence: Token[]): Quantity[] {
  const found: Quantity[] = [];
  for (let at = 0; at < sentence.length; ) {
    const number = numberAt(sentence, at);
    if (number === undefined) {
      at += 1;
      continue;
    }
    const quantity = countsNothing(sentence, number) ? undefined : hedged(sentence, number);
    if (quantity !== undefined) found.push(quantity);
    at = quantity?.to ?? number.to;
  }
  return found;
}

/** Adds the hedge, or the other end of a range. */
function hedged(sentence: Token[], number: Numeral): Quantity {
  const { from, to, value, vague, unit, weak } = number;
  const other = otherEnd(sentence, number);
  if (other !== undefined && value !== null) {
    const { from: first, number: end } = other;
    const low = number.scale === 1 && value < 1000 ? value * end.scale : value;
    return {
      value: low,
      value_max: end.value,
      comparator: 'between',
      from: first,
      to: end.to,
      vague: null,
      unit: unit ?? end.unit,
      weak: null,
    };
  }
  const before = BEFORE.map(([phrase, word]) => ({
    word,
    size: sizeOf(sentence, phrase, from, -1),
  }));
  const after = AFTER.map(([phrase, word]) => ({ word, size: sizeOf(sentence, phrase, to, 1) }));
  const longest = (some: { word: Comparator; size: number }[]) =>
    some.reduce((a, b) => (b.size > a.size ? b : a), { word: 'exact' as Comparator, size: 0 });
  const [left, right] = [longest(before), longest(after)];
  return {
    value,
    value_max: null,
    comparator: vague !== null ? 'vague' : left.size > 0 ? left.word : right.word,
    from: from - left.size,
    to: to + (left.size > 0 ? 0 : right.size),
    vague,
    unit,
    weak: left.size === 0 ? weak : null,
  };
}

/** The tokens of a phrase before or after a position, 0 where it does not stand there. */
function sizeOf(sentence: Token[], phrase: string, at: number, side: 1 | -1): number {
  const parts = phrase.split(' ');
  const from = side === 1 ? at : at - parts.length;
  const stands = parts.every((part, step) => {
    const token = sentence[from + step];
    return token !== undefined && (token.form === part || token.text === part);
  });
  return stands ? parts.length : 0;
}

/** "5-6", "5 to 6", "between five and six", "2 to 3 million"; "from 9 to 22" is a change, no range. */
function otherEnd(
  sentence: Token[],
  { from, to, value, vague }: Numeral,
): { from: number; number: Numeral } | undefined {
  const joint = sentence[to];
  const before = sentence[from - 1]?.form;
  if (joint === undefined || value === null || vague !== null || before === 'from')
    return undefined;
  const between = before === 'between' && joint.form === 'and';
  if (!between && !/^(?:to|or|-|–|—)$/.test(joint.text)) return undefined;
  const number = sentence[to + 1] === undefined ? undefined : numberAt(sentence, to + 1);
  if (number?.value == null || number.value <= value || countsNothing(sentence, number)) {
    return undefined;
  }
  return { from: between ? from - 1 : from, number };
}

const MONTHS = wordSet(
  `january february march april may june july august september october november december jan
    feb mar apr jun jul aug sep sept oct nov dec`,
);
const LABELS = wordSet(
  `page pages no nr number chapter section article figure fig table part volume vol item step room
    flight route highway paragraph version season episode aged age resolution channel`,
);
const CLOCK = /^(?:am|pm|gmt|utc|oclock|hrs)$/;

/** Dates, times, ages, labels and list numbers count nothing. */
function countsNothing(sentence: Token[], { from, to, value, weak }: Numeral): boolean {
  const [before, after] = [sentence[from - 1], sentence[to]];
  const [second, third] = [sentence[to + 1]?.form ?? '', sentence[to + 2]?.form ?? ''];
  const form = before?.text === '.' ? (sentence[from - 2]?.form ?? '') : (before?.form ?? '');
  const isDay = value !== null && value <= 31 && Number.isInteger(value);
  const month = (one: Token | undefined) =>
    MONTHS.has(one?.form ?? '') && /^\p{Lu}/u.test(one?.text ?? '');
  if (isDay && (month(after) || (after?.form === 'of' && month(sentence[to + 1])))) return true;
  const name = before?.text === '.' ? from - 2 : from - 1;
  const isFirst = sentence[name - 1]?.kind !== 'number'; // not after "1 March", whose day is told
  if (month(sentence[name]) && (weak === 'year' || (isDay && isFirst))) return true;
  if (LABELS.has(form) || CLOCK.test(after?.form ?? '')) return true;
  if (/^[ap]$/.test(after?.form ?? '') && third === 'm') return true;
  if (/^years?$/.test(after?.form ?? '') && second === 'old') return true;
  if (after?.text === '-' && /^years?$/.test(second)) return true;
  if (after?.text === '/' || before?.text === '/') return true;
  if (before?.text === '(' && after?.text === ')') return true;
  if (from === 0 && /^[.)]$/.test(after?.text ?? '') && sentence[from]?.kind === 'number')
    return true;
  const whose = sentence[from - 2]?.text ?? '';
  return before?.text === ',' && after?.text === ',' && /^\p{Lu}/u.test(whose);
}
