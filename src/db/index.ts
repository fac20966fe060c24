// Keeps the index of filters: what changed is put in at the end of each load.
import type { Db } from './open.ts';

const INDEXES = [
  { list: 'quotes', columns: 'content, keys' },
  { list: 'figures', columns: 'keys' },
  { list: 'articles', columns: 'headline, abstract, text, keys' },
];

/** Indexes the records that changed; whoever writes records calls it before the transaction ends. */
export function indexChanged(db: Db): void {
  for (const { list, columns } of INDEXES) {
    db.$client.exec(`
      insert into ${list}_index(rowid, ${columns}) select rank, ${columns} from ${list}_to_index
        where id in (select id from ${list}_unindexed) order by rank;
      delete from ${list}_unindexed;`);
  }
}

/** Merges what full text and filters are indexed in; worth it after a load of many records. */
export function optimizeIndexes(db: Db): void {
  for (const table of ['quotes_fts', 'articles_fts', 'names_fts']) {
    db.$client.exec(`insert into ${table}(${table}) values ('optimize')`);
  }
  for (const { list } of INDEXES) {
    db.$client.exec(`insert into ${list}_index(${list}_index) values ('optimize')`);
  }
}
