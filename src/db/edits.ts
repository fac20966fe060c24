// The fewest edits that make one sequence of words into another (Myers 1986), dropped before added.

export type Edit = { kind: 'kept' | 'dropped' | 'added'; count: number };

/** The end of a way to edit, which shares its beginning with others. */
type Step = Edit & { before: Step | undefined };
type Way = { position: number; last: Step | undefined };

/** The runs of words kept, dropped and added; undefined where it takes more than `most` edits. */
export const editsBetween = (
  old: readonly string[],
  now: readonly string[],
  most: number,
): Edit[] | undefined => editorOf(old)(now, most);

/** The same for one sequence and many others. Words, which are compared many times over, are numbered. */
export function editorOf(
  old: readonly string[],
): (now: readonly string[], most: number) => Edit[] | undefined {
  const numbers = new Map<string, number>();
  for (const word of old) if (!numbers.has(word)) numbers.set(word, numbers.size);
  const numbered = (words: readonly string[]) => words.map((word) => numbers.get(word) ?? -1);
  const before = numbered(old);
  return (now, most) => fewest(before, numbered(now), most);
}

function fewest(old: readonly number[], now: readonly number[], most: number): Edit[] | undefined {
  const keep = (way: Way, diagonal: number): void => {
    const from = way.position;
    let to = from;
    while (to < old.length && to - diagonal < now.length && old[to] === now[to - diagonal]) to += 1;
    way.position = to;
    if (to > from) way.last = { kind: 'kept', count: to - from, before: way.last };
  };
  const isWhole = ({ position }: Way, diagonal: number): boolean =>
    position >= old.length && position - diagonal >= now.length;

  const first: Way = { position: 0, last: undefined };
  keep(first, 0);
  if (isWhole(first, 0)) return listed(first);
  const bound = Math.floor(Math.min(most, old.length + now.length));
  const middle = bound + 1;
  const ways: (Way | undefined)[] = new Array(2 * middle + 1).fill(undefined); // by diagonal
  ways[middle] = first;
  let [least, greatest] = [-Infinity, Infinity]; // beyond these one of the two is at its end
  for (let edits = 1; edits <= bound; edits += 1) {
    const end = Math.min(greatest, edits);
    for (let diagonal = Math.max(least, -edits); diagonal <= end; diagonal += 2) {
      const at = middle + diagonal;
      const way = longer(ways[at - 1], ways[at + 1], diagonal, old.length, now.length);
      ways[at - 1] = undefined;
      ways[at] = way;
      if (way === undefined) continue;
      keep(way, diagonal);
      if (isWhole(way, diagonal)) return listed(way);
      if (way.position >= old.length) greatest = Math.min(greatest, diagonal - 1);
      if (way.position - diagonal >= now.length) least = Math.max(least, diagonal + 1);
    }
  }
  return undefined;
}

/** Goes on to a diagonal from the neighbour that reaches further: by a dropped or an added word. */
function longer(
  below: Way | undefined,
  above: Way | undefined,
  diagonal: number,
  old: number,
  now: number,
): Way | undefined {
  const canDrop = below !== undefined && below.position < old;
  const inserted = above === undefined ? -1 : above.position - diagonal - 1;
  const canAdd = above !== undefined && inserted >= 0 && inserted < now;
  if (canAdd && (!canDrop || below.position < above.position)) {
    return { position: above.position, last: onward(above.last, 'added') };
  }
  if (!canDrop) return undefined;
  return { position: below.position + 1, last: onward(below.last, 'dropped') };
}

const onward = (last: Step | undefined, kind: Edit['kind']): Step =>
  last?.kind === kind
    ? { kind, count: last.count + 1, before: last.before }
    : { kind, count: 1, before: last };

function listed({ last }: Way): Edit[] {
  const edits: Edit[] = [];
  for (let step = last; step !== undefined; step = step.before) {
    edits.push({ kind: step.kind, count: step.count });
  }
  return edits.reverse();
}
