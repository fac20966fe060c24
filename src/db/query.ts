// Understands what a client asks of a list. The grammar is the same on every list (README):
// field=a,b is or, repetition is and, field__not, field__gte and the like; filter= for conditions
// across fields; sort=-field,id; an opaque keyset cursor; counts and facets on request. A question
// is refused whole, with every reason at once.
import { sql } from 'drizzle-orm';
import { type Condition, joined, negated } from './condition.ts';
import { type Cursor, type Filters, readCursor, type SortKey } from './cursor.ts';
import { parseExpression } from './expression.ts';
import { wordFor } from './filter-index.ts';
import type { Filter, Range, Reading, Resolution } from './filters.ts';
import { InvalidQuery, InvalidValue, type Reason, shown, wordAmong, wordNear } from './invalid.ts';
import { datesOf, facetsOf, type List, parametersOf, sortsOf } from './list.ts';
import { isTooBroad, type Match, MOST_RANKED, matchesMore } from './match.ts';
import type { Db } from './open.ts';
import type { Value } from './statements.ts';

export const COUNTS = ['none', 'estimate', 'exact'] as const;
export const MOST_RECORDS = 100;
export const MOST_VALUES = 50; // of all filters of a question together
const MOST_TOGETHER = 4000; // matches of a search that are sooner found at once than in each record

/** What other APIs call what this one has; `date` is the one that a list is sorted by. */
const NEIGHBOURS_ELSEWHERE = new Map([
  ['page', 'cursor'],
  ['offset', 'cursor'],
  ['per_page', 'limit'],
  ['page_size', 'limit'],
  ['order', 'sort'],
  ['order_by', 'sort'],
  ['search', 'q'],
  ['query', 'q'],
  ['date', 'date'],
  ['time', 'date'],
  ['created_at', 'date'],
  ['from', 'date__gte'],
  ['since', 'date__gte'],
  ['after', 'date__gte'],
  ['start_date', 'date__gte'],
  ['to', 'date__lte'],
  ['until', 'date__lte'],
  ['before', 'date__lte'],
  ['end_date', 'date__lte'],
]);

/** What a name that a list does not have most likely means, among those that are valid. */
function meantBy(list: List<unknown>, name: string, valid: string[]): string | null {
  const lower = name.toLowerCase();
  const neighbour = NEIGHBOURS_ELSEWHERE.get(lower);
  if (neighbour === undefined || valid.includes(lower)) return wordNear(name, valid);
  const date = datesOf(list).find((one) => list.defaultSort.includes(one)) ?? '';
  const here = neighbour.replace('date', date);
  return valid.includes(here) ? here : null;
}

/** Query parameters as they arrived: a repeated one is an array. */
export type Given = Record<string, string | string[] | undefined>;

/** A question asked of a list, understood and checked. */
export type Query = {
  conditions: Condition[];
  /** What those were asked for with. */
  filters: Filters;
  sort: SortKey[];
  /** Null where the client set none. */
  limit: number | null;
  cursor: Cursor | null;
  count: (typeof COUNTS)[number];
  facets: string[];
  /** The one search that records can be ranked by, and all whose words are marked. */
  ranking: Match | null;
  marking: Match | null;
  resolved: Resolution[];
};

/** The parameters of every list beside its filters. */
export const LIST_PARAMETERS = [
  'filter',
  'filter__not',
  'sort',
  'limit',
  'cursor',
  'count',
  'facet',
] as const;

/**
 * Understands the parameters of a list. `also` names parameters that the caller reads itself.
 * @throws InvalidQuery with every reason at once.
 */
