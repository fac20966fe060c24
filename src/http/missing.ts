// What to answer for an id that a list does not have: what became of the record, or the nearest id.
import { type Gone, goneOf, told } from '#db/gone.ts';
import { shown } from '#db/invalid.ts';
import type { List } from '#db/list.ts';
import type { Db } from '#db/open.ts';
import { nearestId } from '#db/resolve.ts';
import { ENTITY_LISTS, type EntityKind, RECORD_KINDS, type RecordKind } from '#db/vocabulary.ts';
import { Problem } from './problem.ts';

/** What the log of changes calls the records of a list; undefined for the log itself. */
export const kindOf = ({ name }: List<unknown>): RecordKind | undefined =>
  Object.values(ENTITY_LISTS).includes(name)
    ? 'entities'
    : RECORD_KINDS.find((kind) => kind === name);

/** Whether a record, as the log has it, is of a list: entities are in several, by their kind. */
export const isOf = ({ name }: List<unknown>, form: { kind?: unknown } | null): boolean =>
  !Object.values(ENTITY_LISTS).includes(name) || ENTITY_LISTS[form?.kind as EntityKind] === name;

/** 410 or 308 for a record that was retracted or merged, else 404 with the nearest id. */
export function missing(db: Db, list: List<unknown>, id: string): Problem {
  const kind = kindOf(list);
  const gone = kind === undefined ? undefined : goneOf(db, kind, id);
  if (gone !== undefined && isOf(list, JSON.parse(gone.before ?? 'null'))) {
    return becameOf(list, id, gone);
  }
  const near = nearestId(db, list.id, list.from, id);
  return new Problem(
    404,
    'unknown-record',
    `There is no record of ${list.name} with the id ${shown(id)}.` +
      (near === null ? '' : ` The nearest is "${near}".`),
  );
}

function becameOf({ name }: List<unknown>, id: string, gone: Gone): Problem {
  const history = `/v1/${name}/${id}/history`;
  const detail = `The record ${shown(id)} of ${name} ${told(gone)}. Its history is at ${history}.`;
  const link = `<${history}>; rel="version-history"`; // RFC 5829
  return gone.into === null
    ? new Problem(410, 'retracted', detail, { headers: { link } })
    : new Problem(308, 'merged', detail, {
        headers: { link, location: `/v1/${name}/${gone.into}` },
      });
}
