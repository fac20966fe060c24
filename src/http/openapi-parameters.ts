// The parameters of the API as OpenAPI has them, made from what the lists declare.
import { makeCursor } from '#db/cursor.ts';
import { MOST_CHARACTERS as LONGEST_EXPRESSION, MOST_COMPARISONS } from '#db/expression.ts';
import { INTERVALS, MOST_COUNTED } from '#db/facets.ts';
import type { Filter, Range } from '#db/filters.ts';
import { datesOf, facetsOf, type List, operatorsOf, sortsOf } from '#db/list.ts';
import { MOST_CHARACTERS as LONGEST_SEARCH } from '#db/match.ts';
import { COUNTS, LIST_PARAMETERS, MOST_RECORDS, MOST_VALUES } from '#db/query.ts';
import { FORMATS } from './formats.ts';
import type { Resource } from './resource.ts';

type Json = Record<string, unknown>;
export type Parameter = Json & { name: string; in: 'query' | 'path' | 'header' };

const RELATIONS: Record<Range | 'not', string> = {
  not: 'None of these',
  gte: 'At or after',
  gt: 'After',
  lte: 'At or before',
  lt: 'Before',
};

/** The text of a search. */
export const SEARCH: Json = { type: 'string', maxLength: LONGEST_SEARCH };

/** The filters of a list with their operators. */
export const filterParameters = ({ filters }: List<unknown>): Parameter[] =>
  Object.entries(filters).flatMap(([name, filter]) => [
    filter.search
      ? query(name, filter.description, SEARCH, filter.example)
      : query(name, filter.description, valuesOf(filter), [exampleOf(filter)]),
    ...operatorsOf(filter).map((operator) => {
      const description = `${RELATIONS[operator as Range | 'not']}: ${filter.description}`;
      const of = `${name}__${operator}`;
      return operator === 'not'
        ? query(of, description, valuesOf(filter), [exampleOf(filter)])
        : query(of, description, schemaOf(filter), exampleOf(filter));
    }),
  ]);

/** The parameters of a page beside its filters; those that a list has no use for are left out. */
export function pageParameters(resource: Resource): Parameter[] {
  const { list } = resource;
  const sorts = sortsOf(list).flatMap((name) => [name, `-${name}`]);
  const own = {
    filter: filterExpression(list),
    filter__not: filterExpression(list, 'filter__not', 'None of these. '),
    sort: query(
      'sort',
      'Fields to sort by, a minus before those that descend; relevance needs q',
      { ...someOf({ type: 'string', enum: sorts }), default: list.defaultSort.split(',') },
      list.defaultSort.split(','),
    ),
    limit: query(
      'limit',
      'Records of a page; CSV and NDJSON are the whole list where it is left out',
      { type: 'integer', minimum: 1, maximum: MOST_RECORDS },
      10,
    ),
    cursor: query(
      'cursor',
      'page.next or page.prev of another page of the same sort and filters',
      { type: 'string' },
      firstCursor(list),
    ),
    count: countParameter(),
    facet: choice('facet', 'Dimensions along which matches are counted', facetsOf(list)),
  } satisfies Record<(typeof LIST_PARAMETERS)[number], Parameter | null>;
  const highlight = query(
    'highlight',
    'Whether records carry the found words in HTML that is safe in a page; needs a search',
    { type: 'string', enum: ['false', 'true'], default: 'false' },
    'true',
  );
  return [
    ...LIST_PARAMETERS.map((name) => own[name]),
    ...(isSearched(list) ? [highlight] : []),
    ...shapeParameters(resource),
  ].filter((parameter) => parameter !== null);
}

export const isSearched = ({ filters }: List<unknown>): boolean =>
  Object.values(filters).some(({ search }) => search !== undefined);

/** How an answer looks, of a list and of a single record. */
export function shapeParameters({ list, schema }: Resource): Parameter[] {
  const fields = Object.keys(schema.shape).slice(0, 2);
  return [
    query(
      'format',
      'The format of the answer; it goes before the Accept header',
      { type: 'string', enum: FORMATS, default: FORMATS[0] },
      FORMATS[0],
    ),
    query(
      'fields',
      'Fields to keep of each record, and no others; dotted paths keep parts of nested ones',
      someOf({ type: 'string' }),
      fields,
    ),
    choice('include', 'References to replace by whole records', Object.keys(list.includes)),
  ].filter((parameter) => parameter !== null);
}

const thousands = (count: number): string => count.toLocaleString('en');

const countParameter = (): Parameter =>
  query(
    'count',
    `Whether all matches are counted; an estimate stops counting at a bound and says so. Facets and timelines count the first ${thousands(MOST_COUNTED.none)}, with an exact count ${thousands(MOST_COUNTED.exact)}`,
    { type: 'string', enum: [...COUNTS], default: 'none' },
    'exact',
  );

