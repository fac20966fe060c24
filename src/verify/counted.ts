// Whether a series on record counts what a number of a text counts.
import type { Context } from './context.ts';
import type { CountedSeries } from './queries.ts';
import { isMeasure, PLACING, STOPS, senseOf } from './senses.ts';
import { hasMeaning, stem } from './words.ts';

/** What is known beside a series to tell whether it is meant. */
export type Known = {
  /** Whom or what an entity is part of, itself included. */
  wholesOf: (key: number) => Set<number>;
  /** The words of all its spellings, as stems. */
  spellingsOf: (key: number | null) => Set<string>;
  /** The last day that a claim on a series describes. */
  lastDayOf: (series: number) => string | null;
};

/** The least share of the words that set a series apart, and what one elsewhere in the text counts. */
const LEAST_COVERED = 0.5;
const ELSEWHERE = 0.5;

/**
 * How well a series fits what a number counts; 0 where it is not meant. It is meant where
 * - the noun after the number is what it counts, or there is none,
 * - its measure is told in the clause or the sentence, no other measure standing nearer; where it is
 *   not of those that a verb tells (length, value), two words that set it apart are told,
 * - half of the words that set it apart from its like (its place, its party) are in the text,
 * - and the sentence neither places nor dates the count elsewhere.
 */
export function fitOf(context: Context, series: CountedSeries, known: Known): number {
  const measure = senseOf(series.measure);
  const told = measureTold(context, measure);
  if (isMeasure(measure) && told === 0) return 0;
  const counted = (series.population ?? series.unit).toLowerCase().split(' ').map(senseOf);
  const isCounted = counted.some((sense) => context.head.senses.has(sense));
  if (!isCounted && !isLeftOut(context, series, measure)) return 0;
  const covered = coverage(context, series, known);
  const isPlain = isCounted && (covered.hits >= 2 || counted.includes(measure));
  const isTold = told > 0 || (!isMeasure(measure) && isPlain);
  if (!isTold || covered.share < LEAST_COVERED) return 0;
  if (isOfOthers(context, series, known) || isElsewhere(context, series, known)) return 0;
  if (isOtherTime(context, series, known)) return 0;
  return 3 * Number(isCounted) + told + 2 * covered.share + covered.inHead;
}

/** 3 in the clause after the number, 2 before it, 1 in the sentence; 0 where another is nearer. */
function measureTold({ after, before, sentence }: Context, measure: string): number {
  if (after.has(measure)) return 3;
  if ([...after].some(isMeasure)) return 0;
  if (before.has(measure)) return 2;
  if ([...before].some(isMeasure)) return 0;
  return sentence.has(measure) ? 1 : 0;
}

/**
 * Whether who is counted goes without saying: "22 dead" are people, or those of the sentence; "a toll
 * of 22" is of whom the words beside say.
 */
function isLeftOut(context: Context, series: CountedSeries, measure: string): boolean {
  const { head, sentence, after, before } = context;
  if (head.senses.size === 0 && (after.has(measure) || before.has(measure))) return true;
  const population = senseOf(series.population ?? '');
  const isSaid =
    series.population === null || population === senseOf('people') || sentence.has(population);
  return isSaid && (head.senses.has(measure) || [...head.senses].every(isMeasure));
}

/** Whether a name among the words after the number is not of this series: Elbonian soldiers. */
function isOfOthers({ head }: Context, series: CountedSeries, { spellingsOf }: Known): boolean {
  const names = head.tokens.filter(({ text }) => /^\p{Lu}/u.test(text));
  const isHeadline = head.tokens.length > 1 && names.length === head.tokens.length;
  const title = wordsOfTitle(series.title);
  return (
    !isHeadline &&
    names.some(({ form }) => {
      const word = stem(form);
      const own = [series.place, series.party].some((key) => spellingsOf(key).has(word));
      return !own && !title.some((one) => one.stem === word);
    })
  );
}

type TitleWord = { form: string; stem: string; sense: string };

const MOST_TITLES = 5000;
const titles = new Map<string, TitleWord[]>();