export function parseQuery(
  db: Db,
  list: List<unknown>,
  parameters: Given,
  also: readonly string[] = [],
): Query {
  const { attempt, once, reasons } = collectReasons(parameters);
  const resolved: Resolution[] = [];
  const matches: Match[] = [];
  const own = [...LIST_PARAMETERS, ...also];
  const countAll = countValues();
  /** Under an `or` or a `not` every record may have to be tested. */
  const together = (match: Match) =>
    parameters.count === 'exact' || !matchesMore(db, match, MOST_TOGETHER);
  const read = (parameter: string, values: string[], others?: string[]): Condition => {
    countAll(parameter, values);
    const [name = ''] = parameter.split('__');
    return parseFilter(list, others ?? [], parameter, values, {
      db,
      together: others === undefined ? together : () => false,
      word: (value) => wordOf(list, name, value),
      resolved: (found) => resolved.push({ parameter, ...found }),
      matched: (match) => matches.push(match),
    });
  };

  const conditions: Condition[] = [];
  const filters: Filters = [];
  for (const [parameter, given] of Object.entries(parameters)) {
    if (own.includes(parameter)) continue;
    for (const value of [given ?? ''].flat()) {
      filters.push([parameter, value]);
      const condition = attempt(parameter, () =>
        read(parameter, splitValues(list, parameter, value), own),
      );
      if (condition) conditions.push(condition);
    }
  }
  const [only, ...more] = matches; // of the parameters: those inside filter= do not rank
  const ranking = only !== undefined && more.length === 0 ? only : null;
  for (const name of ['filter', 'filter__not'] as const) {
    for (const expression of [parameters[name] ?? []].flat()) {
      filters.push([name, expression]);
      const condition = attempt(name, () =>
        parseExpression(expression, (parameter, values) => read(parameter, values)),
      );
      if (condition === undefined) continue;
      conditions.push(name === 'filter' ? condition : negated(condition, list.id.table));
    }
  }
  const sort =
    attempt('sort', () => parseSort(list, once('sort') ?? list.defaultSort, ranking)) ?? [];
  if (ranking !== null && sort.some(({ name }) => name === 'relevance')) {
    attempt('sort', () => refuseTooBroad(db, ranking));
  }
  filters.sort(([one], [other]) => Number(one > other) - Number(one < other));
  const limit = attempt('limit', () => parseLimit(once('limit'))) ?? null;
  const given = once('cursor');
  const cursor =
    given === undefined || sort.length === 0
      ? null
      : (attempt('cursor', () => readCursor(list.name, sort, given, filters)) ?? null);
  const count =
    attempt('count', () => wordAmong(once('count') ?? 'none', COUNTS, 'exact')) ?? 'none';
  const facets = attempt('facet', () => parseFacets(list, once('facet'))) ?? [];
  if (reasons.length > 0) throw new InvalidQuery(reasons);
  const marking = anyOf(matches);
  return { conditions, filters, sort, limit, cursor, count, facets, ranking, marking, resolved };
}

/** Reads parameters one by one and keeps what is wrong with each. */
export function collectReasons(parameters: Given) {
  const reasons: Reason[] = [];
  const attempt = <T>(parameter: string, read: () => T): T | undefined => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof InvalidValue)) throw error;
      const { message: reason, suggestion, candidates } = error;
      reasons.push({ parameter, reason, suggestion, ...(candidates && { candidates }) });
      return undefined;
    }
  };
  /** The value of a parameter that may be given once. */
  const once = (parameter: string): string | undefined => {
    const value = parameters[parameter];
    if (!Array.isArray(value)) return value;
    reasons.push({
      parameter,
      reason: `is given ${value.length} times`,
      suggestion: 'give it once',
    });
    return undefined;
  };
  return { attempt, once, reasons };
}

function refuseTooBroad(db: Db, match: Match): void {
  if (!isTooBroad(db, match)) return;
  throw new InvalidValue(
    `relevance would have to rank more than ${MOST_RANKED.toLocaleString('en')} matches`,
    'add rarer words, or leave sort out for the newest first',
  );
}

/** Several searches of one question mark their words together. */
const anyOf = ([first, ...rest]: Match[]): Match | null =>
  first === undefined
    ? null
    : {
        search: first.search,
        match: [first, ...rest].map(({ match }) => `(${match})`).join(' OR '),
      };

/** Each value is a condition, and the database takes only so many at once. */
function countValues(): (parameter: string, values: string[]) => void {
  let total = 0;
  return (parameter, values) => {
    total += values.length;
    if (total <= MOST_VALUES) return;
    throw new InvalidQuery([
      {
        parameter,
        reason: `is one of too many values: at most ${MOST_VALUES} can be asked for at once`,
        suggestion: 'ask in several requests',
      },
    ]);
  };
}

