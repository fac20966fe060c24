// Counts records along dimensions and dates: all that match, or the first of very many. Values are read
// in one pass over the records and counted here; names are only looked up for what was counted.
import type { Facet, Filter } from './filters.ts';
import { firstKeys } from './keys.ts';
import { keyOf, type List } from './list.ts';
import type { Db } from './open.ts';
import type { Query } from './query.ts';
import { readRows, textOf, type Value } from './statements.ts';

const MOST_COUNTED = 1000; // records, where counts are not asked to be exact
const MOST_BUCKETS = 50;

export type Bucket = { value: string | null; label: string | null; count: number };

/** Whether counts are of all matches, or only of the first of very many in the default order. */
export type CountsAre = 'exact' | 'at_least';

/** How many records have each value. */
type Counts = Map<Value, number>;

/** The commonest values of each dimension asked for, under the same conditions as the page. */
export function readFacets(
  db: Db,
  list: List<unknown>,
  query: Query,
): { facets: Record<string, Bucket[]>; facets_are: CountsAre | null } {
  if (query.facets.length === 0) return { facets: {}, facets_are: null };
  const { keys, are } = counted(db, list, query);
  const facets = query.facets.map((name) => list.filters[name]?.facet as Facet);
  const single = facets.filter(({ join }) => join === undefined);
  const together = countValues(
    db,
    list,
    keys,
    single.map(({ value }) => textOf(value)),
  );
  const buckets = facets.map((facet) => {
    const counts = together[single.indexOf(facet)] ?? countSeveral(db, list, keys, facet);
    return bucketsOf(db, facet, counts);
  });
  return {
    facets: Object.fromEntries(query.facets.map((name, index) => [name, buckets[index] ?? []])),
    facets_are: are,
  };
}

/** The records that facets and timelines count: all that match, or the first of too many. */
function counted(db: Db, list: List<unknown>, { conditions }: Query) {
  const keys = firstKeys(db, list, conditions, MOST_COUNTED + 1);
  const are: CountsAre = keys.length > MOST_COUNTED ? 'at_least' : 'exact';
  return { keys: JSON.stringify(keys.slice(0, MOST_COUNTED)), are };
}

/** Not grouped by SQLite, which would then also join the tables that nothing is read from. */
const ofKeys = (list: List<unknown>, values: string[], join = ''): string =>
  `select ${values} from json_each(+?) as page cross join ${textOf(list.from)}${join}
    where ${keyOf(list)} = page.value`;

/** Values that each record has one of, of all dimensions in one pass. */
function countValues(db: Db, list: List<unknown>, keys: string, values: string[]): Counts[] {
  if (values.length === 0) return [];
  const rows = readRows<Value[]>(db, ofKeys(list, values), [keys]);
  return values.map((_, index) => tally(rows.map((row) => row[index] ?? null)));
}

/** Values that a record may have several of, each counted once. */
function countSeveral(db: Db, list: List<unknown>, keys: string, { value, join }: Facet): Counts {
  const source = ofKeys(list, [keyOf(list), textOf(value)], join && textOf(join));
  const rows = readRows<[Value, Value]>(db, source.replace('select', 'select distinct'), [keys]);
  return tally(rows.map(([, one]) => one));
}

function tally(values: Value[]): Counts {
  const counts: Counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

/** The commonest, under their ids and names where the values are keys; of equals the first by value. */
function bucketsOf(db: Db, { named, wholes }: Facet, counts: Counts): Bucket[] {
  const all = wholes === undefined ? counts : countWholes(db, textOf(wholes), counts);
  const least = [...all.values()].toSorted((a, b) => b - a)[MOST_BUCKETS - 1] ?? 0;
  const common = [...all].filter(([, count]) => count >= least);
  const names = new Map<Value, [id: string, name: string]>();
  if (named !== undefined) {
    const { id, slug, name = slug } = named;
    const columns = [id, slug, name].map((column) => textOf(column));
    const rows = readRows<[number, string, string]>(
      db,
      `select ${columns} from json_each(+?) as page cross join ${textOf(named)}
        where ${textOf(id)} = page.value`,
      [JSON.stringify(common.map(([key]) => key))],
    );
    for (const [key, ...shown] of rows) names.set(key, shown);
  }
  return common
    .map(([key, count]) => {
      const [value, label] = names.get(key) ?? [key as string | null, key as string | null];
      return { value, label, count };
    })
    .toSorted((a, b) => b.count - a.count || (`${a.value ?? ''}` < `${b.value ?? ''}` ? -1 : 1))
    .slice(0, MOST_BUCKETS);
}

/** What is counted of a part is counted of all that it is part of, itself included. */
function countWholes(db: Db, table: string, counts: Counts): Counts {
  const rows = readRows<[number, number]>(
    db,
    `with recursive wholes(part, id) as (
      select value, value from json_each(+?) where value is not null
      union select wholes.part, parent_id from wholes join ${table} on entity_id = wholes.id
        where parent_id is not null
    ) select part, id from wholes`,
    [JSON.stringify([...counts.keys()])],
  );
  const all: Counts = new Map([...counts].filter(([value]) => value === null));
  for (const [part, whole] of rows) {
    all.set(whole, (all.get(whole) ?? 0) + (counts.get(part) ?? 0));
  }
  return all;
}

export const INTERVALS = { day: 10, month: 7, year: 4 } as const; // characters of the date

/** Records a day, month or year, in order of time; those without the date are counted apart. */
export function readTimeline(
  db: Db,
  list: List<unknown>,
  query: Query,
  { date, interval }: { date: string; interval: keyof typeof INTERVALS },
): { data: { date: string; count: number }[]; undated: number; counts_are: CountsAre } {
  const column = list.filters[date]?.date as NonNullable<Filter['date']>;
  const { keys, are } = counted(db, list, query);
  const value = `substr(${textOf(column)}, 1, ${INTERVALS[interval]})`;
  const counts = new Map(countValues(db, list, keys, [value])[0]);
  const undated = counts.get(null) ?? 0;
  counts.delete(null);
  const data = [...counts].map(([date, count]) => ({ date: `${date}`, count }));
  return {
    data: data.toSorted((a, b) => (a.date < b.date ? -1 : 1)),
    undated,
    counts_are: are,
  };
}
