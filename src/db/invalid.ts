// What is wrong with a question that was asked of the record, in words for the one who asked.
import { distance } from 'fastest-levenshtein';
import { normalizeName } from './normalize.ts';

export type Reason = {
  /** The query parameter at fault. */
  parameter: string;
  reason: string;
  /** What to send instead; null where nothing is near. */
  suggestion: string | null;
  /** The entities that an ambiguous spelling may mean. */
  candidates?: { id: string; kind: string; name: string }[];
};

const MOST_SHOWN = 60; // characters

/** A value as a message repeats it: in quotes, and not at any length. */
export const shown = (value: string): string =>
  `"${value.length > MOST_SHOWN ? `${value.slice(0, MOST_SHOWN)}…` : value}"`;

/** A single value that cannot be used; the list adds the parameter it came with. */
export class InvalidValue extends Error {
  readonly suggestion: string | null;
  readonly candidates: Reason['candidates'];

  constructor(reason: string, suggestion: string | null = null, candidates?: Reason['candidates']) {
    super(reason);
    this.suggestion = suggestion;
    this.candidates = candidates;
  }
}

/**
 * The word of a vocabulary that a value is.
 * @throws InvalidValue with the words and the one that is meant, or `instead` where that is unclear.
 */
export function wordAmong<W extends string>(value: string, words: readonly W[], instead: W): W {
  const found = words.find((word) => word === value);
  if (found !== undefined) return found;
  const meant = wordNear(value, words) ?? instead;
  throw new InvalidValue(`${shown(value)} is none of ${words.join(', ')}`, meant);
}

/** A slip of the hand: one letter in so many is wrong. */
const SLIP = 8;

/**
 * The word that a value most likely means: the same but for case and marks, or but for a slip; else
 * one that begins with the value or that the value begins with; else the nearest, unless half of it
 * would have to change.
 */
export function wordNear<W extends string>(value: string, words: readonly W[]): W | null {
  const bare = bareOf(value);
  const same = bare === '' ? undefined : words.find((word) => bareOf(word) === bare);
  if (same !== undefined) return same;
  const lower = value.toLowerCase();
  if (lower === '') return null;
  const others = words.map((word) => {
    const other = word.toLowerCase();
    return { word, other, edits: distance(lower, other) };
  });
  const nearest = nearestOf(others);
  const begun =
    nearestOf(others.filter(({ other }) => other.startsWith(lower))) ??
    nearestOf(others.filter(({ other }) => other.length > 1 && lower.startsWith(other)));
  if (nearest === undefined) return null;
  const isSlip = nearest.edits <= Math.max(1, lower.length / SLIP);
  if (begun !== undefined && (!isSlip || begun.edits === nearest.edits)) return begun.word;
  const longer = Math.max(lower.length, nearest.other.length);
  return nearest.edits < (isSlip ? longer : longer / 2) ? nearest.word : null;
}

const nearestOf = <O extends { edits: number }>([first, ...rest]: O[]): O | undefined =>
  first && rest.reduce((a, b) => (b.edits < a.edits ? b : a), first);

const bareOf = (word: string): string => normalizeName(word).replaceAll(' ', '');

/** A whole question refused, with every reason at once. */
export class InvalidQuery extends Error {
  readonly reasons: Reason[];

  constructor(reasons: Reason[]) {
    super(reasons.map(({ parameter, reason }) => `${parameter}: ${reason}`).join('; '));
    this.reasons = reasons;
  }
}
