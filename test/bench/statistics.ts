// What many timings come to.

/** The value below which that share of the others lies (nearest rank). */
export function quantile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

export const median = (values: number[]): number => quantile(values, 0.5);

/** Three digits say enough of a timing. */
export const rounded = (value: number): number => Number(value.toPrecision(3));