function parseFilter(
  list: List<unknown>,
  own: string[],
  parameter: string,
  values: string[],
  reading: Reading,
): Condition {
  const valid = parametersOf(list);
  if (!valid.includes(parameter)) throw unknown(list, own, parameter);
  const [name = '', operator] = parameter.split('__');
  const filter = list.filters[name] as Filter;
  if (values.some((value) => value.trim() === '')) {
    throw new InvalidValue('is empty', `give a value like ${filter.example}, or leave it out`);
  }
  if (operator !== undefined && operator !== 'not') {
    const { read, is, words } = filter.ranged as NonNullable<Filter['ranged']>;
    const [range, value] = [operator as Range, read(values.join(','))];
    return is[range](value, words?.(range, value, reading), reading);
  }
  const any = joined(
    values.map((value) => filter.is(value, reading)),
    'or',
  );
  if (operator !== 'not') return any;
  const others = filter.others?.(values);
  if (others?.length === 0) return { test: 'false', values: [] };
  const words = others?.flatMap((value) => reading.word(value) ?? []) ?? [];
  const not = negated(any, list.id.table);
  return words.length > 0 ? { ...not, words: `(${words.join(' OR ')})` } : not;
}

/** What is wrong with a parameter that a list does not have; where it has no `own`, with a filter. */
function unknown(list: List<unknown>, own: string[], parameter: string): InvalidValue {
  const [, searched] = parameter.match(/^(.+)__not$/) ?? [];
  if (searched !== undefined && list.filters[searched]?.search !== undefined) {
    return new InvalidValue('cannot be negated', `filter__not=${searched}==… for what lacks words`);
  }
  const what = own.length > 0 ? 'parameter' : 'filter';
  const names = [...parametersOf(list), ...own];
  return new InvalidValue(`is no ${what} of ${list.name}`, meantBy(list, parameter, names));
}

/** The word of a value in the index of filters, where that has the filter. */
const wordOf = ({ index }: List<unknown>, filter: string, value: Value): string | undefined =>
  index?.filters.includes(filter) === true ? wordFor(filter, value) : undefined;

/** Values between commas; a value that holds a comma stands in double quotes. */
function splitValues(list: List<unknown>, parameter: string, value: string): string[] {
  const filter = list.filters[parameter.split('__')[0] ?? ''];
  if (value.trim() === '' || filter?.search) return [value];
  const parts = value.match(/"[^"]*"|[^,]+|(?<=^|,)(?=,|$)/g) ?? [];
  return parts.map((part) => {
    const plain = part.trim().replace(/^"(.*)"$/s, '$1');
    if (plain.trim() === '') {
      throw new InvalidValue('has an empty value between commas', 'remove the extra comma');
    }
    return plain.trim();
  });
}

/** Names between commas. */
export const namesIn = (value: string): string[] => value.split(',').map((name) => name.trim());

/** The fields to sort by, the id at the end. @throws InvalidValue */
export function parseSort(list: List<unknown>, value: string, match: Match | null): SortKey[] {
  const keys: SortKey[] = [];
  for (const part of namesIn(value)) {
    const descending = part.startsWith('-');
    const name = part.slice(descending ? 1 : 0);
    if (!sortsOf(list).includes(name)) {
      throw new InvalidValue(
        `${shown(name)} is no sort of ${list.name}: ${sortsOf(list).join(', ')}`,
        meantBy(list, name, sortsOf(list)),
      );
    }
    if (keys.some((key) => key.name === name)) {
      throw new InvalidValue(`names ${name} twice`, 'name each field once');
    }
    if (name === 'relevance' && match === null) {
      throw new InvalidValue(
        'relevance needs one search',
        'give q= once, with the words to look for',
      );
    }
    keys.push(sortKey(list, name, descending));
  }
  return keys.some((key) => key.name === 'id') ? keys : [...keys, sortKey(list, 'id', false)];
}

function sortKey(list: List<unknown>, name: string, descending: boolean): SortKey {
  if (name === 'relevance') return { name, column: sql`hits.score`, descending };
  return { name, column: list.sorts[name] ?? list.id, descending };
}

function parseLimit(value: string | undefined): number | null {
  if (value === undefined) return null;
  if (!/^[1-9]\d{0,2}$/.test(value) || Number(value) > MOST_RECORDS) {
    throw new InvalidValue(
      `${shown(value)} is no whole number from 1 to ${MOST_RECORDS}`,
      `limit=20; follow page.next for more, or take format=csv for all`,
    );
  }
  return Number(value);
}

function parseFacets(list: List<unknown>, value: string | undefined): string[] {
  if (value === undefined) return [];
  const names = namesIn(value);
  for (const name of names) {
    if (!facetsOf(list).includes(name)) {
      throw new InvalidValue(
        `${shown(name)} is no facet of ${list.name}: ${facetsOf(list).join(', ')}`,
        meantBy(list, name, facetsOf(list)),
      );
    }
  }
  return [...new Set(names)];
}
