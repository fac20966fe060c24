// A route beside the lists: what it asks, answers and documents, in one declaration.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Condition } from '#db/condition.ts';
import { InvalidQuery, InvalidValue, wordNear } from '#db/invalid.ts';
import { Letters, toLetters } from '#db/letters.ts';
import { type List, parametersOf } from '#db/list.ts';
import type { Db } from '#db/open.ts';
import { collectReasons, type Given, LIST_PARAMETERS, parseQuery } from '#db/query.ts';
import { jsonBytes } from './json-bytes.ts';
import type { ProblemName } from './openapi-responses.ts';
import { Problem } from './problem.ts';

type Json = Record<string, unknown>;

/** A query parameter that may be given once; `read` throws InvalidValue. */
export type Asked<T> = {
  description: string;
  schema: Json;
  example: string | number;
  read: (value: string) => T;
};
// biome-ignore lint/suspicious/noExplicitAny: what is read is known where it is declared
type AnyAsked = Record<string, Asked<any>>;

/** A body that an operation takes: by media type, in UTF-8, each as what it is an example of. */
export type Body = {
  mostBytes: number;
  types: Record<string, { schema: Json; example: unknown; read: (body: string) => string }>;
};

/** What a request to an operation holds: parameters that were not given are undefined. */
type Request<P extends AnyAsked> = {
  db: Db;
  /** The `{id}` of the path, empty where it has none. */
  id: string;
  given: { [K in keyof P]: ReturnType<P[K]['read']> | undefined };
  /** What the filters of the list ask for, where the operation takes those. */
  conditions: Condition[];
  /** What the reader of its media type made of the body, empty where the operation takes none. */
  body: string;
  request: FastifyRequest;
  reply: FastifyReply;
};

type Declared<P extends AnyAsked> = {
  method: 'GET' | 'POST';
  /** Below /v1, as OpenAPI writes it: `/series/{id}/comparison`. */
  path: `/${string}`;
  operationId: string;
  summary: string;
  tag: string;
  /** The list that `{id}` is of, or whose filters are taken; answers then say how values resolved. */
  list: List<unknown>;
  parameters: P;
  body?: Body;
  failures: ProblemName[];
  respond: (asked: Request<P>) => object;
} & (
  | { takesFilters: true; answer: Answer<z.ZodObject> }
  | { takesFilters?: undefined; answer: Answer<z.ZodType> }
);
/** The whole answer, and the name that documents refer to it by. */
type Answer<S> = { name: string; description: string; schema: S; mediaType?: string };
export type Operation = Declared<AnyAsked>;

/** Declares a route; the types of its parameters are those that its answer is made from. */
export const operation = <P extends AnyAsked>(declared: Declared<P>): Operation =>
  declared as unknown as Operation;

/** Registers the route of an operation; what it does not ask for is refused with the nearest. */
export function serveOperation(app: FastifyInstance, db: Db, one: Operation): void {
  app.register(async (scope) => {
    if (one.body !== undefined) readBodies(scope, one.body);
    serveRoute(scope, db, one);
  });
}

function serveRoute(app: FastifyInstance, db: Db, one: Operation): void {
  app.route<{ Params: { id?: string }; Querystring: Given }>({
    method: one.method,
    url: one.path.replace('{id}', ':id'),
    handler: async (request, reply) => {
      const given = readGiven(one, request.query);
      const { id = '' } = request.params;
      const body = request.body === undefined ? '' : `${request.body}`;
      const asked = { db, id, given, body, request: request as FastifyRequest, reply };
      const answer = answerOf(one, asked, request.query);
      reply.type(`${one.answer.mediaType ?? 'application/json'}; charset=utf-8`);
      return bytesOf(answer);
    },
    ...(one.body && { bodyLimit: one.body.mostBytes }),
  });
}

/** An answer as bytes of JSON; data may be JSON already, and then stands first. */
function bytesOf(answer: object): Buffer {
  const { data, ...rest } = answer as { data?: unknown };
  if (!(data instanceof Letters)) return jsonBytes(answer);
  const after = toLetters(rest).slice(1);
  return data.between('{"data":', after === '}' ? after : `,${after}`);
}

function answerOf(
  one: Operation,
  asked: Omit<Request<AnyAsked>, 'conditions'>,
  query: Given,
): object {
  if (one.takesFilters === undefined) return one.respond({ ...asked, conditions: [] });
  const { conditions, resolved } = parseQuery(asked.db, one.list, filtersAmong(one, query));
  return { ...one.respond({ ...asked, conditions }), resolved };
}

/** Reads bodies as UTF-8 in the media types that there are, and refuses all others. */
function readBodies(app: FastifyInstance, { types }: Body): void {
  app.removeAllContentTypeParsers();
  for (const [type, { read }] of Object.entries(types)) {
    app.addContentTypeParser(
      type,
      { parseAs: 'buffer' },
      async (request: FastifyRequest, bytes: Buffer) => {
        const charset = /;\s*charset="?([^";\s]+)/i.exec(
          request.headers['content-type'] ?? '',
        )?.[1];
        if (charset !== undefined && !/^utf-?8$/i.test(charset)) throw unsupported(types);
        return read(decode(bytes));
      },
    );
  }
  app.addContentTypeParser('*', async () => {
    throw unsupported(types);
  });
}

const unsupported = (types: Body['types']): Problem =>
  new Problem(
    415,
    'unsupported-media-type',
    `The body has to be ${Object.keys(types).join(' or ')} in UTF-8; Content-Type says which.`,
  );

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Problem(400, 'malformed-body', 'The body is not UTF-8.');
  }
}

function readGiven({ parameters, takesFilters, list }: Operation, given: Given): Json {
  const { attempt, once, reasons } = collectReasons(given);
  const filters = takesFilters ? [...parametersOf(list), 'filter', 'filter__not'] : [];
  const known = [...Object.keys(parameters), ...filters];
  for (const name of Object.keys(given)) {
    if (known.includes(name)) continue;
    const isOfLists = (LIST_PARAMETERS as readonly string[]).includes(name);
    attempt(name, () => {
      throw new InvalidValue(
        'is no parameter here',
        (isOfLists ? null : wordNear(name, known)) ?? 'leave it out',
      );
    });
  }
  const values = Object.entries(parameters).map(([name, { read }]) => {
    const value = once(name);
    return [name, value === undefined ? undefined : attempt(name, () => read(value))];
  });
  if (reasons.length > 0) throw new InvalidQuery(reasons);
  return Object.fromEntries(values);
}

const filtersAmong = ({ parameters }: Operation, given: Given): Given =>
  Object.fromEntries(Object.entries(given).filter(([name]) => !(name in parameters)));
