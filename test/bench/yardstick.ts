// A fixed piece of work of the kind that an answer is made of: its time in the same run is what
// runs on other machines, or on a busier one, are compared by.
import Database from 'better-sqlite3';

const ROWS = 400;

/** Does the work once and tells its milliseconds of processor time. */
export function yardstickOf(): () => number {
  const db = new Database(':memory:');
  db.exec('create table rows (id integer primary key, words text)');
  const insert = db.prepare('insert into rows (words) values (?)');
  for (let row = 0; row < ROWS; row += 1) insert.run(`${row} `.repeat(50));
  const read = db
    .prepare('select json_object(?, id, ?, words) from rows where id >= +? limit 20')
    .pluck();
  return () => {
    const before = process.cpuUsage();
    for (let from = 1; from < ROWS; from += 20) JSON.parse(`[${read.all('id', 'words', from)}]`);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  };
}
