// Where everything that is anchored in older texts of an article stands in its current one.
import { and, desc, eq, ne } from 'drizzle-orm';
import type { Db } from '#db/open.ts';
import { texts } from '#db/tables.ts';
import { SPAN_ROLES } from '#db/vocabulary.ts';
import { type Anchored, anchoredIn } from './anchored.ts';
import { type OlderText, type Place, relocate } from './relocate.ts';

export type Text = OlderText & { id: number; articleId: number; sha256: string };

/** `starts` of the spans in the current text; null where not all are found, in their order. */
export type Found = Anchored & { starts: number[] | null };

export const textFields = {
  id: texts.id,
  articleId: texts.articleId,
  sha256: texts.sha256,
  length: texts.length,
  content: texts.content,
};

/**
 * Of every older text, the newest first. Where others are anchored in the current text already,
 * nothing is found; what is orphaned is looked for only on request.
 */
export function findAll(db: Db, current: Text, orphansToo: boolean): Found[] {
  const { id, articleId, content } = current;
  const older = db
    .select(textFields)
    .from(texts)
    .where(and(eq(texts.articleId, articleId), ne(texts.id, id)))
    .orderBy(desc(texts.id))
    .all();
  if (older.length === 0 || content === null) return [];
  const before = anchoredIn(db, id).map((one) => ({ ...one, starts: null }));
  const taken = new Set(before.flatMap((one) => placesOf(one, ANY_ROLE)));
  return older.flatMap((text) => {
    // Without the older text nobody can say whose the words are, so none may be another's.
    const own = text.content === null ? ANY_ROLE : ['content'];
    const found = findAgain(db, text, content).map((one) => {
      const looked = orphansToo || one.status !== 'orphaned';
      const isFree = !placesOf(one, own).some((place) => taken.has(place));
      return looked && isFree ? one : { ...one, starts: null };
    });
    for (const one of found) {
      if (one.starts !== null) for (const place of placesOf(one, ANY_ROLE)) taken.add(place);
    }
    return found;
  });
}

const ANY_ROLE: readonly string[] = SPAN_ROLES;

/** Names the places of spans; two of a kind may share a source or a cue, but no content. */
const placesOf = ({ kind, entityId, spans, starts }: Found, roles: readonly string[]): string[] =>
  spans.flatMap(({ role, start, end }, index) => {
    const at = starts?.[index] ?? start;
    return roles.includes(role) ? [`${kind} ${entityId} ${at} ${at + end - start}`] : [];
  });

function findAgain(db: Db, older: Text, newer: string): Found[] {
  const anchored = anchoredIn(db, older.id);
  const places = anchored.flatMap(({ spans }) => spans);
  const starts = relocate(places, older, newer);
  let from = 0;
  return anchored.map((one) => {
    const own = starts.slice(from, from + one.spans.length);
    from += one.spans.length;
    return { ...one, starts: inOrder(one.spans, own) };
  });
}

/** The starts, if all are found and every two spans lie to each other as they did. */
function inOrder(spans: Place[], starts: (number | null)[]): number[] | null {
  const found = starts.filter((start) => start !== null);
  if (found.length < spans.length) return null;
  const kept = spans.every((a, first) =>
    spans.every((b, second) => {
      if (second <= first) return true;
      const away = (found[second] ?? 0) - (found[first] ?? 0);
      return b.start >= a.end ? away >= a.end - a.start : away === b.start - a.start;
    }),
  );
  return kept ? found : null;
}
