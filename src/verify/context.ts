// The words around a number: what it counts, what happened to it, where and when.
import { denialAround } from './denial.ts';
import type { Named } from './names.ts';
import type { Quantity } from './numbers.ts';
import { PLACING, STOPS, senseOf } from './senses.ts';
import type { Source } from './sources.ts';
import type { Token } from './text.ts';
import { stem } from './words.ts';

const PERIODS = /^(?:overnight|daily|hourly|weekly|monthly|yearly|annually)$/;
const OWN = /^(?:its|their|our|his|her)$/;
const MOST_COUNTED = 4; // words
const MOST_NEAR = 10; // tokens on either side

/** The surroundings of a number, as senses of words. */
export type Context = {
  /** The words after it that say what is counted, and the sense of a unit in marks. */
  head: { tokens: Token[]; senses: Set<string>; stems: Set<string> };
  /** The clause after it and before it, and the sentence. */
  after: Set<string>;
  before: Set<string>;
  sentence: Set<string>;
  /** The sentence without those whom it names as sources: "Elbonian officials said". */
  told: Set<string>;
  /** The source, where what is counted is called its own: "its soldiers". */
  owners: number[];
  /** Inner keys of all that the sentence and the text name. */
  named: Set<number>;
  namedInText: Set<number>;
  text: Set<string>;
  /** Where it is said to be: nobody's key where the place is not on record, null where nowhere. */
  place: { words: string[]; entities: number[] } | null;
  /** Years that the sentence tells. */
  years: number[];
  /** The words by which the sentence seems to deny the number. */
  denial: string | null;
  /** Whether it is a count of a day or another period. */
  periodic: boolean;
};

export const sensesOf = (tokens: readonly Token[]): Set<string> =>
  new Set(tokens.filter(({ kind }) => kind === 'word').map(({ form }) => senseOf(form)));

export type Surroundings = Pick<Context, 'namedInText' | 'text'> & {
  sentence: Token[];
  names: Named[];
  quantities: Quantity[];
  sources: Source[];
  /** Whose the number is. */
  source: Source | undefined;
};

/** Cues of speech; "498 soldiers confirmed dead" is no source. */
const SAID = /^(?:said|says?|told|tells?|claim(?:s|ed)?|reported|announced|according to)$/i;

export function contextOf(quantity: Quantity, around: Surroundings): Context {
  const { sentence, names, quantities, sources, source } = around;
  const next = quantities.find(({ from }) => from >= quantity.to);
  const previous = quantities.findLast(({ to }) => to <= quantity.from);
  const after = sentence.slice(
    quantity.to,
    Math.min(next?.from ?? sentence.length, quantity.to + MOST_NEAR),
  );
  const before = sentence.slice(
    Math.max(previous?.to ?? 0, quantity.from - MOST_NEAR),
    quantity.from,
  );
  const ends = (token: Token) =>
    /^[,;:()—–]$/.test(token.text) || /^(?:and|but|while)$/.test(token.form);
  const end = after.findIndex(ends);
  const head = headOf(after);
  const { unit } = quantity;
  const isOwn = [before.at(-1), after[0], after[1]].some((token) => OWN.test(token?.form ?? ''));
  const tellers = sources.filter(
    ({ entities, cue }) => entities.length > 0 || SAID.test(cue.words),
  );
  const isTold = (token: Token) =>
    !tellers.some(({ start, end }) => token.start >= start && token.end <= end);
  return {
    head: {
      tokens: head,
      senses: new Set([...sensesOf(head), ...(unit === null ? [] : [senseOf(unit.toLowerCase())])]),
      stems: new Set(head.map(({ form }) => stem(form))),
    },
    after: sensesOf(end < 0 ? after : after.slice(0, end)),
    before: sensesOf(before.slice(before.findLastIndex(ends) + 1)),
    sentence: sensesOf(sentence),
    told: sensesOf(sentence.filter(isTold)),
    owners: isOwn ? (source?.entities.map(({ key }) => key) ?? []) : [],
    named: new Set(names.flatMap(({ entities }) => entities.map(({ key }) => key))),
    namedInText: around.namedInText,
    text: around.text,
    place: placeOf(sentence, names, quantity, next?.from ?? sentence.length),
    years: sentence.filter(isYear).map(({ text }) => Number(text)),
    denial: denialAround(sentence, quantity, previous?.to ?? 0, next?.from ?? sentence.length),
    periodic: isPeriodic(sentence),
  };
}

/** Up to where another clause or phrase begins: "2,000 of its soldiers | were killed". */
function headOf(after: Token[]): Token[] {
  const head: Token[] = [];
  const skipped =
    after[0]?.form === 'of'
      ? /^(?:the|its|their|our|his|her)$/.test(after[1]?.form ?? '')
        ? 2
        : 1
      : 0;
  for (const token of after.slice(skipped)) {
    if (/^[-‐‑]$/.test(token.text)) continue;
    if (token.kind !== 'word' || STOPS.has(token.form) || head.length >= MOST_COUNTED) break;
    head.push(token);
  }
  return head;
}

const isYear = ({ kind, text }: Token): boolean =>
  kind === 'number' && /^(?:19|20)\d\d$/.test(text);

/** "In the last 24 hours", "overnight", "a day": no count of all since a beginning. */
const isPeriodic = (sentence: Token[]): boolean =>
  sentence.some(
    ({ form }, at) =>
      PERIODS.test(form) ||
      (/^(?:past|last|a|per|single|each|every)$/.test(form) &&
        sentence
          .slice(at + 1, at + 3)
          .some((next) => /^(?:days?|hours?|nights?|weeks?|months?|years?)$/.test(next.form))),
  );

/** The first place after the number and before the next one, else the last before: "in Lowford". */
function placeOf(
  sentence: Token[],
  names: Named[],
  { from, to }: Quantity,
  until: number,
): Context['place'] {
  const places = sentence.flatMap(({ form }, before) => {
    const at = sentence[before + 1]?.form === 'the' ? before + 2 : before + 1;
    const first = sentence[at];
    if (!PLACING.has(form) || first?.kind !== 'word' || !/^\p{Lu}/u.test(first.text)) return [];
    if (CALENDAR.test(first.form)) return [];
    const name = names.find((one) => one.from === at);
    const words = sentence.slice(at, name?.to ?? at + 1).map((one) => stem(one.form));
    return [{ at, words, entities: name?.entities.map(({ key }) => key) ?? [] }];
  });
  const after = places.find(({ at }) => at >= to && at < until);
  return after ?? places.findLast(({ at }) => at < from) ?? null;
}

const CALENDAR =
  /^(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|may|june|july|august|september|october|november|december)$/;
