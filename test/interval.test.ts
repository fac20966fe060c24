// What each comparator means as an interval, and how two intervals lie.
import { describe, expect, test } from 'vitest';
import { COMPARATORS } from '#db/vocabulary.ts';
import {
  holds,
  INTERVAL_RULES,
  type Interval,
  intervalOf,
  liesBelow,
  relate,
} from '#figures/interval.ts';

type Comparator = (typeof COMPARATORS)[number];

/** As mathematicians write it: `[450, 500)`, without bounds `(-, -)`. */
const written = ({ from, from_included, to, to_included }: Interval): string =>
  `${from_included ? '[' : '('}${from ?? '-'}, ${to ?? '-'}${to_included ? ']' : ')'}`;

function read(text: string): Interval {
  const [, open, from, to, close] = /^([[(])(\S+), (\S+)([\])])$/.exec(text) ?? [];
  const bound = (value: string | undefined) => (value === '-' ? null : Number(value));
  return {
    from: bound(from),
    from_included: open === '[',
    to: bound(to),
    to_included: close === ']',
  };
}

// biome-ignore format: a table, one claim a line
const MEANT: [Comparator, number, string][] = [
  ['exact', 249, '[249, 249]'],
  ['exact', 0, '[0, 0]'],
  ['exact', -3.5, '[-3.5, -3.5]'],
  ['more_than', 2000, '(2000, -)'],
  ['more_than', 0, '(0, -)'],
  ['at_least', 102, '[102, -)'],
  ['less_than', 50, '[0, 50)'],
  ['less_than', -5, '(-, -5)'],
  ['less_than', 0, '(-, 0)'],
  ['at_most', 3, '[0, 3]'],
  ['at_most', 0, '[0, 0]'],
  ['at_most', -5, '(-, -5]'],
  ['nearly', 500, '[450, 500)'],
  ['nearly', 1000000, '[500000, 1000000)'],
  ['nearly', 1.5, '[1.45, 1.5)'],
  ['nearly', -40, '[-45, -40)'],
  ['approximately', 9000, '[8500, 9500]'],
  ['approximately', 3700, '[3650, 3750]'],
  ['approximately', 10, '[5, 15]'],
  ['approximately', 15, '[14.5, 15.5]'],
  ['approximately', 1, '[0.5, 1.5]'],
  ['approximately', 0, '[-0.5, 0.5]'],
  ['approximately', -300, '[-350, -250]'],
  ['approximately', 2.5, '[2.45, 2.55]'],
  ['approximately', 2.3, '[2.25, 2.35]'], // 2.3 - 0.05 is 2.2499999999999996 in binary
  ['approximately', 1.1, '[1.05, 1.15]'],
  ['approximately', 0.00001, '[0.000005, 0.000015]'],
  ['approximately', 350000000, '[345000000, 355000000]'],
  ['approximately', 8e15, '[7500000000000000, 8500000000000000]'],
  ['approximately', 1e21, '[500000000000000000000, 1.5e+21]'],
];

test.each(MEANT)('%s %d allows %s', (comparator, value, expected) => {
  const interval = intervalOf({ value, value_max: null, comparator });
  expect(interval).toEqual(read(expected));
  expect(interval?.from === null && interval.from_included).toBe(false);
  expect(interval?.to === null && interval.to_included).toBe(false);
});

test.each([
  [5, 6, '[5, 6]'],
  [-2.5, 0, '[-2.5, 0]'],
  [7, 7, '[7, 7]'],
])('between %d and %d allows %s', (value, value_max, expected) => {
  expect(intervalOf({ value, value_max, comparator: 'between' })).toEqual(read(expected));
});

test('a vague claim allows no interval', () => {
  expect(intervalOf({ value: null, value_max: null, comparator: 'vague' })).toBeNull();
});

test('every comparator has a rule that is told', () => {
  expect(Object.keys(INTERVAL_RULES).toSorted()).toEqual([...COMPARATORS].toSorted());
});

