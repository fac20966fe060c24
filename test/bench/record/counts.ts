// Numbers as articles print them.
import type { FigureRecord } from '#record/schema.ts';
import type { Random } from './random.ts';

type Count = Pick<FigureRecord, 'value' | 'value_max' | 'comparator' | 'expression'>;

const COMPARATORS: Record<Count['comparator'], number> = {
  exact: 45,
  more_than: 15,
  at_least: 12,
  approximately: 12,
  nearly: 5,
  between: 4,
  vague: 3,
  less_than: 2,
  at_most: 2,
};

/** A count of a series, which grows with the share of the days that has passed. */
export function countOf(random: Random, series: number, passed: number): Count {
  const full = 10 ** (1 + ((series * 7919) % 400) / 100);
  const number = Math.max(1, Math.round(full * (0.05 + passed) * (0.8 + 0.4 * random.next())));
  const above = Math.round(number * 1.2) + 1;
  const [printed, most] = [grouped(number), grouped(above)];
  const comparator = random.weighted(COMPARATORS);
  const expression = {
    exact: printed,
    more_than: `more than ${printed}`,
    at_least: `at least ${printed}`,
    approximately: `about ${printed}`,
    nearly: `nearly ${printed}`,
    less_than: `fewer than ${printed}`,
    at_most: `up to ${printed}`,
    between: `${printed} to ${most}`,
    vague: number < 100 ? 'dozens' : number < 2000 ? 'hundreds' : 'thousands',
  }[comparator];
  return {
    value: comparator === 'vague' ? null : number,
    value_max: comparator === 'between' ? above : null,
    comparator,
    expression,
  };
}

const grouped = (number: number): string => `${number}`.replace(/\B(?=(\d{3})+$)/g, ',');
