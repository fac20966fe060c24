// Cuts texts by Unicode code points, which positions count; JavaScript counts UTF-16 units.

/** A text that can be cut by code points. */
export type CodePoints = { length: number; slice: (start: number, end: number) => string };

const SURROGATE = /[\ud800-\udfff]/;

export function codePoints(text: string): CodePoints {
  if (!SURROGATE.test(text)) {
    return { length: text.length, slice: (start, end) => text.slice(start, end) };
  }
  const points = [...text];
  return { length: points.length, slice: (start, end) => points.slice(start, end).join('') };
}
