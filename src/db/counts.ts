// Counts records: all that meet conditions, or up to a bound; found as a page of them is.
import { allOfClasses, dividedByClass } from './classes.ts';
import { type Condition, separated } from './condition.ts';
import { countAll, countRows } from './dear.ts';
import { fewest, lastKey, rare } from './few.ts';
import { among, hitsOf, type Part, wordsOf } from './filter-index.ts';
import type { List } from './list.ts';
import type { Db } from './open.ts';
import { matching, seeking } from './reader.ts';
import { readRows, textOf } from './statements.ts';

/** How many records meet all conditions, counted no further than `most` where it is told. */
export function countKeys(
  db: Db,
  list: List<unknown>,
  given: Condition[],
  most: number | null,
): number {
  const [only, ...more] = given;
  const table = textOf(list.rows ?? list.id.table);
  if (only === undefined && most === null) {
    return countRows(db, table);
  }
  if (more.length === 0 && only?.bound?.sign === '>' && only.bound.column === list.numbered) {
    return Math.max(0, lastKey(db, list) - Math.max(0, Math.floor(Number(only.values[0]))));
  }
  const hits = countable(db, list, separated(given));
  return most === null ? countAll(db, hits) : countUpTo(db, hits, most);
}

/** The same limit keeps what counts apart from what is counted (dear.ts). */
const countUpTo = (db: Db, { text, values }: Part, most: number): number =>
  readRows<[number]>(db, `select count(*) from (select 1 ${text} limit +?)`, [
    ...values,
    most,
  ])[0]?.[0] ?? 0;

function countable(db: Db, list: List<unknown>, conditions: Condition[]): Part {
  const divided = dividedByClass(list, conditions);
  if (divided !== undefined) return allOfClasses(list, divided);
  const [only, ...more] = conditions;
  const own = only?.words === undefined || only.bound?.table === list.id.table;
  const few =
    only?.seek !== undefined && more.length === 0 && own
      ? [only]
      : fewest(db, list, conditions, []);
  if (few !== undefined) return seeking(list, few, [], conditions);
  const keys = rare(db, list, conditions);
  if (keys !== undefined) return among(list, keys, conditions);
  const match = wordsOf(conditions);
  if (list.index === undefined || match === null) return matching(list, conditions);
  return hitsOf(list, match, conditions);
}
