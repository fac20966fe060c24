// Counts records along dimensions and dates: all that match, or the first of very many. Values are read
// in one pass over the records and counted here; names are only looked up for what was counted.
import type { Part } from './filter-index.ts';
import type { Facet, Filter, Wholes } from './filters.ts';
import { keptUntilChange } from './kept.ts';
import { firstValues } from './keys.ts';
import type { List } from './list.ts';
import type { Db } from './open.ts';
import type { Query } from './query.ts';
import { readRows, textOf, type Value } from './statements.ts';

/** Records that are counted at most: more where an exact count is asked for, which takes longer anyway. */
export const MOST_COUNTED = { none: 1000, estimate: 1000, exact: 100_000 };
const MOST_BUCKETS = 50;

export type Bucket = { value: string | null; label: string | null; count: number };

/** Whether counts are of all matches, or only of the first of very many in the default order. */
export type CountsAre = 'exact' | 'at_least';

/** How many records have each value. */
type Counts = Map<Value, number>;

type Counted<T> = { counted: T; are: CountsAre };

/** What was counted of whole lists: the same for everybody who asks, until the record changes. */
const ofWholeLists = keptUntilChange(() => new Map<string, Counted<unknown>>());

/** What is kept under a name: nothing where there are conditions. */
const keptOf = <T>(db: Db, { conditions }: Query): Map<string, Counted<T>> =>
  conditions.length > 0 ? new Map() : (ofWholeLists(db) as Map<string, Counted<T>>);

/** The name of what is counted of a list along something. */
const nameOf = ({ name }: List<unknown>, { count }: Query, along: string): string =>
  `${name} ${along} ${MOST_COUNTED[count]}`;

/** The commonest values of each dimension asked for, under the same conditions as the page. */
export function readFacets(
  db: Db,
  list: List<unknown>,
  query: Query,
): { facets: Record<string, Bucket[]>; facets_are: CountsAre | null } {
  if (query.facets.length === 0) return { facets: {}, facets_are: null };
  const kept = keptOf<Bucket[]>(db, query);
  const placeOf = (name: string) => nameOf(list, query, name);
  const missing = query.facets.filter((name) => !kept.has(placeOf(name)));
  if (missing.length > 0) {
    for (const [name, one] of countFacets(db, list, query, missing)) kept.set(placeOf(name), one);
  }
  const found = query.facets.map((name) => [name, kept.get(placeOf(name))] as const);
  return {
    facets: Object.fromEntries(found.map(([name, one]) => [name, one?.counted ?? []])),
    facets_are: found[0]?.[1]?.are ?? null,
  };
}

function countFacets(
  db: Db,
  list: List<unknown>,
  query: Query,
  names: string[],
): [name: string, Counted<Bucket[]>][] {
  const facets = names.map((name) => list.filters[name]?.facet as Facet);
  const read = facets.map(({ value }) => textOf(value));
  const { columns, are } = readCounted(db, list, query, read);
  return facets.map((facet, index) => {
    const values = columns[index] ?? [];
    const counts = tally(facet.several ? values.flatMap(eachOf) : values);
    return [names[index] ?? '', { counted: bucketsOf(db, facet, counts), are }];
  });
}

/** The keys that one record has several of, or none. */
const eachOf = (keys: Value): Value[] => (keys === null ? [null] : `${keys}`.split(','));

/** Values of the records that are counted: all that match, or the first of too many. */
function readCounted(db: Db, list: List<unknown>, { conditions, count }: Query, values: string[]) {
  const most = MOST_COUNTED[count];
  const first = firstValues(db, list, conditions, most + 1, values);
  const columns = readColumns(db, first, values.length);
  const are: CountsAre = (columns[0]?.length ?? 0) > most ? 'at_least' : 'exact';
  return { columns: columns.map((column) => column.slice(0, most)), are };
}

/** What a select finds, each column as one array: much cheaper than a row for each record. */
function readColumns(db: Db, { text, values }: Part, columns: number): Value[][] {
  const arrays = Array.from({ length: columns }, (_, index) => `json_group_array(value${index})`);
  const [row = []] = readRows<string[]>(db, `select ${arrays} from (${text})`, values);
  return row.map((column) => JSON.parse(column));
}

