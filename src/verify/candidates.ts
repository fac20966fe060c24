// Which wordings on record a quotation may be: found by its rarest words in the full-text index,
// never by a scan.
import { keptUntilChange } from '#db/kept.ts';
import { searchWords, unicodeForms } from '#db/normalize.ts';
import type { Db } from '#db/open.ts';
import { readRows } from '#db/statements.ts';
import { hasMeaning } from './words.ts';

const MOST_WORDS = 16; // of a quotation; of more, the longest, as they are the rarest
const FEW = 50; // rows; a word of fewer is searched alone, and how many have it is known
const RAREST = 6; // words that are combined where no word is rare enough alone
const LIKELY = 5; // rows that a combination should find at most, if words were independent
const MOST_CANDIDATES = 40;
const BUDGET = 400_000; // index entries that one request may have read for combinations

const MOST_KEPT = 20_000; // common words

type Rarity = { rows: number; postings: number[] | null };

/** How many rows have each of the words that are not rare, of which most texts are made. */
const commonWords = keptUntilChange(() => new Map<string, number>());

/** Inner keys of quotes, the likeliest first. */
export type Candidates = {
  /** By its rarest words: among them are all quotes that have all words of the quotation, or none. */
  byRarestWords: () => number[];
  /** By other words, too, some of which it may lack; null where the bound of the request is reached. */
  byMoreWords: () => number[] | null;
  /** What having a word in common says: more, the rarer it is. */
  weight: (form: string) => number;
};

/** Finds candidates for the quotations of one request, whose cost is bounded together. */
export function candidateFinder(db: Db): (text: string) => Candidates {
  const [[all = 0] = []] = readRows<[number]>(db, 'select coalesce(max(id), 0) from quotes');
  const rarities = new Map<string, Rarity>();
  const common = commonWords(db);
  const together = new Map<string, number[]>();
  let budget = BUDGET;

  /** The rows that have a word: known where few, else judged from how far the first ones reach. */
  function readRarity(word: string): Rarity {
    const kept = common.get(word);
    if (kept !== undefined) return { rows: kept, postings: null };
    const found = readMatching(db, term(word));
    if (found.length < FEW) return { rows: found.length, postings: found };
    const rows = Math.round((FEW * all) / (found.at(-1) ?? 0));
    if (common.size < MOST_KEPT) common.set(word, rows);
    return { rows, postings: null };
  }

  function rarityOf(word: string): Rarity {
    const rarity = rarities.get(word) ?? readRarity(word);
    rarities.set(word, rarity);
    return rarity;
  }

  const rowsOf = (word: string) => rarityOf(word).rows;

  /** The first rows that have some words, the rarest first; undefined beyond what may be read. */
  function readTogether(some: string[]): number[] | undefined {
    const match = some.map(term).join(' AND ');
    const known = together.get(match);
    if (known !== undefined) return known;
    budget -= rowsOf(some[0] ?? '');
    if (budget < 0) return undefined;
    const found = readMatching(db, match);
    together.set(match, found);
    return found;
  }

  return (text) => {
    const words = wordsToSearch(text);
    const weight = (form: string) => Math.log(1 + all / (1 + (rarities.get(form)?.rows ?? 0)));
    const score = new Map<number, number>();
    const add = (keys: readonly number[], value: number) => {
      for (const key of keys) score.set(key, (score.get(key) ?? 0) + value);
    };
    for (const word of words) add(rarityOf(word).postings ?? [], weight(word));
    const shared = words
      .filter((word) => rarityOf(word).postings === null)
      .sort((a, b) => rowsOf(a) - rowsOf(b) || (a < b ? -1 : 1));
    const byRareWords = best(score);
    const isEnough = shared.length < 2 || score.size >= FEW;
    const combinations = isEnough ? [] : combine(shared.slice(0, RAREST), all, rowsOf);

    function byRarestWords(): number[] {
      const [first, ...others] = words
        .map((word) => rarityOf(word).postings)
        .filter((postings) => postings !== null);
      const inAll = (keys: number[], postings: number[]) =>
        keys.filter((key) => postings.includes(key));
      if (first !== undefined) return others.reduce(inAll, first);
      const [rarest] = combinations;
      const found = (rarest && readTogether(rarest)) ?? [];
      return found.length < FEW ? found : [];
    }

    function byMoreWords(): number[] | null {
      const found = combinations.map(readTogether);
      if (found.includes(undefined)) return byRareWords.length > 0 ? byRareWords : null;
      for (const keys of found) add(keys ?? [], 1);
      return best(score);
    }

    return { byRarestWords, byMoreWords, weight };
  };
}

/** Inner keys of the first quotes that match. */
const readMatching = (db: Db, match: string): number[] =>
  readRows<[number]>(db, 'select rowid from quotes_fts where quotes_fts match +? limit +?', [
    match,
    FEW,
  ]).flat();

const best = (score: Map<number, number>): number[] =>
  [...score]
    .sort(([a, x], [b, y]) => y - x || a - b)
    .slice(0, MOST_CANDIDATES)
    .map(([key]) => key);

/** A word in every form in which a text may hold it. */
const term = (word: string): string => {
  const forms = unicodeForms(word).map((form) => `"${form}"`);
  return forms.length > 1 ? `(${forms.join(' OR ')})` : (forms[0] ?? '""');
};

function wordsToSearch(text: string): string[] {
  const words = new Set(searchWords(text.toLowerCase()).flat());
  const telling = [...words].filter(hasMeaning);
  const wanted = telling.length > 1 ? telling : [...words];
  return wanted.sort((a, b) => b.length - a.length || (a < b ? -1 : 1)).slice(0, MOST_WORDS);
}

/**
 * From each of the rarest words on, as many as it takes to find few rows: one altered word leaves
 * some of the combinations whole.
 */
function combine(rarest: string[], all: number, rows: (word: string) => number): string[][] {
  const expected = (words: string[]) =>
    words.reduce((left, word) => (left * rows(word)) / all, all);
  return rarest.map((_, first) => {
    const turned = [...rarest.slice(first), ...rarest.slice(0, first)];
    const size = turned.findIndex((_, at) => at > 0 && expected(turned.slice(0, at + 1)) <= LIKELY);
    const some = size < 0 ? turned : turned.slice(0, size + 1);
    return some.sort((a, b) => rows(a) - rows(b) || (a < b ? -1 : 1));
  });
}
