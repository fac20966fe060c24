// Keeps what is made of the records: the index of filters, and each record's JSON as it goes over the
// wire. What changed is made anew at the end of each load; triggers note what that is.
import { createHash } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import { keyOf, type List } from './list.ts';
import type { Db } from './open.ts';
import { textOf } from './statements.ts';
import { jsonShapes } from './tables.ts';

/** Makes anew what changed; whoever writes records calls it before the transaction ends. */
export function indexChanged(db: Db, lists: List<unknown>[]): void {
  for (const list of lists.filter(isKept)) {
    const queue = `${list.name}_unindexed`;
    const changed = `select id from ${queue}`;
    if (list.index !== undefined) db.$client.exec(indexing(list.index, `where id in (${changed})`));
    if (isShapedAnew(db, list)) storeAll(db, list);
    else if (list.stored !== undefined) db.$client.exec(storing(list, `(${changed})`));
    db.$client.exec(`delete from ${queue}`);
  }
}

/** Makes anew what an earlier version of the program made otherwise, or what else was left over. */
export function bringUpToDate(db: Db, lists: List<unknown>[]): void {
  const behind = (list: List<unknown>) =>
    isShapedAnew(db, list) ||
    db.get(sql.raw(`select 1 from ${list.name}_unindexed limit 1`)) !== undefined;
  if (!lists.some((list) => isKept(list) && behind(list))) return;
  db.transaction(() => indexChanged(db, lists), { behavior: 'immediate' });
}

/** Merges what full text and filters are indexed in; worth it after a load of many records. */
export function optimizeIndexes(db: Db, lists: List<unknown>[]): void {
  const tables = lists.flatMap(({ index }) => index?.table ?? []);
  for (const table of ['quotes_fts', 'articles_fts', 'names_fts', ...tables]) {
    db.$client.exec(`insert into ${table}(${table}) values ('optimize')`);
  }
}

const isKept = ({ index, stored }: List<unknown>): boolean =>
  index !== undefined || stored !== undefined;

const indexing = ({ table, texts }: NonNullable<List<unknown>['index']>, which: string): string => {
  const columns = [...texts, 'keys'];
  const view = table.replace(/_index$/, '_to_index');
  return `insert into ${table}(rowid, ${columns}) select rank, ${columns} from ${view} ${which} order by rank`;
};

/** Stores the JSON of some records, whose keys a select gives as `id`. */
const storing = (list: List<unknown>, which: string): string =>
  `insert or replace into ${textOf(list.stored as NonNullable<typeof list.stored>)}
    select changed.id, ${textOf(list.record)} from ${which} as changed cross join ${textOf(list.from)}
    where ${keyOf(list)} = changed.id`;

function storeAll(db: Db, list: List<unknown>): void {
  db.$client.exec(storing(list, `(select id from ${textOf(list.id.table)} order by id)`));
  const shape = { list: list.name, sha256: shapeOf(list) };
  db.insert(jsonShapes)
    .values(shape)
    .onConflictDoUpdate({ target: jsonShapes.list, set: shape })
    .run();
}

function isShapedAnew(db: Db, list: List<unknown>): boolean {
  if (list.stored === undefined) return false;
  const made = db.select().from(jsonShapes).where(eq(jsonShapes.list, list.name)).get();
  return made?.sha256 !== shapeOf(list);
}

const shapeOf = ({ record, from }: List<unknown>): string =>
  createHash('sha256')
    .update(`${textOf(record)} ${textOf(from)}`)
    .digest('hex');
