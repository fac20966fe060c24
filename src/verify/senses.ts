// Which words are taken for each other where something is counted, and which say where.
import { stem, wordSet } from './words.ts';

/** Verbs of what happens to those who are counted: words of one line are taken for each other. */
const MEASURES = `
  killed dead died dies dying death fatality slain perished lost toll
  wounded injured injury hurt wound
  captured seized prisoner
  displaced uprooted
  fled flee refugee escaped
  destroyed razed demolished flattened ruined
  hit struck shelled bombed
  supplied delivered handed provided
  sent dispatched shipped
  detained arrested jailed
  missing unaccounted
  recovered retrieved
  flooded submerged inundated
`;
/** Who or what is counted, and units. Other forms of a word come of themselves. */
const COUNTED = `
  civilians noncombatants
  soldiers troops servicemen servicewomen servicemembers fighters
  people person victims
  children child kids minors
  homes houses dwellings
  structures buildings
  metre meter
  kilometre kilometer km
  mile mi
  usd dollar
  percent pct
`;
const linesOf = (table: string): string[][] =>
  table
    .trim()
    .split('\n')
    .map((line) => line.trim().split(' '));
const SENSES = new Map(
  [...linesOf(MEASURES), ...linesOf(COUNTED)].flatMap((words) =>
    words.map((word) => [stem(word), stem(words[0] ?? '')] as const),
  ),
);
const SENSES_OF_MEASURES = new Set(linesOf(MEASURES).map(([word = '']) => stem(word)));
const SYNONYMS = new Map(
  [...linesOf(MEASURES), ...linesOf(COUNTED)].map((words) => [stem(words[0] ?? ''), words]),
);

/** Words with one sense are taken for each other. */
export const senseOf = (form: string): string => SENSES.get(stem(form)) ?? stem(form);

/** All words of the sense of one. */
export const synonymsOf = (form: string): string[] => SYNONYMS.get(senseOf(form)) ?? [form];

export const isMeasure = (sense: string): boolean => SENSES_OF_MEASURES.has(sense);

/** Words that end what is counted: "2,000 civilians | were killed". */
export const STOPS =
  wordSet(`a about an and are as at be been before being but by during for from had has have
  he her his if in into is it its nor of on or our per she since so than that the their then they to
  until was we were when where which while who whose will with would more`);

/** Words that a place follows: "in Lowford". */
export const PLACING = wordSet('in at near across inside outside around throughout');
