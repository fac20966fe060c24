// The ten lists with their wire shapes, and what tests of every list need.
import { articleList } from '#articles/queries.ts';
import { articleSchema } from '#articles/schema.ts';
import { changeList } from '#changes/queries.ts';
import { changeSchema } from '#changes/schema.ts';
import type { List } from '#db/list.ts';
import { figureList } from '#figures/queries.ts';
import { figureSchema } from '#figures/schema.ts';
import { organizationList } from '#organizations/queries.ts';
import { organizationSchema } from '#organizations/schema.ts';
import { personList } from '#people/queries.ts';
import { personSchema } from '#people/schema.ts';
import { placeList } from '#places/queries.ts';
import { placeSchema } from '#places/schema.ts';
import { quoteList } from '#quotes/queries.ts';
import { quoteSchema } from '#quotes/schema.ts';
import { seriesList } from '#series/queries.ts';
import { seriesSchema } from '#series/schema.ts';
import { storyList } from '#stories/queries.ts';
import { storySchema } from '#stories/schema.ts';
import { utteranceList } from '#utterances/queries.ts';
import { utteranceSchema } from '#utterances/schema.ts';
import { alignWordings } from '#utterances/wordings.ts';
import type { TestApp } from './app.ts';

const pairs = [
  [quoteList, quoteSchema],
  [figureList, figureSchema],
  [articleList, articleSchema],
  [utteranceList, utteranceSchema],
  [seriesList, seriesSchema],
  [personList, personSchema],
  [organizationList, organizationSchema],
  [placeList, placeSchema],
  [storyList, storySchema],
  [changeList, changeSchema],
] as const;

/** What records show alone, where that is more than in a list. */
const ALONE: Record<string, (row: Row) => Row> = {
  utterances: (row) =>
    JSON.parse(`${alignWordings(Buffer.from(JSON.stringify(row))).between('', '')}`),
};

/** For `describe.each`: every list by its name. */
export const served = pairs.map(([list, schema]) => ({
  name: list.name,
  list: list as List<unknown>,
  schema,
  alone: ALONE[list.name] ?? ((row: Row) => row),
}));

/** For `test.each`: every filter of every list that the condition lets through. */
export const filtersOf = (
  list: List<unknown>,
  condition: (filter: Filter) => boolean = () => true,
) =>
  Object.entries(list.filters)
    .filter(([, filter]) => condition(filter))
    .map(([name, filter]) => ({ filter: name, example: filter.example }));
type Filter = List<unknown>['filters'][string];

/** A record as it came over the wire. */
export type Row = { id: string } & Record<string, unknown>;

/** Every record of a question, page after page. */
export async function walk({ get }: TestApp, path: string, limit = 100): Promise<Row[]> {
  const rows: Row[] = [];
  for (let cursor = ''; ; ) {
    const answer = await get(`${path}${path.includes('?') ? '&' : '?'}limit=${limit}${cursor}`);
    if (answer.status !== 200) throw new Error(`${path}: ${answer.text}`);
    rows.push(...answer.body.data);
    if (answer.body.page.next === null) return rows;
    if (rows.length > 100_000) throw new Error(`${path} does not end`);
    cursor = `&cursor=${answer.body.page.next}`;
  }
}

export const idsOf = (rows: Row[]): string[] => rows.map(({ id }) => id);

export const encode = encodeURIComponent;

/** What a record sorts and ranges by: its own field, or that of its article or series. */
export function fieldOf(row: Row, name: string): string | number | null {
  const within = ['article', 'series'].map((part) => (row[part] as Row | undefined)?.[name]);
  const value = [row[name], ...within].find((one) => one !== undefined);
  if (value === undefined) throw new Error(`${row.id} shows no ${name}`);
  return Array.isArray(value) ? value.length : (value as string | number | null);
}

/** As SQLite orders: null, then numbers, then texts by their bytes. */
export function compare(a: string | number | null, b: string | number | null): number {
  if (a === null || b === null) return Number(a !== null) - Number(b !== null);
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return Buffer.compare(Buffer.from(`${a}`), Buffer.from(`${b}`));
}