/** The words of a title, which are few and asked for often. */
function wordsOfTitle(title: string): TitleWord[] {
  const known = titles.get(title);
  if (known !== undefined) return known;
  if (titles.size >= MOST_TITLES) titles.clear();
  const forms = title.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  const words = forms.map((form) => ({ form, stem: stem(form), sense: senseOf(form) }));
  titles.set(title, words);
  return words;
}

type Coverage = { share: number; hits: number; inHead: number };

/** How many of the words that set a series apart from its like the text has. */
function coverage(context: Context, series: CountedSeries, known: Known): Coverage {
  const { spellingsOf } = known;
  const { named, namedInText, head } = context;
  const common = [series.measure, series.population ?? '', series.unit]
    .flatMap((one) => one.toLowerCase().split(' '))
    .map(senseOf);
  const apart = wordsOfTitle(series.title).filter((word) => isApart(word, common));
  const ofParty = apart.filter((word) => spellingsOf(series.party).has(word.stem));
  const others = apart.filter((word) => !ofParty.includes(word));
  const sides = ofParty.map((word) => shareOfParty(word, context, series, known));
  if (sides.length > 0 && !sides.includes(1)) return { share: 0, hits: 0, inHead: 0 };
  const shares = [...sides, ...others.map((word) => shareOf(word, context, series, known))];
  for (const key of [series.place, series.party]) {
    if (key === null || apart.some((word) => spellingsOf(key).has(word.stem))) continue;
    shares.push(named.has(key) ? 1 : namedInText.has(key) ? ELSEWHERE : 0);
  }
  const sum = shares.reduce((total, share) => total + share, 0);
  return {
    share: shares.length === 0 ? 1 : sum / shares.length,
    hits: shares.filter((share) => share === 1).length,
    inHead: apart.filter((word) => head.stems.has(word.stem)).length,
  };
}

/** 1 in the sentence, less elsewhere in the text; the place counts by any of its names. */
function shareOf(
  word: TitleWord,
  { told, text, named, namedInText }: Context,
  { place }: CountedSeries,
  { spellingsOf }: Known,
): number {
  const isPlace = place !== null && spellingsOf(place).has(word.stem);
  if (told.has(word.sense) || (isPlace && named.has(place))) return 1;
  return text.has(word.sense) || (isPlace && namedInText.has(place)) ? ELSEWHERE : 0;
}

/** Whose people are counted has to be said of them: two sides in one text are easily mistaken. */
function shareOfParty(
  word: TitleWord,
  { told, named, owners }: Context,
  { party }: CountedSeries,
  { wholesOf }: Known,
): number {
  if (party === null) return 0;
  const isOwn = owners.some((key) => wholesOf(party).has(key));
  return told.has(word.sense) || named.has(party) || isOwn ? 1 : 0;
}

const isApart = ({ form, sense }: TitleWord, common: string[]): boolean =>
  hasMeaning(form) && !common.includes(sense) && !STOPS.has(form) && !PLACING.has(form);

/** Whether the sentence places the count where the series does not. */
function isElsewhere({ place }: Context, series: CountedSeries, { wholesOf }: Known): boolean {
  if (series.place === null || place === null) return false;
  const wholes = wholesOf(series.place);
  const isThere = place.entities.some((key) => wholes.has(key));
  return !isThere && !wordsOfTitle(series.title).some((word) => place.words.includes(word.stem));
}

/** Whether the sentence tells a year outside the claims, or counts a day where all are counted. */
function isOtherTime(
  { years, periodic }: Context,
  { key, since, temporality, unit }: CountedSeries,
  { lastDayOf }: Known,
): boolean {
  if (periodic && temporality === 'cumulative' && !/^(?:day|week|month)$/.test(unit)) return true;
  if (years.length === 0) return false;
  const last = Number((lastDayOf(key) ?? '9999').slice(0, 4));
  const first = Number((since ?? `${last}`).slice(0, 4));
  return !years.some((year) => year >= first && year <= last);
}
