// Reads the figures that a comparison is made from: the newest of a series, of its parts and whole.
import { sql } from 'drizzle-orm';
import type { Condition } from '#db/condition.ts';
import { readKeys } from '#db/keys.ts';
import { Letters } from '#db/letters.ts';
import type { Db } from '#db/open.ts';
import { type Given, parseQuery } from '#db/query.ts';
import { readLines } from '#db/read.ts';
import { BOUND, readObjects, readRows, textOf } from '#db/statements.ts';
import { articles, figures, series, stories } from '#db/tables.ts';
import type { STORY_RELATIONS } from '#db/vocabulary.ts';
import type { EntityRef } from '#entities/schema.ts';
import { figureList } from '#figures/queries.ts';
import type { Figure } from '#figures/schema.ts';
import { joinSeriesEntities, seriesRef } from '#series/queries.ts';
import type { Told } from './claims.ts';
import { type Asked, compare, type Found } from './compare.ts';

/** The claims of one question that are compared, the newest of them. */
const MOST_CLAIMS = 100;
const MOST_SERIES = 20;
const NEWEST = '-as_of,-published_on,-position,-id';

/** The claims on one series compared, as JSON; undefined where there is no such series. */
export function compareSeries(db: Db, id: string, asked: Asked): Letters | undefined {
  const [one] = readSeries(db, [id]);
  if (one === undefined) return undefined;
  const { keys, more } = findNewest(db, { series: id }, asked);
  return new Letters(compareClaims(db, one, { ...readShown(db, keys), more }, asked));
}

/**
 * The claims that a question finds, compared series by series, those with the newest claims first, as
 * JSON; `more` where there are further series or claims. Parts and wholes are read without its conditions.
 */
export function compareFound(
  db: Db,
  conditions: Condition[],
  asked: Asked,
): { comparisons: Letters; count: number; more: boolean } {
  const { keys, more } = findNewest(db, {}, asked, conditions);
  const { told, records } = readShown(db, keys);
  const found = Map.groupBy(told, ({ series }) => series);
  const shown = readSeries(db, [...found.keys()].slice(0, MOST_SERIES));
  const comparisons = shown.flatMap((one, index) => [
    index === 0 ? '[' : ',',
    ...compareClaims(db, one, { told: found.get(one.id) ?? [], records, more }, asked),
  ]);
  return {
    comparisons: new Letters(shown.length === 0 ? ['[]'] : [...comparisons, ']']),
    count: shown.length,
    more: more || found.size > MOST_SERIES,
  };
}

function compareClaims(
  db: Db,
  one: Figure['series'],
  shown: Pick<Found, 'told' | 'records' | 'more'>,
  asked: Asked,
): string[] {
  const find = (ids: string[]) =>
    ids.length === 0 ? [] : findNewest(db, { series: ids.join(',') }, asked).keys;
  const relatives = relativesOf(db, one.id);
  const [parts, whole] = [find(relatives.parts), find(relatives.whole)];
  const told = readTold(db, [...parts, ...whole]);
  const ofParts = told.splice(0, parts.length);
  return compare(one, { ...shown, parts: ofParts, whole: told }, asked);
}

const seriesById = sql`select ${seriesRef} from json_each(+${BOUND}) as wanted
  cross join ${series}${joinSeriesEntities} where ${series.slug} = wanted.value`;

/** The series of some ids, in the order of the ids. */
const readSeries = (db: Db, ids: string[]): Figure['series'][] =>
  readRows<[string]>(db, textOf(seriesById), [JSON.stringify(ids)]).map(([text]) =>
    JSON.parse(text),
  );

const MOST_PARTS = 20;

/** The series that name a series as their whole, and the one that it names. */
function relativesOf(db: Db, id: string): { parts: string[]; whole: string[] } {
  const related = (select: string) => readRows<[string]>(db, select, [id]).flat();
  return {
    parts: related(
      `select part.slug from series cross join series as part on part.parent_id = series.id
        where series.slug = +? order by part.slug limit ${MOST_PARTS}`,
    ),
    whole: related(
      `select whole.slug from series cross join series as whole on whole.id = series.parent_id
        where series.slug = +?`,
    ),
  };
}

