// How claims change over time: numbers that rise or fall, and hedges that are lost on the way.
import { liesBelow } from '#figures/interval.ts';
import type { Compared } from './claims.ts';
import { spreadOf } from './relations.ts';
import type { Hedges, Step } from './schema.ts';

/** The steps between claims in order of time; a claim that repeats the one before it is none. */
export function stepsOf(claims: Compared[]): Step[] {
  const steps: Step[] = [];
  let before: Compared | undefined;
  for (const claim of claims) {
    if (claim.reprint_of !== null || before?.said === claim.said) continue;
    if (before) steps.push(stepOf(before, claim));
    before = claim;
  }
  return steps;
}

function stepOf(a: Compared, b: Compared): Step {
  const rehedged = a.comparator !== b.comparator;
  const hedge = ({ comparator }: Compared) =>
    rehedged && comparator !== 'exact' ? comparator : null;
  return {
    from: a.id,
    to: b.id,
    change: changeOf(a, b),
    ...spreadOf(a, b),
    lost: hedge(a),
    gained: hedge(b),
    reason: reasonOf(a, b),
  };
}

function changeOf(a: Compared, b: Compared): Step['change'] {
  if (a.value === null || b.value === null) return 'unnumbered';
  const [before, after] = [a.value_max ?? a.value, b.value_max ?? b.value];
  if (a.value === b.value && before === after) return 'hedged';
  return b.value > a.value || (b.value === a.value && after > before) ? 'raised' : 'lowered';
}

function reasonOf(a: Compared, b: Compared): string {
  const words = `${a.expression}, then ${b.expression}`;
  const fell =
    a.temporality === 'cumulative' &&
    a.series === b.series &&
    a.asserter === b.asserter &&
    a.period !== null &&
    b.period !== null &&
    a.period.to < b.period.from &&
    a.interval !== null &&
    b.interval !== null &&
    liesBelow(b.interval, a.interval);
  return fell ? `${words}: a running total cannot fall, so one of the two is wrong` : words;
}

/** Numbers that stand in several claims with different hedges: "at least 22" here, "22" there. */
export function hedgesOf(claims: Compared[]): Hedges[] {
  const byValue = new Map<number, Map<Compared['comparator'], string[]>>();
  for (const { value, value_max, comparator, id } of claims) {
    if (value === null || value_max !== null) continue;
    const forms = byValue.get(value) ?? new Map<Compared['comparator'], string[]>();
    forms.set(comparator, [...(forms.get(comparator) ?? []), id]);
    byValue.set(value, forms);
  }
  return [...byValue].flatMap(([value, forms]) =>
    forms.size < 2
      ? []
      : [
          {
            value,
            forms: [...forms].map(([comparator, figures]) => ({ comparator, figures })),
            reason: hedgeReason([...forms.keys()]),
          },
        ],
  );
}

const hedgeReason = (comparators: Compared['comparator'][]): string => {
  const hedges = comparators.filter((one) => one !== 'exact').join(' and ');
  return hedges.length > 0 && comparators.includes('exact')
    ? `where it is printed as exact, ${hedges} is lost`
    : `printed as ${hedges}`;
};
