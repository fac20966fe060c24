// The paths that belong to no single list, as OpenAPI has them.
import { MOST_WORDS } from '#db/match.ts';
import { conditionalHeaders, query, refsTo, SEARCH, someOf } from './openapi-parameters.ts';
import { cached, failures, file, mediaTypeOf, plain } from './openapi-responses.ts';
import { refTo } from './openapi-schemas.ts';
import type { Resource } from './resource.ts';
import { DEFAULT_MATCHES, MOST_MATCHES } from './search.ts';

type Json = Record<string, unknown>;

const operation = (
  id: string,
  summary: string,
  responses: Json,
  parameters: Json[] = [],
): Json => ({
  get: { operationId: id, summary, tags: ['service'], parameters, responses },
});

const conditional = refsTo('', conditionalHeaders);

export const servicePaths = (resources: readonly Resource[]): Json => ({
  '/v1': operation(
    'list_lists',
    'Every list and what it can be asked',
    { ...cached('Every list', refTo('Index')), ...failures() },
    conditional,
  ),
  '/v1/search': operation(
    'search',
    'The best matches of every list that has full text',
    { ...cached('Matches, list by list', refTo('Matches')), ...failures() },
    [...searchParameters(resources), ...conditional],
  ),
  '/v1/export': operation(
    'export_records',
    'Every record of every list as NDJSON, after a line that says what it is of',
    { ...file('A whole dump', mediaTypeOf('ndjson')), ...failures() },
    conditional,
  ),
  '/v1/export.db': operation(
    'export_database',
    'The SQLite file, without the texts of articles',
    { ...file('A whole database', 'application/vnd.sqlite3'), ...failures() },
    conditional,
  ),
  '/openapi.json': operation(
    'describe',
    'This document',
    { ...cached('The API in OpenAPI 3.1', { type: 'object' }), ...failures() },
    conditional,
  ),
  '/health/live': operation('is_live', 'Whether the process lives', {
    ...plain('It does', refTo('Health')),
    ...failures(),
  }),
  '/health/ready': operation('is_ready', 'Whether questions can be answered', {
    ...plain('They can', refTo('Health')),
    ...failures('NotReady'),
  }),
});

function searchParameters(resources: readonly Resource[]): Json[] {
  const searched = resources.filter(({ list }) => list.filters.q?.search !== undefined);
  const names = searched.map(({ list }) => list.name);
  const words = `Words, "phrases", beginnings* and -exclusions, ${MOST_WORDS} words at most`;
  const example = searched[0]?.list.filters.q?.example;
  return [
    {
      ...query('q', words, SEARCH, example),
      required: true,
      examples: { default: { value: example } },
    },
    query('list', 'Lists to search', someOf({ type: 'string', enum: names }), names.slice(0, 1)),
    query(
      'limit',
      'Matches of each list',
      { type: 'integer', minimum: 1, maximum: MOST_MATCHES, default: DEFAULT_MATCHES },
      3,
    ),
  ];
}
