// The list of changes: the log of the record in order, which is its feed.
import { type SQL, sql } from 'drizzle-orm';
import type { AnySQLiteColumn } from 'drizzle-orm/sqlite-core';
import { compared, joined } from '#db/condition.ts';
import { day, type Filter, identifier, number, oneOf } from '#db/filters.ts';
import { InvalidValue, shown } from '#db/invalid.ts';
import { jsonObject, pathTo } from '#db/json.ts';
import type { List } from '#db/list.ts';
import type { Db } from '#db/open.ts';
import { nearestId } from '#db/resolve.ts';
import { readRows } from '#db/statements.ts';
import { changes } from '#db/tables.ts';
import { CHANGE_ACTIONS, CHANGE_ORIGINS, RECORD_KINDS, type RecordKind } from '#db/vocabulary.ts';
import { differences } from './differences.ts';
import type { Change, History } from './schema.ts';

const document = (column: AnySQLiteColumn): SQL<Record<string, unknown> | null> =>
  sql`json(${column})`;

/** The list in which a record is served; entities are in several, by their kind. */
const list = sql`case ${changes.kind} when 'entities' then
  case coalesce(json_extract(${changes.before}, '$.kind'), json_extract(${changes.after}, '$.kind'))
    when 'person' then 'people' when 'place' then 'places' else 'organizations' end
  else ${changes.kind} end`;

/** When what became of which record, and why. */
const citation: SQL<string> = sql`substr(${changes.recordedAt}, 1, 10) || ': ' || ${changes.action} || ' ' || ${changes.kind}
  || ' ' || ${changes.recordId} || ': ' || ${changes.reason}`;

const EXAMPLE_DAY = '2026-01-02';
const recordedOn = day(changes.recordedAt, 'When it was recorded, a day in UTC', EXAMPLE_DAY);

const after = compared(changes.sequence, '>');
const upTo = compared(changes.sequence, '<=');

/** The number of the last change before a time, or one beyond all; the log goes on in time. */
function lastBefore(db: Db, time: string | number): number {
  const [[first] = []] = readRows<[number]>(
    db,
    'select sequence from changes where recorded_at >= +? order by recorded_at, sequence limit 1',
    [time],
  );
  return (first ?? Number.MAX_SAFE_INTEGER) - 1;
}

type Bound = NonNullable<Filter['ranged']>['is']['gte'];
const fromDay: Bound = (day, _, { db }) => after(lastBefore(db, day));
const beforeDay: Bound = (day, _, { db }) => upTo(lastBefore(db, day));
const readDay = (value: string): string => `${recordedOn.ranged?.read(value)}`;

/** A day stands for its beginning in ranges, and for all of it alone. */
const recordedAt: Filter = {
  ...recordedOn,
  is: (value, { db }) => {
    const date = readDay(value);
    return joined([after(lastBefore(db, date)), upTo(lastBefore(db, `${date}U`))], 'and'); // U follows T
  },
  ranged: {
    read: readDay,
    is: { gte: fromDay, gt: fromDay, lte: beforeDay, lt: beforeDay },
  },
};

const since = number(
  changes.sequence,
  'Number of the last change that is known: those after it',
  '0',
);

const ofRecord = compared(changes.recordId);

/** Any record that ever was, also one that is gone. */
const recordFilter: Filter = {
  description: 'Id of the record',
  example: 'volodymyr-zelensky',
  is: (value, { db }) => {
    const is = ofRecord(value);
    const [found] = readRows(db, `select 1 from changes where ${is.seek} limit 1`, is.values);
    if (found !== undefined) return is;
    throw new InvalidValue(
      `no record ever had the id ${shown(value)}`,
      nearestId(db, changes.recordId, changes, value),
    );
  },
};

export const changeList: List<Change> = {
  name: 'changes',
  description: 'Every insertion, correction, retraction and merge of a record, in order',
  id: changes.id,
  record: jsonObject({
    id: changes.id,
    sequence: changes.sequence,
    recorded_at: changes.recordedAt,
    action: changes.action,
    origin: changes.origin,
    kind: changes.kind,
    record: changes.recordId,
    reason: changes.reason,
    before: document(changes.before),
    after: document(changes.after),
    citation,
    links: jsonObject({
      self: pathTo('changes/', changes.id),
      history: sql<string>`'/v1/' || ${list} || '/' || ${changes.recordId} || '/history'`,
    }),
  }),
  from: sql`${changes}`,
  numbered: changes.sequence,
  classes: new Map<AnySQLiteColumn, readonly string[]>([
    [changes.kind, RECORD_KINDS],
    [changes.action, CHANGE_ACTIONS],
    [changes.origin, CHANGE_ORIGINS],
  ]),
  filters: {
    id: identifier(changes.id, 'Public id: its number', '1'),
    since: {
      description: since.description,
      example: since.example,
      is: (value) => after(since.ranged?.read(value) ?? 0),
    },
    kind: oneOf(changes.kind, RECORD_KINDS, 'What the record is'),
    record: recordFilter,
    action: oneOf(changes.action, CHANGE_ACTIONS, 'What was done'),
    origin: oneOf(changes.origin, CHANGE_ORIGINS, 'By what path it came'),
    recorded_at: recordedAt,
  },
  sorts: { sequence: changes.sequence },
  defaultSort: 'sequence,id',
  includes: {},
};

/** Every change of a record in order, each with the fields that it changed. */
export function historyOf(db: Db, kind: RecordKind, id: string): History {
  return db
    .all<{ record: string }>(
      sql`select ${changeList.record} as record from ${changeList.from}
        where ${changes.kind} = +${kind} and ${changes.recordId} = +${id} order by ${changes.sequence}`,
    )
    .map(({ record }) => {
      const change = JSON.parse(record) as Change;
      const { action, before, after } = change;
      return { ...change, changed: action === 'correct' ? differences(before, after) : [] };
    });
}
