// What was found out about the record: kept for each connection until the record changes.
import type { Db } from './open.ts';
import { readRows } from './statements.ts';

/** Tells what is kept of the record as it stands: what `make` makes, anew after each change. */
export function keptUntilChange<T>(make: () => T): (db: Db) => T {
  const kept = new WeakMap<Db['$client'], { version: number; found: T }>();
  return (db) => {
    const [[version = 0] = []] = readRows<[number]>(
      db,
      'select version from data_version where id = 1',
    );
    const known = kept.get(db.$client);
    if (known?.version === version) return known.found;
    const found = make();
    kept.set(db.$client, { version, found });
    return found;
  };
}