/** The parameters of a timeline beside the filters of its list. */
export function timelineParameters(list: List<unknown>): Parameter[] {
  const dates = datesOf(list);
  const intervals = Object.keys(INTERVALS);
  return [
    ...filterExpressions(list),
    query(
      'date',
      'The date along which records are counted',
      { type: 'string', enum: dates, default: dates[0] },
      dates[0],
    ),
    query(
      'interval',
      'The time that one number stands for',
      { type: 'string', enum: intervals, default: 'day' },
      'month',
    ),
    countParameter(),
  ];
}

export const idParameter = ({ filters }: List<unknown>): Parameter => ({
  name: 'id',
  in: 'path',
  required: true,
  description: 'Public id',
  schema: { type: 'string' },
  examples: { default: { value: filters.id?.example } },
});

/** The headers by which a client asks whether what it has still holds. */
export const conditionalHeaders: Parameter[] = [
  {
    name: 'If-None-Match',
    in: 'header',
    description: 'ETags of answers that the client has; 304 where one of them still holds',
    schema: { type: 'string' },
    examples: offered('"an-etag"'),
  },
  {
    name: 'If-Modified-Since',
    in: 'header',
    description: 'Last-Modified of the answer that the client has; If-None-Match goes before it',
    schema: { type: 'string' },
    examples: offered('Tue, 01 Mar 2022 00:00:00 GMT'),
  },
];

/** Conditions across fields, and all that they do not hold for. */
export const filterExpressions = (list: List<unknown>): Parameter[] => [
  filterExpression(list),
  filterExpression(list, 'filter__not', 'None of these. '),
];

function filterExpression(
  { filters }: List<unknown>,
  parameter = 'filter',
  meaning = '',
): Parameter {
  const simple = Object.entries(filters).filter(([, { example }]) => /^[\w-]+$/.test(example));
  const [name, filter] = simple.find(([, { facet }]) => facet !== undefined) ?? simple[0] ?? [];
  const description =
    `${meaning}Conditions across fields, in RSQL: == != =gt= =ge= =lt= =le= =in=(a,b) =out=(a,b), ` +
    `; is and, a comma is or, with parentheses; ${MOST_COMPARISONS} comparisons at most`;
  const schema = { type: 'string', maxLength: LONGEST_EXPRESSION };
  return query(parameter, description, schema, `${name}==${filter?.example}`);
}

/** The place before every record, in the order that a list has by itself. */
function firstCursor({ name, sorts, id, defaultSort }: List<unknown>): string {
  const sort = defaultSort.split(',').map((part) => {
    const field = part.replace(/^-/, '');
    return { name: field, column: sorts[field] ?? id, descending: part !== field };
  });
  const values = sort.map((key) => (key.name === 'id' ? '' : null));
  return makeCursor(name, sort, { side: 'after', values }, []);
}

export const query = (
  name: string,
  description: string,
  schema: Json,
  example: unknown,
): Parameter => ({
  name,
  in: 'query',
  description,
  schema,
  ...(schema.type === 'array' && { style: 'form', explode: false }),
  examples: offered(example),
});

/** The page at /docs leaves a parameter that is marked so out of a request until it is chosen. */
function offered(value: unknown): Json {
  return { default: { value, 'x-disabled': true } };
}

/** Values between commas. */
export const someOf = (items: Json): Json => ({ type: 'array', items, minItems: 1 });

const choice = (name: string, description: string, words: string[]): Parameter | null =>
  words.length === 0
    ? null
    : query(name, description, someOf({ type: 'string', enum: words }), words.slice(0, 1));

function schemaOf(filter: Filter): Json {
  if (filter.date) return { type: 'string', format: 'date' };
  if (filter.ranged) return { type: 'number' };
  return { type: 'string', ...(filter.words && { enum: filter.words }) };
}

/** The values of one filter; those of all filters together may be as many. */
const valuesOf = (filter: Filter): Json => ({ ...someOf(schemaOf(filter)), maxItems: MOST_VALUES });

const exampleOf = ({ example, ranged, date }: Filter): string | number =>
  ranged && !date ? Number(example) : example;

/** Parameters under the names that `refsTo` refers to; those of a list are in its scope. */
export const named = (scope: string, parameters: Parameter[]): Json =>
  Object.fromEntries(parameters.map((one) => [keyOf(scope, one), one]));

export const refsTo = (scope: string, parameters: Parameter[]): Json[] =>
  parameters.map((one) => ({ $ref: `#/components/parameters/${keyOf(scope, one)}` }));

const keyOf = (scope: string, { name }: Parameter): string =>
  scope === '' ? name : `${scope}.${name}`;
