// Checks the quotations of a text: which of them are on record, in which words, and whose.
import type { Db } from '#db/open.ts';
import { remembered } from '#db/remembered.ts';
import { type Alignment, alignerOf } from './alignment.ts';
import { type Candidates, candidateFinder } from './candidates.ts';
import { isRelaying, wholesFinder } from './names.ts';
import {
  isNamed,
  readEvidence,
  readRelays,
  readReported,
  readWordings,
  type Wording,
} from './queries.ts';
import type { Quotation } from './quotations.ts';
import type { Evidence, QuotationCheck, SPEAKER_RELATIONS } from './schema.ts';
import type { Worded } from './side-by-side.ts';
import { namedBy, type Source } from './sources.ts';
import { type Word, wordsOf } from './words.ts';

/** Words of a quotation that is only found where it is a whole quote: as part it says nothing. */
const SHORT = 3;
/** Words that two people hardly say alike; fewer are no proof that words are another's. */
const TELLING = 5;
const MOST_EVIDENCE = 3; // utterances
const MOST_ALIKE = 20; // wordings whose records are read
const WORSE = 0.25; // how much less similar further evidence may be

export type Judged = Pick<QuotationCheck, 'verdict' | 'explanation' | 'speaker_is' | 'evidence'>;
type SpeakerRelation = (typeof SPEAKER_RELATIONS)[number];
type Match = { alignment: Alignment; wording: Wording; speakerIs: SpeakerRelation };
/** A match that is shown. */
type Shown = Match & { found: Omit<Evidence, 'match'> };

/** Checks the quotations of one request. */
export function quotationChecker(db: Db) {
  const candidatesOf = candidateFinder(db);
  const relate = relationFinder(db);

  return (text: string, quotation: Quotation, source: Source | undefined): Judged => {
    const { start, end } = quotation;
    const exact = text.slice(start, end);
    const pasted = { text: exact, words: wordsOf(exact) };
    const candidates = candidatesOf(exact);
    const { alike, searched } = search(db, pasted, candidates);
    const matches = alike.map((one) => ({ ...one, speakerIs: relate(source, one.wording) }));
    const best = onePerUtterance(matches);
    const evidence =
      best.length > 0
        ? readEvidence(
            db,
            best.map(({ wording }) => wording.key),
          )
        : new Map();
    const shown = best.flatMap((match) => {
      const found = evidence.get(match.wording.key);
      return found === undefined ? [] : [{ ...match, found }];
    });
    const words = pasted.words.length;
    const reported = shown.length > 0 ? null : reportedAs(db, pasted, candidates);
    return judge(shown, { words, source, searched, reported });
  };
}

type Alike = { wording: Wording; alignment: Alignment };

/**
 * The versions of what is pasted, the most alike first. Where the rarest words find it word for word,
 * no other words are searched: quotes that lack some are no better.
 */
function search(
  db: Db,
  pasted: Worded,
  { byRarestWords, byMoreWords, weight }: Candidates,
): { alike: Alike[]; searched: boolean } {
  const align = aligner(pasted, weight);
  const among = (keys: number[]): Alike[] =>
    readWordings(db, keys)
      .flatMap((wording) => {
        const alignment = align(wording.content);
        return alignment === undefined ? [] : [{ wording, alignment }];
      })
      .sort((a, b) => rank(b.alignment) - rank(a.alignment) || a.wording.key - b.wording.key)
      .slice(0, MOST_ALIKE);
  if (pasted.words.every(({ inserted }) => !inserted)) {
    const alike = among(byRarestWords());
    if (alike[0]?.alignment.method === 'exact') return { alike, searched: true };
  }
  const keys = byMoreWords();
  return { alike: among(keys ?? []), searched: keys !== null };
}

/** A quote that reports in these words, and no others, what was said in words that are not on record. */
function reportedAs(
  db: Db,
  pasted: Worded,
  { byRarestWords }: Candidates,
): Evidence['quote'] | null {
  const formsOf = (words: readonly Word[]) => words.map(({ form }) => form).join(' ');
  const forms = formsOf(pasted.words);
  const same = readReported(db, byRarestWords()).find(
    ({ content }) => formsOf(wordsOf(content)) === forms,
  );
  return same === undefined ? null : (readEvidence(db, [same.key]).get(same.key)?.quote ?? null);
}

/** Aligns what is pasted with each text of wordings once: reprints have the same. */
function aligner(
  pasted: Worded,
  weight: Candidates['weight'],
): (content: string) => Alignment | undefined {
  const align = alignerOf(pasted, weight);
  return remembered((content) => {
    const wording = { text: content, words: wordsOf(content) };
    const isPart = pasted.words.length <= SHORT && wording.words.length > pasted.words.length;
    return isPart ? undefined : align(wording);
  });
}

/** Exact before altered, then the most alike, then the fullest. */
const rank = ({ method, similarity, coverage }: Alignment): number =>
  (method === 'exact' ? 10 : 0) + similarity + coverage / 100;

