// Checks a whole text: finds its quotations and numbers, reads who says them, and looks each up.
import type { Db } from '#db/open.ts';
import { figureChecker } from './check-figures.ts';
import { quotationChecker } from './check-quotations.ts';
import { sensesOf } from './context.ts';
import { plainOf } from './markup.ts';
import { type Named, namesIn } from './names.ts';
import { type Quantity, quantitiesOf } from './numbers.ts';
import { type Quotation, quotationsOf } from './quotations.ts';
import type { NumberCheck, QuotationCheck, SourceRead, Verification } from './schema.ts';
import { namedBy, nearestSource, type Source, sourcesOf } from './sources.ts';
import { codePointsOf, maskedBy, sentencesOf, type Token, tokensOf } from './text.ts';

/** More than these are counted in the answer, not checked. */
export const MOST_QUOTATIONS = 200;
export const MOST_NUMBERS = 200;

type Check = QuotationCheck | NumberCheck;

export function verifyText(db: Db, given: string): Verification {
  const read = readText(db, given);
  const quotations = checkQuotations(db, read);
  const numbers = checkNumbers(db, read);
  const checks: Check[] = [...quotations, ...numbers.checks];
  const data = checks.sort((a, b) => a.start - b.start || b.end - a.end);
  const unchecked = read.quotations.length - quotations.length + numbers.unchecked;
  const verdicts: Verification['summary']['verdicts'] = {};
  for (const { verdict } of data) verdicts[verdict] = (verdicts[verdict] ?? 0) + 1;
  return {
    data,
    summary: {
      characters: read.characters,
      quotations: quotations.length,
      numbers: numbers.checks.length,
      unchecked,
      verdicts,
      explanation: explain(quotations.length, numbers.checks.length, unchecked),
    },
  };
}

function explain(quotations: number, numbers: number, unchecked: number): string {
  const said =
    quotations + numbers + unchecked === 0
      ? 'The text has no quotation in marks and no number with a counted thing, so there is nothing to look up.'
      : 'Each quotation in marks and each number with a counted thing was looked up in this record alone: not_found means not on record here, not that it is wrong.';
  const bound = ` ${unchecked} more were not looked up: at most ${MOST_QUOTATIONS} quotations and ${MOST_NUMBERS} numbers of a text are.`;
  return unchecked > 0 ? said + bound : said;
}

type Sentence = { tokens: Token[]; names: Named[]; sources: Source[] };
type Range = { start: number; end: number };
type Read = {
  /** Without markup; all indexes are of it. */
  text: string;
  /** How many code points were given. */
  characters: number;
  /** Code points of the text as it was given. */
  placeOf: (range: Range) => Range;
  printed: (range: Range) => string;
  quotations: Quotation[];
  /** The sentences with what is inside quotations, and around them. */
  inside: Sentence[];
  around: Sentence[];
  sourceOf: (quotation: Quotation) => Source | undefined;
};

function readText(db: Db, given: string): Read {
  const { text, startOf, endOf } = plainOf(given);
  const codePoint = codePointsOf(given);
  const tokens = tokensOf(text);
  const quotations = quotationsOf(text);
  const outer = quotations.filter(({ nested }) => !nested);
  const inside = sentencesOf(text, tokens);
  const around = sentencesOf(text, maskedBy(text, tokens, outer));
  const namesOf = namesIn(db, [...around, ...inside]);
  const read = (sentence: Token[]): Sentence => {
    const names = namesOf(sentence);
    return { tokens: sentence, names, sources: sourcesOf(text, sentence, names) };
  };
  const sentences = around.map(read);
  return {
    text,
    characters: codePoint(given.length),
    placeOf: ({ start, end }) => ({ start: codePoint(startOf(start)), end: codePoint(endOf(end)) }),
    printed: ({ start, end }) => given.slice(startOf(start), endOf(end)),
    quotations,
    inside: inside.map(read),
    around: sentences,
    sourceOf: speakersOf(text, sentences),
  };
}

/**
 * Who a text says that each quotation is from: the nearest source in its sentence. One that follows
 * where nobody is named ("A," Ada said. "B.") is by the speaker of the one before.
 */