/** The inner keys of the newest figures that a question finds. */
function findNewest(
  db: Db,
  filters: Given,
  { asOf }: Asked,
  conditions: Condition[] = [],
): { keys: number[]; more: boolean } {
  const until = asOf === null ? {} : { as_of__lte: asOf };
  const query = parseQuery(db, figureList, { ...filters, ...until, sort: NEWEST });
  const wanted = { ...query, conditions: [...query.conditions, ...conditions] };
  const keys = readKeys(db, figureList, wanted, MOST_CLAIMS + 1, []).map(([key]) => key);
  return { keys: keys.slice(0, MOST_CLAIMS), more: keys.length > MOST_CLAIMS };
}

/** Columns: many figures are weighed of which little is shown. */
const figuresByKey = sql`select ${figures.slug} as id, ${figures.value} as value,
    ${figures.valueMax} as value_max, ${figures.comparator} as comparator,
    ${figures.expression} as expression, ${figures.asOf} as as_of,
    ${figures.asOfAccuracy} as as_of_accuracy, ${figures.start} as start,
    ${figures.claimantId} as claimant_key, ${series.slug} as series,
    ${series.temporality} as temporality, ${articles.slug} as article,
    ${articles.publishedOn} as published_on, ${stories.slug} as story,
    ${articles.storyRelation} as story_relation
  from json_each(+${BOUND}) as page cross join ${figures}
    cross join ${articles} on ${articles.id} = ${figures.articleId}
    left join ${stories} on ${stories.id} = ${articles.storyId}
    cross join ${series} on ${series.id} = ${figures.seriesId}
  where ${figures.id} = page.value`;

type Row = Omit<Told, 'claimant' | 'updates' | 'body'> & {
  claimant_key: number | null;
  story_relation: (typeof STORY_RELATIONS)[number] | null;
};

/** The figures of some inner keys, in the order of the keys. */
function readTold(db: Db, keys: number[]): Told[] {
  const rows = readObjects<Row>(db, textOf(figuresByKey), [JSON.stringify(keys)]);
  const claimants = JSON.stringify([...new Set(rows.map(({ claimant_key: key }) => key))]);
  const [refs, bodies] = [readClaimants(db, claimants), readBodies(db, claimants)];
  return rows.map((row) => ({
    ...row,
    claimant: refs.get(row.claimant_key) ?? null,
    updates: row.story_relation === 'update',
    body: bodies.get(row.claimant_key) ?? null,
  }));
}

const readClaimants = (db: Db, keys: string): Map<number | null, EntityRef> =>
  new Map(
    readRows<[number, string, EntityRef['kind'], string]>(
      db,
      `select entities.id, slug, entities.kind, entities.name
        from json_each(+?) as wanted cross join entities on entities.id = wanted.value`,
      [keys],
    ).map(([key, id, kind, name]) => [key, { id, kind, name }]),
  );

const BEFORE_ID = '{"id":"';

/** The same, and by id their records. */
function readShown(db: Db, keys: number[]): Pick<Found, 'told' | 'records'> {
  if (keys.length === 0) return { told: [], records: new Map() };
  const told = readTold(db, keys);
  const lines = readLines(db, figureList, keys).toString('latin1').split('\n');
  const idOf = (line: string) => line.slice(BEFORE_ID.length, line.indexOf('"', BEFORE_ID.length));
  return { told, records: new Map(lines.map((line) => [idOf(line), line])) };
}

/** The outermost body that each claimant is part of, itself where it is part of none. */
const readBodies = (db: Db, claimants: string): Map<number | null, number> =>
  new Map(
    readRows<[claimant: number, body: number]>(
      db,
      `with recursive up(claimant, body) as (
        select value, value from json_each(+?) where value is not null
        union select up.claimant, part.parent_id from up
          join organizations as part on part.entity_id = up.body and part.parent_id is not null
      ) select claimant, body from up where not exists (select 1 from organizations as part
          where part.entity_id = body and part.parent_id is not null)`,
      [claimants],
    ),
  );