function tally(values: Value[]): Counts {
  const counts: Counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

/** The commonest, under their ids and names where the values are keys; of equals the first by value. */
function bucketsOf(db: Db, { named, wholes }: Facet, counts: Counts): Bucket[] {
  const all = wholes === undefined ? counts : countWholes(db, wholes, counts);
  const least = [...all.values()].toSorted((a, b) => b - a)[MOST_BUCKETS - 1] ?? 0;
  const common = [...all].filter(([, count]) => count >= least);
  const buckets = named === undefined ? common.map(plainly) : namedBuckets(db, named, common);
  return buckets
    .toSorted((a, b) => b.count - a.count || (`${a.value ?? ''}` < `${b.value ?? ''}` ? -1 : 1))
    .slice(0, MOST_BUCKETS);
}

const plainly = ([value, count]: [Value, number]): Bucket => {
  const shown = value as string | null;
  return { value: shown, label: shown, count };
};

/** The commonest of those that have a name; what stands for none has none. */
function namedBuckets(
  db: Db,
  { id, slug, name = slug }: NonNullable<Facet['named']>,
  counts: [Value, number][],
): Bucket[] {
  const columns = [slug, name].map((column) => textOf(column));
  const rows = readRows<[string, string, number]>(
    db,
    `select ${columns}, page.value from json_each(+?) as page cross join ${textOf(id.table)}
      where ${textOf(id)} = cast(page.key as integer)
      order by +page.value desc, +${textOf(slug)} limit ${MOST_BUCKETS}`,
    [JSON.stringify(Object.fromEntries(counts.filter(([key]) => key !== null)))],
  );
  return [
    ...counts.filter(([key]) => key === null).map(plainly),
    ...rows.map(([value, label, count]) => ({ value, label, count })),
  ];
}

/** What is counted of a part is counted of all that it is part of, itself included. */
function countWholes(db: Db, table: Wholes, counts: Counts): Counts {
  const wholes = wholesOf(db, table, [...counts.keys()]);
  const all: Counts = new Map();
  for (const [part, count] of counts) {
    const met = new Set<Value>();
    for (let one: Value | undefined = part; one !== undefined && !met.has(one); ) {
      met.add(one);
      all.set(one, (all.get(one) ?? 0) + count);
      one = wholes.get(one);
    }
  }
  return all;
}

/** What each of some parts is part of directly, and what that is part of, up to the whole. */
function wholesOf(db: Db, table: Wholes, parts: Value[]): Map<Value, Value> {
  const wholes = new Map<Value, Value>();
  for (let level = parts; level.length > 0; ) {
    const rows = readRows<[number, number]>(
      db,
      `select entity_id, parent_id from json_each(+?) as page cross join ${textOf(table)}
        where entity_id = page.value and parent_id is not null`,
      [JSON.stringify(level)],
    );
    for (const [part, whole] of rows) wholes.set(part, whole);
    level = [...new Set(rows.map(([, whole]) => whole))].filter((whole) => !wholes.has(whole));
  }
  return wholes;
}

export const INTERVALS = { day: 10, month: 7, year: 4 } as const; // characters of the date

/** Records a day, month or year, in order of time; those without the date are counted apart. */
export function readTimeline(
  db: Db,
  list: List<unknown>,
  query: Query,
  { date, interval }: { date: string; interval: keyof typeof INTERVALS },
): { data: { date: string; count: number }[]; undated: number; counts_are: CountsAre } {
  const kept = keptOf<Counts>(db, query);
  const place = nameOf(list, query, `${date} ${interval}`);
  const { counted, are } =
    kept.get(place) ?? countDates(db, list, query, date, INTERVALS[interval]);
  kept.set(place, { counted, are });
  const data = [...counted]
    .filter(([date]) => date !== null)
    .map(([date, count]) => ({ date: `${date}`, count }));
  return {
    data: data.toSorted((a, b) => (a.date < b.date ? -1 : 1)),
    undated: counted.get(null) ?? 0,
    counts_are: are,
  };
}

function countDates(
  db: Db,
  list: List<unknown>,
  query: Query,
  name: string,
  characters: number,
): Counted<Counts> {
  const date = list.filters[name]?.date as NonNullable<Filter['date']>;
  const value = `substr(${textOf(date)}, 1, ${characters})`;
  const { columns, are } = readCounted(db, list, query, [value]);
  return { counted: tally(columns[0] ?? []), are };
}
