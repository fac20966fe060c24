// The days of the synthetic record: ten years, in the order in which articles come in.
import type { QuoteRecord } from '#record/schema.ts';
import type { Random } from './random.ts';

export type Dated = { on: string | null; accuracy: QuoteRecord['said_on_accuracy'] };

/** How many days the record covers. */
export const DAYS = 3650;
const FIRST = Date.UTC(2015, 0, 1);
const DAY = 86_400_000; // milliseconds

export const dayOf = (day: number): string =>
  new Date(FIRST + DAY * day).toISOString().slice(0, 10);

/** A day not long before; a part of the dates is known only roughly, a part not at all. */
export function dated(random: Random, day: number, known: number): Dated {
  if (!random.chance(known)) return { on: null, accuracy: null };
  const on = dayOf(Math.max(0, day - random.rank(10)));
  const accuracy = random.weighted({ day: 88, week: 4, month: 6, year: 2 });
  if (accuracy === 'month') return { on: `${on.slice(0, 7)}-01`, accuracy };
  if (accuracy === 'year') return { on: `${on.slice(0, 4)}-01-01`, accuracy };
  return { on, accuracy };
}
