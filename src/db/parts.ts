// What is part of a place or of a body, at any depth: found out once until the record changes, since a
// country has thousands of places and every question about it asks for them.
import { keptUntilChange } from './kept.ts';
import type { Db } from './open.ts';
import { readRows } from './statements.ts';

const partsOfAll = keptUntilChange(() => new Map<number, string>());

/** The keys of an entity and of all that is part of it, as JSON; `table` has the key of each one's whole. */
export function keysOfParts(db: Db, table: string, key: number): string {
  const kept = partsOfAll(db);
  const known = kept.get(key);
  if (known !== undefined) return known;
  const [[parts = '[]'] = []] = readRows<[string]>(
    db,
    `with recursive parts(id) as (
      select cast(+? as integer)
      union select part.entity_id from ${table} as part join parts on part.parent_id = parts.id
    ) select json_group_array(id) from parts`,
    [key],
  );
  kept.set(key, parts);
  return parts;
}
