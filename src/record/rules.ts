// The rules that records of several kinds share: references, fields that belong together, positions.
import type { EntityKind } from '#db/vocabulary.ts';
import type { Known } from './known.ts';
import type { ArticleRecord } from './schema.ts';

/** Says what is wrong with a field of the record that is being checked. */
export type Refuse = (field: string, problem: string, allowed: string) => void;

export function checkEntityRef(
  known: Known,
  field: string,
  id: string | null,
  kinds: readonly EntityKind[],
  refuse: Refuse,
): void {
  if (id === null) return;
  const kind = known.entityKind(id);
  if (kind === undefined) {
    refuse(field, ...known.absent('entities', id));
  } else if (!kinds.includes(kind)) {
    refuse(field, `"${id}" is a ${kind}`, `a ${kinds.join(' or ')}`);
  }
}

export function checkRef(
  known: Known,
  field: string,
  kind: Parameters<Known['has']>[0],
  id: string | null,
  refuse: Refuse,
): void {
  if (id !== null && !known.has(kind, id)) {
    refuse(field, ...known.absent(kind, id));
  }
}

/** Nothing lies within itself, at any depth. */
export function checkParents(
  kind: Parameters<Known['parent']>[0],
  id: string,
  known: Known,
  refuse: Refuse,
): void {
  const above = new Set([id]);
  for (let up = known.parent(kind, id); up !== null; up = known.parent(kind, up)) {
    if (above.has(up)) {
      refuse('parent', `leads back to "${up}"`, 'a parent that is not itself a part of this');
      return;
    }
    above.add(up);
  }
}

export function checkTogether(
  a: string,
  one: unknown,
  b: string,
  other: unknown,
  refuse: Refuse,
): void {
  if ((one === null) === (other === null)) return;
  const [missing, present] = one === null ? [a, b] : [b, a];
  refuse(missing, `is missing beside ${present}`, `both ${a} and ${b}, or neither`);
}

export function checkInside(
  field: string,
  start: number,
  end: number,
  { text }: ArticleRecord,
  refuse: Refuse,
): void {
  if (start < end && end <= text.length) return;
  refuse(
    field,
    `${start} to ${end} lies outside the text`,
    `start below end, and end at most ${text.length}`,
  );
}

export const lengthOf = (words: string): number => [...words].length;
