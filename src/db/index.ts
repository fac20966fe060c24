// Keeps what is made of the records: the index of filters, and each record's JSON as it goes over the
// wire. What changed is made anew at the end of each load; triggers note what that is.
import { hash } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import { keyOf, type List } from './list.ts';
import type { Db } from './open.ts';
import { textOf } from './statements.ts';
import { jsonShapes } from './tables.ts';

const AT_ONCE = 20_000; // records that are stored in one transaction where all are made anew

/** Makes anew what changed; whoever writes records calls it before the transaction ends. */
export function indexChanged(db: Db, lists: List<unknown>[]): void {
  for (const list of lists.filter(isKept)) {
    const queue = `${list.name}_unindexed`;
    const changed = `select id from ${queue}`;
    if (list.index !== undefined) db.$client.exec(indexing(list.index, `where id in (${changed})`));
    storeAll(db, list, (step) => step());
    if (list.stored !== undefined) db.$client.exec(storing(list, `(${changed})`));
    db.$client.exec(`delete from ${queue}`);
  }
}

/**
 * Makes anew what an earlier version of the program made otherwise, step by step, so that a run that
 * was stopped goes on; and what else was left over. `tell` hears of a list that this is done for.
 */
export function bringUpToDate(
  db: Db,
  lists: List<unknown>[],
  tell: (list: string) => void = () => {},
): void {
  const atOnce = (step: () => void) => db.transaction(step, { behavior: 'immediate' });
  for (const list of lists.filter(isKept)) {
    storeAll(db, list, atOnce, tell);
    const left = db.get(sql.raw(`select 1 from ${list.name}_unindexed limit 1`));
    if (left !== undefined) atOnce(() => indexChanged(db, [list]));
  }
}

const isKept = ({ index, stored }: List<unknown>): boolean =>
  index !== undefined || stored !== undefined;

/** Puts records into an index of filters: those that a condition on its view picks. */
export const indexing = (
  { table, texts }: NonNullable<List<unknown>['index']>,
  which = '',
): string => {
  const columns = [...texts, 'keys'];
  const view = table.replace(/_index$/, '_to_index');
  return `insert into ${table}(rowid, ${columns}) select rank, ${columns} from ${view} ${which} order by rank`;
};

/** Stores the JSON of some records, whose keys a select gives as `id`. */
const storing = (list: List<unknown>, which: string): string =>
  `insert or replace into ${textOf(list.stored as NonNullable<typeof list.stored>)}
    select changed.id, ${textOf(list.record)} from ${which} as changed cross join ${textOf(list.from)}
    where ${keyOf(list)} = changed.id`;

/** Stores the JSON of all records, where it is not of the shape that the list declares. */
export function storeAll(
  db: Db,
  list: List<unknown>,
  atOnce: (step: () => void) => void,
  tell: (list: string) => void = () => {},
): void {
  const { name, stored } = list;
  if (stored === undefined) return;
  const shape = shapeOf(list);
  const made = () => db.select().from(jsonShapes).where(eq(jsonShapes.list, name)).get()?.sha256;
  const note = (sha256: string) =>
    db
      .insert(jsonShapes)
      .values({ list: name, sha256 })
      .onConflictDoUpdate({ target: jsonShapes.list, set: { sha256 } })
      .run();
  const next = `(select id from ${textOf(list.id.table)}
    where id > (select coalesce(max(id), 0) from ${textOf(stored)}) order by id limit ${AT_ONCE})`;
  if (made() !== shape) tell(name);
  while (made() !== shape) {
    atOnce(() => {
      const now = made(); // another process may do the same
      if (now === shape) return;
      if (now !== `unfinished ${shape}`) {
        db.delete(stored).run();
        note(`unfinished ${shape}`);
      } else if (db.$client.prepare(storing(list, next)).run().changes === 0) note(shape);
    });
  }
}

const shapeOf = ({ record, from }: List<unknown>): string =>
  hash('sha256', `${textOf(record)} ${textOf(from)}`);
