// What is wrong with a question that was asked of the record, in words for the one who asked.

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

/** The word of a vocabulary that a value is. @throws InvalidValue with the words, and which to take. */
export function wordAmong<W extends string>(value: string, words: readonly W[], instead: W): W {
  const found = words.find((word) => word === value);
  if (found !== undefined) return found;
  throw new InvalidValue(`${shown(value)} is none of ${words.join(', ')}`, instead);
}

/** A whole question refused, with every reason at once. */
export class InvalidQuery extends Error {
  readonly reasons: Reason[];

  constructor(reasons: Reason[]) {
    super(reasons.map(({ parameter, reason }) => `${parameter}: ${reason}`).join('; '));
    this.reasons = reasons;
  }
}
