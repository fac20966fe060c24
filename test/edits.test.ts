// The fewest edits between two sequences of words.
import { describe, expect, test } from 'vitest';
import { type Edit, editsBetween } from '#db/edits.ts';

const wordsOf = (text: string): string[] => text.split(' ').filter((word) => word !== '');

/** Each run with its words: = kept, - dropped, + added. */
function told(old: string, now: string, most = Number.POSITIVE_INFINITY): string[] | undefined {
  const signs = { kept: '=', dropped: '-', added: '+' };
  let [from, to] = [wordsOf(old), wordsOf(now)];
  return editsBetween(from, to, most)?.map(({ kind, count }) => {
    const words = (kind === 'added' ? to : from).slice(0, count);
    if (kind !== 'added') from = from.slice(count);
    if (kind !== 'dropped') to = to.slice(count);
    return `${signs[kind]}${words.join(' ')}`;
  });
}

/** How many words two texts have in common in order, by the textbook. */
function inCommon(old: string[], now: string[]): number {
  let row: number[] = new Array(now.length + 1).fill(0);
  for (const word of old) {
    const next = [0];
    now.forEach((other, at) => {
      const best = Math.max(next[at] ?? 0, row[at + 1] ?? 0);
      next.push(word === other ? (row[at] ?? 0) + 1 : best);
    });
    row = next;
  }
  return row.at(-1) ?? 0;
}

describe('edits between two texts', () => {
  test.each([
    ['the same', 'a b c', 'a b c', ['=a b c']],
    ['nothing and nothing', '', '', []],
    ['something from nothing', '', 'a b', ['+a b']],
    ['nothing from something', 'a b', '', ['-a b']],
    ['nothing in common', 'a b', 'c d', ['-a b', '+c d']],
    ['a replaced word is dropped, then added', 'a b c', 'a x c', ['=a', '-b', '+x', '=c']],
    ['words before and after', 'b c', 'a b c d', ['+a', '=b c', '+d']],
    ['a word said twice', 'a a b', 'a b', ['=a', '-a', '=b']],
    ['words that moved', 'a b c d', 'c d a b', ['-a b', '=c d', '+a b']],
  ])('%s', (_, old, now, expected) => {
    expect(told(old, now)).toEqual(expected);
  });

  test('are all of both, and as few as can be', () => {
    let state = 7;
    const below = (most: number) => {
      state = (state * 48271) % 2147483647;
      return state % most;
    };
    for (let round = 0; round < 500; round += 1) {
      const [old, now] = [30, 30].map((most) =>
        Array.from({ length: below(most) }, () => `w${below(6)}`),
      ) as [string[], string[]];
      const edits = editsBetween(old, now, Number.POSITIVE_INFINITY) ?? [];
      const of = (...kinds: Edit['kind'][]) =>
        edits.reduce((sum, { kind, count }) => sum + (kinds.includes(kind) ? count : 0), 0);
      expect(of('kept', 'dropped')).toBe(old.length);
      expect(of('kept', 'added')).toBe(now.length);
      expect(of('kept'), `${old} | ${now}`).toBe(inCommon(old, now));
      let [from, to] = [0, 0];
      for (const { kind, count } of edits) {
        if (kind === 'kept')
          expect(now.slice(to, to + count)).toEqual(old.slice(from, from + count));
        if (kind !== 'added') from += count;
        if (kind !== 'dropped') to += count;
      }
    }
  });

  test('are not looked for beyond a bound, which may be no whole number', () => {
    expect(told('a b c', 'x y z', 5)).toBeUndefined();
    expect(told('a b c', 'x y z', 6)).toEqual(['-a b c', '+x y z']);
    expect(told('a b c', 'a x c', 2.5)).toEqual(['=a', '-b', '+x', '=c']);
    expect(told('a b c', 'a x c', 1.9)).toBeUndefined();
    expect(told('a b', 'a b', 0)).toEqual(['=a b']);
  });
});
