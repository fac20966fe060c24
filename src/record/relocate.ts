// Finds places of a text again in a newer version of it: by their exact words, the words around them
// and the places beside them. What is not found for sure is not found.
import { agreementOf, type Cuts, cutsAt, occurrencesIn, type Points } from './occurrences.ts';

/** A place in the older version, in code points, end exclusive; `words` is null where not on record. */
export type Place = { start: number; end: number; words: string | null };

/** The older version; where its content is not held, the words of the places are all that is known. */
export type OlderText = { length: number; content: string | null };

const TELLING = 15; // code points; more of them do not stand somewhere else by chance
const NEAR = 80; // code points from where the neighbours of a place suggest it: about a sentence
const FREQUENT = 100; // words that stand more often are found by their neighbours only

/** A place whose words are known, and where it begins in the newer version once it is found. */
type Worded = { start: number; end: number; words: string; cuts: Cuts; at: number | null };

/** A position that has the words of a place, and how much of what is around both is the same. */
type Candidate = { place: Worded; at: number; agreement: number };

/** A place that is found; the ends of the text are, too. */
type Pinned = { start: number; end: number; at: number };

/** Where each place begins in the newer version, null where it is not found. */
export function relocate(places: Place[], older: OlderText, newer: string): (number | null)[] {
  const known = knownPoints(places, older);
  const worded = wordedPlaces(places, older, known);
  const all = [...worded.values()];
  const points = [...newer];
  const ends: Pinned[] = [
    { start: 0, end: 0, at: 0 },
    { start: older.length, end: older.length, at: points.length },
  ];
  const find = occurrencesIn(newer);
  const look = { known, points, alike: Map.groupBy(all, ({ words }) => words), find };
  const claim = claims();
  for (const one of tellingOnes(all, look)) claim(one);
  const pinned = [...ends, ...all.filter(isFound)].toSorted((a, b) => a.start - b.start);
  for (const one of nearOnes(all, pinned, look)) claim(one);
  return places.map((place) => {
    const found = worded.get(keyOf(place));
    return found === undefined ? between(place, [...ends, ...all]) : found.at;
  });
}

const keyOf = ({ start, end }: { start: number; end: number }): string => `${start} ${end}`;
const isFound = (place: Worded): place is Worded & { at: number } => place.at !== null;

function knownPoints(places: Place[], { content }: OlderText): Points {
  if (content !== null) return [...content];
  const known: string[] = [];
  for (const { start, words } of places) {
    [...(words ?? '')].forEach((point, index) => {
      known[start + index] = point;
    });
  }
  return known;
}

/**
 * Each place once, but those whose words nobody knows; and wherever else the older text, if it is
 * held, has the same words, so that those are not taken for them.
 */
function wordedPlaces(places: Place[], { content }: OlderText, known: Points): Map<string, Worded> {
  const worded = new Map<string, Worded>();
  const add = (start: number, end: number, words: string, cuts: Cuts) => {
    const key = keyOf({ start, end });
    if (!worded.has(key)) worded.set(key, { start, end, words, cuts, at: null });
  };
  const find = occurrencesIn(content ?? '');
  for (const { start, end, words } of places) {
    const told = words ?? (content === null ? null : known.slice(start, end).join(''));
    if (told === null) continue;
    const cuts = cutsAt(known, start, end);
    if (worded.has(keyOf({ start, end }))) continue; // with all that are alike
    add(start, end, told, cuts);
    for (const at of find(told, cuts)) add(at, at + end - start, told, cuts);
  }
  return worded;
}

/** What is looked in: both versions by code points, and where words stand in either. */
type Look = {
  known: Points;
  points: Points;
  alike: Map<string, Worded[]>;
  find: (words: string, mayCut: Cuts) => number[];
};

const candidatesAt = (positions: number[], place: Worded, { known, points }: Look): Candidate[] =>
  positions.map((at) => ({ place, at, agreement: agreementOf(place, at, known, points) }));

/** Gives a position to a place, unless either has another; the same words stand there only once. */
function claims(): (one: Candidate) => void {
  const owners = new Map<string, Worded>();
  return ({ place, at }) => {
    const key = `${at} ${place.words}`;
    if (place.at !== null || owners.has(key)) return;
    owners.set(key, place);
    place.at = at;
  };
}

/**
 * The candidates that tell by themselves: their surroundings agree, and no other's as much, of this
 * version or the older one; or the words are long, and stand once in either.
 */
function tellingOnes(places: Worded[], look: Look): Candidate[] {
  return places
    .flatMap((place) => {
      const positions = look.find(place.words, place.cuts);
      const alike = look.alike.get(place.words) ?? [];
      if (positions.length > FREQUENT || alike.length > FREQUENT) return [];
      const [first, second] = candidatesAt(positions, place, look).toSorted(byAgreement);
      if (first === undefined) return [];
      const elsewhere = alike
        .filter((one) => one !== place)
        .map(({ start }) => agreementOf(place, start, look.known, look.known));
      const others = Math.max(second?.agreement ?? 0, ...elsewhere);
      const agrees = first.agreement > Math.max(TELLING, others);
      const isOnly = second === undefined && elsewhere.length === 0;
      return agrees || (isOnly && place.end - place.start > TELLING) ? [first] : [];
    })
    .toSorted(byAgreement);
}

const byAgreement = (a: Candidate, b: Candidate): number => b.agreement - a.agreement;

/** The candidates that lie where the pinned places before and after suggest, best first. */
function nearOnes(places: Worded[], pinned: Pinned[], look: Look): Candidate[] {
  const starts = pinned.map(({ start }) => start);
  return places
    .filter((place) => !isFound(place))
    .flatMap((place) => {
      const after = firstFrom(starts, place.start + 1);
      const suggested = pinned
        .slice(Math.max(after - 1, 0), after + 1)
        .map((one) => place.start + one.at - one.start);
      const near = nearTo(suggested, look.find(place.words, place.cuts));
      return candidatesAt(near, place, look).map((one) => ({
        one,
        distance: Math.min(...suggested.map((at) => Math.abs(one.at - at))),
      }));
    })
    .toSorted((a, b) => byAgreement(a.one, b.one) || a.distance - b.distance)
    .map(({ one }) => one);
}

/** The positions near any of those suggested; they ascend. */
const nearTo = (suggested: number[], positions: number[]): number[] => [
  ...new Set(
    suggested.flatMap((at) =>
      positions.slice(firstFrom(positions, at - NEAR), firstFrom(positions, at + NEAR + 1)),
    ),
  ),
];

/** The index of the first of some ascending numbers that is not below a bound. */
function firstFrom(ascending: number[], bound: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] ?? bound) < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * A place whose words nobody knows lies where it did between its neighbours, if those are near, all
 * are found, and the distance between them is as it was.
 */
function between(
  { start, end }: Place,
  others: { start: number; end: number; at: number | null }[],
): number | null {
  let [before, after] = [-Infinity, Infinity];
  for (const one of others) {
    if (one.end <= start) before = Math.max(before, one.end);
    if (one.start >= end) after = Math.min(after, one.start);
  }
  if (start - before > NEAR || after - end > NEAR) return null;
  const beside = others.filter((one) => one.end >= before && one.start <= after);
  const shifts = new Set(beside.map((one) => (one.at === null ? null : one.at - one.start)));
  const [shift = null] = shifts;
  return shifts.size === 1 && shift !== null ? start + shift : null;
}
