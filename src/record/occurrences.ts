// Where words stand in a text, and how far what stands around them is the same as around others.

/** Code points by position, undefined where they are not known. */
export type Points = readonly (string | undefined)[];

const CONTEXT = 200; // code points on each side that are compared

/** Letters, digits and marks of the scripts that put spaces between words. */
const OF_WORD =
  /[[\p{L}\p{N}\p{M}]--[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]]/v;
const isOfWord = (point = ''): boolean => OF_WORD.test(point);
const isMark = (point = ''): boolean => /\p{M}/u.test(point);
const isDigit = (point = ''): boolean => /\p{Nd}/u.test(point);
const isSeparator = (point = ''): boolean => /[.,]/.test(point);

/** Whether words begin and end inside a word of their text. */
export type Cuts = { start: boolean; end: boolean };

/** Finds positions of words in a text, in code points; those that cut a word only where they may. */
export function occurrencesIn(text: string): (words: string, mayCut: Cuts) => number[] {
  const points = [...text];
  const pointAt = new Uint32Array(text.length + 1);
  let unit = 0;
  points.forEach(({ length }, index) => {
    pointAt.fill(index, unit, unit + length);
    unit += length;
  });
  const found = new Map<string, number[]>();
  return (words, mayCut) => {
    const asked = `${mayCut.start} ${mayCut.end} ${words}`;
    const positions = found.get(asked) ?? [];
    if (found.has(asked)) return positions;
    found.set(asked, positions);
    const length = [...words].length;
    for (let from = text.indexOf(words); from >= 0; from = text.indexOf(words, from + 1)) {
      const at = pointAt[from] ?? 0;
      const cuts = cutsAt(points, at, at + length);
      if ((mayCut.start || !cuts.start) && (mayCut.end || !cuts.end)) positions.push(at);
    }
    return positions;
  };
}

export const cutsAt = (points: Points, start: number, end: number): Cuts => ({
  start: isWithinWord(points, start),
  end: isWithinWord(points, end),
});

/** Whether a cut before this position would go through a word, a number or a composed letter. */
function isWithinWord(points: Points, at: number): boolean {
  const [before, after] = [points[at - 1], points[at]];
  if (before === undefined || after === undefined) return false;
  return (
    isMark(after) ||
    (isOfWord(before) && isOfWord(after)) ||
    (isDigit(before) && isSeparator(after) && isDigit(points[at + 1])) ||
    (isDigit(points[at - 2]) && isSeparator(before) && isDigit(after))
  );
}

/** How many known code points beside a place are the same beside a position, without a break. */
export function agreementOf(
  { start, end }: { start: number; end: number },
  at: number,
  known: Points,
  points: Points,
): number {
  const walk = (from: number, to: number, step: 1 | -1): number => {
    let same = 0;
    for (let away = 0; away < CONTEXT; away += 1) {
      const point = known[from + away * step];
      if (point === undefined) continue;
      if (points[to + away * step] !== point) break;
      same += 1;
    }
    return same;
  };
  return walk(start - 1, at - 1, -1) + walk(end, at + end - start, 1);
}
