// Every question that the lists say they can be asked, with values from the record at hand.
import type { FastifyInstance } from 'fastify';
import { randomOf } from './record/random.ts';

// biome-ignore lint/suspicious/noExplicitAny: JSON of any answer
type Json = any;

/** The kinds of question, in the order in which they are told of. */
export const KINDS = [
  'nothing',
  'one record',
  'first page',
  'next page',
  'one filter',
  'two filters',
  'sort',
  'filter, sort',
  'full text',
  'search of all lists',
  'count',
  'facet',
  'timeline',
  'include',
  'operation',
  'verify',
] as const;
export type Kind = (typeof KINDS)[number];
/** The many questions that cross two others. */
const CROSSED: readonly Kind[] = ['two filters', 'filter, sort'];

/** A question to one list; `name` is the same at every size. `body` is posted as plain text. */
export type Question = { kind: Kind; name: string; url: string; body?: string };

type Described = {
  name: string;
  filters: { name: string; example: string; operators: string[] }[];
  sorts: string[];
  default_sort: string;
  facets: string[];
  dates: string[];
  includes: string[];
};
type Valued = Map<string, string>;

/** Where a record tells the value of a filter whose name is not the name of its field. */
const ELSEWHERE: Record<string, string> = {
  relayed_by: 'attribution',
  author: 'authors',
  mentions: 'speaker',
  speaker_named: 'named',
  within: 'parent',
  story_relation: 'relation',
  anchor: 'status',
  article: 'articles',
};
const WORDS = ['content', 'title', 'abstract', 'name'];

type Get = (url: string) => Promise<Json>;
type Ask = (kind: Kind, query: string, name?: string) => void;
type Sampled = { id: string; values: Valued };

/** Every question, mixed, so that a part of them tells of all; the crossed ones last. */
export async function questionsOf(app: FastifyInstance): Promise<Question[]> {
  const get = async (url: string): Promise<Json> => (await app.inject(url)).json();
  const lists = (await get('/v1')).data as Described[];
  const samples = new Map<Described, Sampled[]>();
  const nexts = new Map<Described, string | null>();
  for (const list of lists) {
    const newest = list.sorts.includes('sequence') ? '&sort=-sequence' : ''; // as other lists begin
    const { data, page } = await get(`/v1/${list.name}?limit=100${newest}`);
    nexts.set(list, page.next && `${page.next}${newest}`);
    samples.set(
      list,
      (data as Json[]).map((record) => ({ id: record.id, values: valuesOf(list, record) })),
    );
  }
  const anywhere = [...samples.values()].flat();
  const questions = lists.flatMap((list) =>
    ofList(list, samples.get(list) ?? [], anywhere, nexts.get(list) ?? null),
  );
  questions.push(...(await acrossLists(get)));
  const place = ({ kind, name }: Question) =>
    (CROSSED.includes(kind) ? 1 : 0) + randomOf('question', name).next();
  return questions.toSorted((a, b) => place(a) - place(b));
}

const shownAs = (value: string): string =>
  encodeURIComponent(value.includes(',') ? `"${value}"` : value);

function ofList(
  list: Described,
  records: Sampled[],
  anywhere: Sampled[],
  next: string | null,
): Question[] {
  const path = `/v1/${list.name}`;
  const found: Question[] = [];
  const ask: Ask = (kind, query, name = query) =>
    found.push({ kind, name: `${path}?${name}`, url: `${path}?${query}` });
  const filters = list.filters.map((filter) => {
    const among = (sampled: Sampled[]) =>
      byFrequency(sampled.flatMap(({ values }) => values.get(filter.name) ?? []));
    const own = among(records);
    const values = own.length > 0 ? own : among(anywhere);
    return { ...filter, values: values.length > 0 ? values : [filter.example] };
  });
  ask('first page', 'limit=20');
  ask('first page', 'limit=100');
  if (next !== null) {
    ask('next page', `cursor=${next}`, 'cursor=…');
  }
  const [record] = records;
  if (record !== undefined) {
    found.push({ kind: 'one record', name: `${path}/ID`, url: `${path}/${record.id}` });
  }
  for (const { name, values, operators } of filters) {
    const [common = '', rare = ''] = [values[0], values.at(-1)];
    ask('one filter', `${name}=${shownAs(common)}`, `${name}=COMMON`);
    if (rare !== common) ask('one filter', `${name}=${shownAs(rare)}`, `${name}=RARE`);
    for (const operator of operators) {
      const middle = values[values.length >> 1] ?? common;
      ask('one filter', `${name}__${operator}=${shownAs(middle)}`, `${name}__${operator}=MIDDLE`);
    }
    for (const count of ['estimate', 'exact']) {
      const rest = `limit=1&count=${count}`;
      ask('count', `${name}=${shownAs(common)}&${rest}`, `${name}=COMMON&${rest}`);
    }
  }
  ask('count', 'limit=1&count=exact');
  for (const sort of list.sorts) {
    if (sort === 'relevance') continue;
    ask('sort', `sort=${sort}`);
    ask('sort', `sort=-${sort}`);
  }
  list.facets.forEach((facet, place) => {
    const rest = `limit=1&facet=${facet}`;
    ask('facet', rest);
    const other = filters.find(({ name }) => name === list.facets[place - 1]);
    if (other === undefined) return;
    ask(
      'facet',
      `${other.name}=${shownAs(other.values[0] ?? '')}&${rest}`,
      `${other.name}=COMMON&${rest}`,
    );
  });
  for (const include of list.includes) ask('include', `include=${include}`);
  for (const date of list.dates) {
    const url = `${path}/histogram?date=${date}&interval=month`;
    found.push({ kind: 'timeline', name: url, url });
  }
  const words = filters.find(({ name }) => name === 'q');
  if (words !== undefined) searches(ask, list, words.values);
  for (const [index, one] of filters.entries()) {
    for (const sort of list.sorts) {
      if (sort === 'relevance' || list.default_sort.includes(sort)) continue;
      const rest = `sort=-${sort}`;
      ask(
        'filter, sort',
        `${one.name}=${shownAs(one.values[0] ?? '')}&${rest}`,
        `${one.name}=COMMON&${rest}`,
      );
    }
    for (const other of filters.slice(index + 1)) {
      const both = records.find(({ values }) => values.has(one.name) && values.has(other.name));
      const asked = [one, other].map(
        ({ name, values }) => `${name}=${shownAs(both?.values.get(name) ?? values[0] ?? '')}`,
      );
      ask('two filters', asked.join('&'), `${one.name}=…&${other.name}=…`);
    }
  }
  return found;
}