test.each(COMPARATORS.filter((one) => one !== 'vague'))(
  '%s allows a number for every value, so that it agrees with itself',
  (comparator) => {
    for (const value of [-1e9, -10, -0.1, 0, 0.1, 1, 10, 99, 100, 1e9]) {
      const value_max = comparator === 'between' ? value : null;
      const interval = intervalOf({ value, value_max, comparator });
      expect(interval && relate(interval, interval), `${value}`).toBe('agrees');
    }
  },
);

// biome-ignore format: a table, one pair a line
const PAIRS: [string, string, ReturnType<typeof relate>][] = [
  ['[9, 9]', '[9, 9]', 'agrees'],
  ['(2000, -)', '(2000, -)', 'agrees'],
  ['[450, 500)', '[450, 500)', 'agrees'],
  ['(-, -)', '(-, -)', 'agrees'],
  ['[9, 9]', '[22, 22]', 'conflicts'],
  ['[249, 249]', '(2000, -)', 'conflicts'],
  ['[2000, 2000]', '(2000, -)', 'conflicts'], // the shared end point is open on one side
  ['[450, 500)', '[500, 500]', 'conflicts'],
  ['[450, 500)', '(500, -)', 'conflicts'], // open on both
  ['[0, 3)', '[3, -)', 'conflicts'],
  ['[2000, 2000]', '[2000, -)', 'contains'], // closed on both
  ['[498, 498]', '[450, 500)', 'contains'],
  ['[450, 450]', '[450, 500)', 'contains'],
  ['(2000, -)', '[2000, -)', 'contains'], // same end point, one open
  ['[0, 5)', '[0, 5]', 'contains'],
  ['(0, 5]', '[0, 5]', 'contains'],
  ['(0, 5)', '[0, 5]', 'contains'],
  ['[102, -)', '(2000, -)', 'contains'],
  ['[102, -)', '[249, 249]', 'contains'],
  ['(-, -5)', '(-, -5]', 'contains'],
  ['(-, -)', '[7, 7]', 'contains'],
  ['[0, 50)', '(10, -)', 'compatible'],
  ['[8500, 9500]', '(9000, -)', 'compatible'],
  ['[0, 3]', '[3, -)', 'compatible'], // exactly the shared end point
  ['(0, 5]', '[0, 5)', 'compatible'], // each leaves out an end of the other
  ['(-, -5]', '[-5, -)', 'compatible'],
  ['(-, 5)', '(3, -)', 'compatible'],
];

test.each(PAIRS)('%s and %s: %s, in both directions', (a, b, expected) => {
  expect(relate(read(a), read(b))).toBe(expected);
  expect(relate(read(b), read(a))).toBe(expected);
});

describe('one interval lies below or within another as its points do', () => {
  /** Every interval with ends among a few points, and a sample of numbers on and between them. */
  const ends = [null, 0, 1, 2];
  const all = ends.flatMap((from) =>
    ends.flatMap((to) =>
      [true, false].flatMap((from_included) =>
        [true, false].map((to_included) => ({ from, from_included, to, to_included })),
      ),
    ),
  );
  const numbers = [-1, 0, 0.5, 1, 1.5, 2, 3];
  const has = ({ from, from_included, to, to_included }: Interval, n: number): boolean =>
    (from === null || n > from || (from_included && n === from)) &&
    (to === null || n < to || (to_included && n === to));
  const intervals = all
    .filter(({ from, from_included }) => from !== null || !from_included)
    .filter(({ to, to_included }) => to !== null || !to_included)
    .map((interval) => ({ interval, points: numbers.filter((n) => has(interval, n)) }))
    .filter(({ points }) => points.length > 0);

  test.each(intervals.map((one) => ({ name: written(one.interval), ...one })))(
    '$name',
    ({ interval: a, points }) => {
      for (const { interval: b, points: others } of intervals) {
        const about = `${written(a)} ${written(b)}`;
        expect(liesBelow(a, b), about).toBe(points.every((n) => others.every((m) => n < m)));
        expect(holds(a, b), about).toBe(others.every((n) => points.includes(n)));
        const shared = points.some((n) => others.includes(n));
        expect(relate(a, b) === 'conflicts', about).toBe(!shared);
      }
    },
  );
});
