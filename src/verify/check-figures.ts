// Checks the numbers of a text: which series is meant, and who on record claims what of it.
import type { Db } from '#db/open.ts';
import { type Compared, compare } from './claims.ts';
import { type Context, contextOf, type Surroundings } from './context.ts';
import { fitOf } from './counted.ts';
import { type Judged, judge } from './figure-verdict.ts';
import { isRelaying, wholesFinder } from './names.ts';
import type { Quantity } from './numbers.ts';
import { claimsReader, isNamed, seriesFinder, spellingsReader } from './queries.ts';
import type { NumberCheck } from './schema.ts';
import { isMeasure, synonymsOf } from './senses.ts';
import { namedBy, type Source } from './sources.ts';
import { hasMeaning } from './words.ts';

const MOST_WORDS = 40; // of a sentence that a series is searched by
const MOST_NAMED = 50; // entities of the text that series are searched by
const MOST_SERIES = 3; // that fit equally well

/** Checks the numbers of one request; undefined where a number counts nothing that could be told. */
export function figureChecker(db: Db) {
  const seriesOf = seriesFinder(db);
  const claimsOf = claimsReader(db);
  const wholesOf = wholesFinder(db);
  const lastDayOf = (key: number) => claimsOf(key).claims[0]?.told.as_of ?? null;
  const relate = relationFinder(db, wholesOf);
  const known = { wholesOf, spellingsOf: spellingsReader(db), lastDayOf };

  return (quantity: Quantity, around: Surroundings): Judged | undefined => {
    const { source } = around;
    const context = contextOf(quantity, around);
    const fitting = seriesOf(...wordsToSearch(context, around))
      .map((series) => ({ series, fits: fitOf(context, series, known) }))
      .filter(({ fits }) => fits > 0)
      .sort((a, b) => b.fits - a.fits || a.series.key - b.series.key);
    const meant = fitting.filter(({ fits }) => fits === fitting[0]?.fits).slice(0, MOST_SERIES);
    if (meant.length === 0 && !isCount(quantity, context)) return undefined;
    const series = meant.map(({ series: { key } }) => {
      const { series, claims } = claimsOf(key);
      return { series, claims: compare(claims, quantity, source, wholesOf) };
    });
    const judged = judge(quantity, series, { source, denial: context.denial });
    const claimant_is = relate(
      source,
      series.flatMap(({ claims }) => claims),
    );
    const isFigure = quantity.weak !== 'manner' || judged.verdict === 'figure_matches';
    const counted = context.head.tokens.map(({ text }) => text).join(' ') || null;
    return isFigure ? { ...judged, counted, claimant_is } : undefined;
  };
}

/**
 * Tells whom a text names, beside those who claim something of what is counted. In doubt it is
 * unknown, never another: who passes a number on, and who is part of a claimant, is none.
 */
function relationFinder(db: Db, wholesOf: (key: number) => Set<number>) {
  return (source: Source | undefined, claims: Compared[]): NumberCheck['claimant_is'] => {
    if (claims.some(({ own }) => own)) return 'same';
    const named = source && namedBy(source);
    if (!named?.named || isRelaying(named)) return 'unknown';
    const bearing = claims.some(({ fits }) => fits) ? claims.filter(({ fits }) => fits) : claims;
    const claimants = bearing.flatMap(({ claimant }) => claimant ?? []);
    if (claimants.some((key) => wholesOf(named.key).has(key))) return 'unknown';
    return claimants.some((key) => isNamed(db, key)) ? 'other' : 'unknown';
  };
}

/** Words that may be what is counted or set it apart, and what the text names. */
function wordsToSearch(
  { head, namedInText }: Context,
  { sentence }: Surroundings,
): [counted: string[], apart: string[], named: number[]] {
  const forms = sentence.flatMap(({ kind, form }) => (kind === 'word' ? form.split(' ') : []));
  const own = [...new Set(forms.filter(hasMeaning))].slice(0, MOST_WORDS);
  const counted = [...own, ...head.senses].flatMap(synonymsOf);
  return [[...new Set(counted)], own, [...namedInText].slice(0, MOST_NAMED)];
}

/** Whether a number that no series is meant by counts something all the same. */
const isCount = ({ weak, vague, unit }: Quantity, { head, after, before }: Context): boolean =>
  weak === null &&
  vague === null &&
  (head.tokens.length > 0 || unit !== null || [...after, ...before].some(isMeasure));
