// The bundled record many times over: more of everything than is sorted at once.
import { indexChanged } from '#db/index.ts';
import { type Db, openDatabase } from '#db/open.ts';
import { bundledFiles, readRecordFiles } from '#record/files.ts';
import { loadRecord } from '#record/load.ts';
import { INDEXED } from '#record/transaction.ts';

/**
 * As many copies of every quote and figure; `change` is SQL, executed before what changed is indexed.
 */
export function manyRecords(change = '', copies = 60): Db {
  const db = openDatabase(':memory:');
  loadRecord(db, readRecordFiles(bundledFiles()));
  for (const table of ['quotes', 'figures', 'utterances']) copyRows(db, table, copies);
  db.$client.exec('update utterances set reference_id = coalesce(reference_id, 1)');
  db.$client.exec(change);
  indexChanged(db, INDEXED);
  return db;
}

/** Makes the rows of a table many, each under an id of its own. */
function copyRows(db: Db, table: string, copies: number): void {
  const columns = db.$client
    .prepare<[], string>(`select name from pragma_table_info('${table}') where name <> 'id'`)
    .pluck()
    .all();
  const values = columns.map((name) => (name === 'slug' ? "slug || '-' || copy" : name));
  db.$client.exec(`with recursive copies(copy) as (
      select 1 union all select copy + 1 from copies where copy < ${copies})
    insert into ${table} (${columns}) select ${values} from ${table} cross join copies`);
}