/** The best wording of each utterance; of equals, one by the speaker that the text names, as printed. */
function onePerUtterance(matches: Match[]): Match[] {
  const order = (a: Match, b: Match) =>
    rank(b.alignment) - rank(a.alignment) ||
    Number(b.speakerIs === 'same') - Number(a.speakerIs === 'same') ||
    b.wording.verbatim - a.wording.verbatim ||
    a.wording.key - b.wording.key;
  const best = new Map<number, Match>();
  for (const one of matches.toSorted(order)) {
    const { utterance } = one.wording;
    if (!best.has(utterance)) best.set(utterance, one);
  }
  const [first, ...rest] = best.values();
  if (first === undefined) return [];
  const near = rest.filter(
    ({ alignment }) =>
      alignment.similarity >= first.alignment.similarity - WORSE &&
      (alignment.method === 'exact' || first.alignment.method !== 'exact'),
  );
  return [first, ...near].slice(0, MOST_EVIDENCE);
}

/** Tells whom a text names, beside the speaker on record. In doubt it is unknown, never another. */
function relationFinder(db: Db) {
  const wholesOf = wholesFinder(db);
  return (source: Source | undefined, { key, speaker }: Wording): SpeakerRelation => {
    if (source === undefined || source.entities.length === 0 || speaker === null) return 'unknown';
    if (source.entities.some((entity) => entity.key === speaker)) return 'same';
    const named = namedBy(source);
    if (!named?.named || !isNamed(db, speaker)) return 'unknown';
    if (isRelaying(named) || readRelays(db, key).includes(named.key)) return 'relay';
    const isPart = wholesOf(speaker).has(named.key) || wholesOf(named.key).has(speaker);
    return isPart ? 'part' : 'other';
  };
}

type Asked = {
  words: number;
  source: Source | undefined;
  searched: boolean;
  reported: Evidence['quote'] | null;
};

function judge(matches: Shown[], asked: Asked): Judged {
  const [best] = matches;
  const isOther = best?.speakerIs === 'other';
  if (best === undefined || (isOther && best.alignment.method === 'shared')) return notFound(asked);
  const judged = { speaker_is: best.speakerIs, evidence: matches.map(toEvidence) };
  const of = speakerOf(best);
  if (best.alignment.method !== 'exact') {
    const explanation = `${tellAltered(best.alignment)} On record they are ${of}${otherwise(best, asked)}.`;
    return { ...judged, verdict: 'found_altered', explanation };
  }
  if (isOther && asked.words < TELLING) {
    const explanation = `Not on record here from ${asked.source?.words}. So few words may well be said by two; on record they are ${of}.`;
    return { ...judged, verdict: 'not_found', explanation };
  }
  const explanation = `${tellFound(best)}, ${of}${otherwise(best, asked)}.`;
  return { ...judged, verdict: isOther ? 'found_other_speaker' : 'found', explanation };
}

function notFound({ words, searched, reported }: Asked): Judged {
  const judged = { verdict: 'not_found', speaker_is: 'unknown' } as const;
  if (reported !== null) {
    const whose =
      reported.speaker === null ? 'what was said' : `what ${reported.speaker.name} said`;
    const explanation = `Not on record here as words that were said: they paraphrase ${whose} (quote ${reported.id}).`;
    return { ...judged, evidence: [], explanation };
  }
  const reason =
    words <= SHORT
      ? ` Of so few words (${words}) only a whole quote is looked for.`
      : searched
        ? ''
        : ' Its words are so common that they were not searched to the end.';
  const explanation = `Not on record here, which does not say that nobody said it.${reason}`;
  return { ...judged, evidence: [], explanation };
}

const toEvidence = ({ alignment, found }: Shown): Evidence => {
  const { quote, utterance } = found;
  return { quote, match: alignment, utterance };
};

const speakerOf = ({ found }: Shown): string =>
  found.quote.speaker === null ? 'without a speaker' : `by ${found.quote.speaker.name}`;

function tellFound({ alignment, found }: Shown): string {
  const { content_origin: origin, location } = found.quote;
  const rewritten = origin === 'rewritten' ? `, as the ${location} puts it in its own words` : '';
  const left = alignment.diff.some(({ change }) => change === 'dropped')
    ? ' but for what is left out or put in between'
    : '';
  const part = alignment.part
    ? ` as a part (${Math.round(100 * alignment.coverage)} %) of a longer quote`
    : '';
  return `On record word for word${left}${part}${rewritten}`;
}

const MOST_TOLD = 3; // changes

function tellAltered({ method, similarity, diff }: Alignment): string {
  if (method === 'shared') {
    return `Not on record in these words, but so many telling ones are the same that it may be another rendering (similarity ${similarity}).`;
  }
  const changes = diff.filter(({ change }) => change !== 'kept');
  const told = changes.slice(0, MOST_TOLD).map(({ change, words }) => `“${words}” is ${change}`);
  const more = changes.length > MOST_TOLD ? [`${changes.length - MOST_TOLD} more changes`] : [];
  return `On record in other words (similarity ${similarity}): ${[...told, ...more].join(', ')}.`;
}

/** What the text says of the speaker, where that is not what the record says. */
function otherwise({ speakerIs }: Match, { source }: Asked): string {
  if (source === undefined || speakerIs === 'same') return '';
  if (speakerIs === 'relay') return `; ${source.words} passed them on`;
  if (speakerIs === 'other') return `, not by ${source.words}`;
  if (speakerIs === 'part') return `; the text names ${source.words}: one is part of the other`;
  return `; the text says “${source.words}”, which names nobody for certain`;
}
