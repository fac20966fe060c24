// Chance that comes out the same on every run: numbers from a seed, and draws from them.

export type Random = ReturnType<typeof randomOf>;

/** A source of chance of its own for each list of words and numbers that name it (mulberry32). */
export function randomOf(...names: (string | number)[]) {
  let state = hash(names.join('\0'));
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  /** A whole number from low to high, both included. */
  const whole = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  const chance = (probability: number): boolean => next() < probability;
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T;
  /** A rank below `count`, the first most often: Zipf's law with exponent 1, by its integral. */
  const rank = (count: number): number =>
    Math.min(count - 1, Math.floor(Math.exp(next() * Math.log(count + 1))) - 1);
  /** One of the words, each as often as its weight says. */
  const weighted = <T extends string>(weights: Record<T, number>): T => {
    const words = Object.keys(weights) as T[];
    let left = next() * words.reduce((sum, word) => sum + weights[word], 0);
    for (const word of words) {
      left -= weights[word];
      if (left < 0) return word;
    }
    return words[0] as T;
  };
  return { next, whole, chance, pick, rank, weighted };
}

/** FNV-1a, 32 bits, with a last mix. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  return Math.imul(value ^ (value >>> 15), 0x2c1b3c6d) ^ (value >>> 13);
}