function searches(ask: Ask, { facets }: Described, values: string[]): void {
  const [common = '', next = ''] = values;
  const rare = values.at(-1) ?? '';
  const search = (words: string, name: string, rest = '') =>
    ask('full text', `q=${encodeURIComponent(words)}${rest}`, `q=${name}${rest}`);
  search(`${common} ${next}`, 'COMMON COMMON');
  search(`${common} ${rare}`, 'COMMON RARE');
  search(`"${common} ${next}"`, '"COMMON COMMON"');
  search(`${common.slice(0, 3)}*`, 'COM*');
  search(`${common} -${next}`, 'COMMON -COMMON');
  search(common, 'COMMON', '&highlight=true');
  search(rare, 'RARE', '&sort=relevance');
  for (const facet of facets.slice(0, 2)) search(common, 'COMMON', `&limit=1&facet=${facet}`);
}

/** The utterance of the most wordings. */
async function mostWorded(get: Get, least = 1): Promise<Json> {
  const { data } = await get(`/v1/utterances?wordings__gte=${least}&limit=100`);
  const [most] = (data as Json[]).toSorted((a, b) => b.wordings.length - a.wordings.length);
  return most && ((await mostWorded(get, most.wordings.length + 1)) ?? most);
}

/** What asking alone costs, the search of all lists, and the operations beside the lists. */
async function acrossLists(get: Get): Promise<Question[]> {
  const found: Question[] = [];
  const ask = (kind: Kind, name: string, url = name) => found.push({ kind, name, url });
  ask('nothing', '/health/live');
  for (const q of ['people', 'security responsibility', 'evacuation']) {
    ask('search of all lists', `/v1/search?q=${encodeURIComponent(q)}`);
  }
  const figures = (await get('/v1/figures?limit=100')).data as { series: { id: string } }[];
  const [series = ''] = byFrequency(figures.map((figure) => figure.series.id));
  const worded = await mostWorded(get);
  ask('one record', '/v1/utterances/MOST', `/v1/utterances/${worded?.id}`);
  const { paths } = await get('/openapi.json');
  if ('/v1/figures/comparison' in paths) {
    ask(
      'operation',
      '/v1/figures/comparison?series=COMMON',
      `/v1/figures/comparison?series=${series}`,
    );
  }
  for (const path of Object.keys(paths)) {
    const [, list] = path.match(/^\/v1\/(\w+)\/\{id\}\/\w+$/) ?? [];
    if (list === undefined || paths[path].get === undefined) continue;
    const id = list === 'series' ? series : (await get(`/v1/${list}?limit=1`)).data[0]?.id;
    ask('operation', path.replace('{id}', 'ID'), path.replace('{id}', id));
  }
  if ('/v1/verify' in paths) {
    const quotes = (await get('/v1/quotes?type=direct&limit=100')).data as { content: string }[];
    const text = quotes.map(({ content }) => `“${content}”, they said.`).join(' ');
    const body = text.split(' ').slice(0, 1000).join(' ');
    found.push({ kind: 'verify', name: 'POST /v1/verify', url: '/v1/verify', body });
  }
  return found;
}

/** What the filters of a list would have to be asked for to find a record. */
function valuesOf({ filters, dates }: Described, record: Json): Valued {
  const values: Valued = new Map();
  for (const { name } of filters) {
    const value =
      name === 'q'
        ? wordOf(record)
        : name === 'wordings'
          ? plain(record.wordings?.length)
          : (plain(fieldOf(record, name)) ?? plain(fieldOf(record, ELSEWHERE[name] ?? name)));
    if (value !== undefined) values.set(name, dates.includes(name) ? value.slice(0, 10) : value);
  }
  return values;
}

function wordOf(record: Json): string | undefined {
  const text = WORDS.map((field) => plain(fieldOf(record, field))).find(
    (value) => value !== undefined,
  );
  return text?.split(' ').find((word) => word.length > 2);
}

/** The nearest field of a name, however deep it lies. */
function fieldOf(record: Json, name: string): unknown {
  let level: Json[] = [record];
  while (level.length > 0) {
    for (const object of level) {
      if (object[name] !== undefined && object[name] !== null) return object[name];
    }
    level = level.flatMap((object) =>
      Object.entries(object).flatMap(([key, value]) =>
        key !== 'links' && typeof value === 'object' && value !== null ? value : [],
      ),
    );
  }
  return undefined;
}

/** The value of a field as a parameter gives it: of another record the id. */
function plain(value: Json): string | undefined {
  if (Array.isArray(value)) return plain(value.find((one) => plain(one) !== undefined));
  if (typeof value === 'object' && value !== null) return value.id ?? plain(value.agent);
  return value === undefined || value === null ? undefined : `${value}`;
}

const byFrequency = (values: string[]): string[] => {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].toSorted(([, a], [, b]) => b - a).map(([value]) => value);
};