function speakersOf(text: string, sentences: Sentence[]): Read['sourceOf'] {
  const speakers = new Map<number, Source | undefined>();
  let before: { source: Source | undefined; end: number } | undefined;
  for (const { tokens, sources, names } of sentences) {
    const quoted = tokens.filter(({ kind }) => kind === 'quotation');
    let last: Source | undefined;
    for (const token of quoted) {
      const goesOn =
        before !== undefined && !/\n\s*\n/.test(text.slice(before.end, token.start).slice(0, 200));
      const namesNobody = sources.length === 0 && names.length === 0;
      const continued = token === tokens[0] && namesNobody && goesOn;
      last = continued ? before?.source : nearestSource(sources, tokens, token);
      speakers.set(token.start, last);
    }
    const end = tokens.at(-1)?.end ?? 0;
    before = quoted.length > 0 ? { source: last, end } : undefined;
  }
  return ({ from, nested }) => (nested ? undefined : speakers.get(from));
}

function toSource({ placeOf }: Read, source: Source | undefined): SourceRead | null {
  if (source === undefined) return null;
  const { words, cue } = source;
  const named = namedBy(source);
  return {
    words,
    ...placeOf(source),
    cue: { words: cue.words, ...placeOf(cue) },
    entity: named === undefined ? null : { id: named.id, kind: named.kind, name: named.name },
  };
}

function checkQuotations(db: Db, read: Read): QuotationCheck[] {
  const check = quotationChecker(db);
  const { text, placeOf, printed } = read;
  return read.quotations.slice(0, MOST_QUOTATIONS).map((quotation) => {
    const { closed, nested } = quotation;
    const source = read.sourceOf(quotation);
    const { verdict, explanation, speaker_is, evidence } = check(text, quotation, source);
    const unclosed = closed ? '' : ' No mark closes it: it was read to the end of its paragraph.';
    return {
      kind: 'quotation',
      ...placeOf(quotation),
      text: printed(quotation),
      verdict,
      explanation: explanation + unclosed,
      closed,
      nested,
      speaker: toSource(read, source),
      speaker_is,
      evidence,
    };
  });
}

type Placed = { quantity: Quantity; sentence: Sentence; start: number; end: number };

function checkNumbers(db: Db, read: Read): { checks: NumberCheck[]; unchecked: number } {
  const { inside, placeOf, printed } = read;
  const check = figureChecker(db);
  const placed = inside.flatMap((sentence) => numbersIn(sentence));
  const wide = {
    text: sensesOf(inside.flatMap(({ tokens }) => tokens)),
    namedInText: new Set(
      inside.flatMap(({ names }) =>
        names.flatMap(({ entities, inside }) => [...entities, ...inside].map(({ key }) => key)),
      ),
    ),
  };
  const sourceOf = claimantsOf(read);
  const checks = placed.slice(0, MOST_NUMBERS).flatMap(({ quantity, sentence, start, end }) => {
    const { tokens, names, sources } = sentence;
    const source = sourceOf(start, end);
    const quantities = placed.flatMap((one) => (one.sentence === sentence ? [one.quantity] : []));
    const around = { ...wide, sentence: tokens, names, sources, quantities, source };
    const judged = check(quantity, around);
    if (judged === undefined) return [];
    const { value, value_max, comparator } = quantity;
    const { verdict, explanation, counted, claimant_is, series } = judged;
    return {
      kind: 'number' as const,
      ...placeOf({ start, end }),
      text: printed({ start, end }),
      verdict,
      explanation,
      value,
      value_max,
      comparator,
      counted,
      claimant: toSource(read, source),
      claimant_is,
      series,
    };
  });
  return { checks, unchecked: Math.max(0, placed.length - MOST_NUMBERS) };
}

function numbersIn(sentence: Sentence): Placed[] {
  return quantitiesOf(sentence.tokens).map((quantity) => ({
    quantity,
    sentence,
    start: sentence.tokens[quantity.from]?.start ?? 0,
    end: sentence.tokens[quantity.to - 1]?.end ?? 0,
  }));
}

/** Whose a number is: inside a quotation its speaker's, else the nearest source's in the sentence. */
function claimantsOf({ quotations, around, sourceOf }: Read) {
  const sentenceAt = new Map(
    around.flatMap((sentence) => sentence.tokens.map(({ start }) => [start, sentence] as const)),
  );
  return (start: number, end: number): Source | undefined => {
    const quotation = quotations.find((one) => !one.nested && one.start <= start && end <= one.end);
    if (quotation !== undefined) return sourceOf(quotation);
    const sentence = sentenceAt.get(start);
    return sentence && nearestSource(sentence.sources, sentence.tokens, { start, end });
  };
}
