// The answers of the API as OpenAPI has them: statuses, headers, media types, problem documents.
import { contentType, FORMATS, type Format } from './formats.ts';
import { refTo } from './openapi-schemas.ts';

type Json = Record<string, unknown>;

const header = (description: string, example: string): Json => ({
  description,
  schema: { type: 'string' },
  example,
});

export const headers = {
  ETag: header('Names this answer; it changes with the data', '"5hRrRVTVfVlzZ0wHb8jKqA"'),
  'Last-Modified': header('When the data changed last', 'Tue, 01 Mar 2022 00:00:00 GMT'),
  'Cache-Control': header('Keep it, but ask whether it still holds', 'public, no-cache'),
  Vary: header('The request headers that the answer depends on', 'accept, accept-encoding'),
  Link: header(
    'The next, previous and first page, with every parameter that was given',
    '</v1/quotes?limit=1>; rel="first"',
  ),
  'Content-Disposition': header(
    'The name of a file, where the answer is a whole list',
    'attachment; filename="quotes.csv"',
  ),
  Allow: header('The methods that there are', 'GET, HEAD, OPTIONS'),
  Location: header('Where the record is now, with every parameter', '/v1/people/joe-biden'),
};
type Header = keyof typeof headers;

const CACHING: Header[] = ['ETag', 'Last-Modified', 'Cache-Control', 'Vary'];

const headerRefs = (names: Header[]) =>
  Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));

/** Every problem with its status, the types that it may have, and when it is met. */
const PROBLEMS = {
  BadRequest: [
    400,
    ['invalid-parameters', 'malformed-url', 'malformed-body', 'bad-request'],
    'A parameter that cannot be used, each with its reason, or a malformed request',
  ],
  Merged: [308, ['merged'], 'The record was merged into another, which is at Location'],
  NotFound: [404, ['unknown-record', 'unknown-route'], 'No record has the id'],
  Gone: [410, ['retracted'], 'The record was retracted; why, and where its history is'],
  MethodNotAllowed: [405, ['method-not-allowed'], 'Another method than those that Allow names'],
  NotAcceptable: [406, ['not-acceptable'], 'No media type that Accept names can be had'],
  TooLarge: [413, ['body-too-large'], 'More than is read at once'],
  UnsupportedMediaType: [415, ['unsupported-media-type'], 'A body of no media type that is read'],
  UnusableBody: [422, ['unusable-body'], 'A body that can be read and not used; errors say why'],
  UriTooLong: [414, ['url-too-long'], 'A part of the path is longer than any id'],
  ServerFailure: [500, ['server-failure'], 'The server failed; its log says why'],
  NotReady: [503, ['not-ready'], 'The database does not answer'],
} as const satisfies Record<string, [status: number, types: string[], description: string]>;
export type ProblemName = keyof typeof PROBLEMS;

const HEADERS: Record<number, Header[]> = {
  308: ['Location', 'Link'],
  405: ['Allow'],
  410: ['Link'],
};

/** The answers that many operations share. */
export const responses: Json = {
  NotModified: {
    description: 'What the client has still holds',
    headers: headerRefs(CACHING),
  },
  ...Object.fromEntries(
    Object.entries(PROBLEMS).map(([name, [status, types, description]]) => {
      const schema = {
        allOf: [
          refTo('Problem'),
          {
            type: 'object',
            properties: {
              type: { enum: types.map((type) => `urn:on-record:problem:${type}`) },
              status: { const: status },
            },
          },
        ],
      };
      const content = { 'application/problem+json': { schema } };
      return [name, { description, headers: headerRefs(HEADERS[status] ?? []), content }];
    }),
  ),
};

const refToResponse = (name: string) => ({ $ref: `#/components/responses/${name}` });

/** What every operation may answer but success. */
export const failures = (...names: ProblemName[]): Json =>
  Object.fromEntries(
    [...names, 'BadRequest', 'MethodNotAllowed', 'ServerFailure'].map((name) => [
      PROBLEMS[name as ProblemName][0],
      refToResponse(name),
    ]),
  );

const JSON_TYPE = 'application/json';

/** JSON of a named schema, not cached. */
export const plain = (description: string, schema: Json, mediaType = JSON_TYPE): Json => ({
  200: { description, content: { [mediaType]: { schema } } },
});

/** JSON of a named schema, and 304 to a client that has it. */
export const cached = (description: string, schema: Json, mediaType = JSON_TYPE): Json => ({
  200: { description, headers: headerRefs(CACHING), content: { [mediaType]: { schema } } },
  304: refToResponse('NotModified'),
});

/** A download, named anew with each version of the data. */
export const file = (description: string, mediaType: string): Json => ({
  200: {
    description,
    headers: headerRefs([...CACHING, 'Content-Disposition']),
    content: { [mediaType]: { schema: { type: 'string' } } },
  },
  304: refToResponse('NotModified'),
});

/** An answer in every format that there is; in JSON of the schema given. */
export const negotiated = (description: string, schema: Json, more: Header[] = []): Json => ({
  200: {
    description,
    headers: headerRefs([...CACHING, ...more]),
    content: Object.fromEntries(
      FORMATS.map((format) => [mediaTypeOf(format), { schema: schemaIn(format, schema) }]),
    ),
  },
  304: refToResponse('NotModified'),
});

export const mediaTypeOf = (format: Format): string => contentType(format).replace(/;.*/, '');

function schemaIn(format: Format, schema: Json): Json {
  if (format === 'json') return schema;
  return mediaTypeOf(format).endsWith('+json') ? { type: 'object' } : { type: 'string' };
}
