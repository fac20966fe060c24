// What to answer for an id that a list does not have.
import { shown } from '#db/invalid.ts';
import type { List } from '#db/list.ts';
import type { Db } from '#db/open.ts';
import { nearestId } from '#db/resolve.ts';
import { Problem } from './problem.ts';

/** 404 with the nearest id. */
export function missing(db: Db, list: List<unknown>, id: string): Problem {
  const near = nearestId(db, list.id, list.from, id);
  return new Problem(
    404,
    'unknown-record',
    `There is no record of ${list.name} with the id ${shown(id)}.` +
      (near === null ? '' : ` The nearest is "${near}".`),
  );
}
