// A route beside the lists: what it asks, answers and documents, in one declaration.
import type { SQL } from 'drizzle-orm';
import { closest } from 'fastest-levenshtein';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { InvalidQuery, InvalidValue } from '#db/invalid.ts';
import { type List, parametersOf } from '#db/list.ts';
import type { Db } from '#db/open.ts';
import { collectReasons, type Given, parseQuery } from '#db/query.ts';
import type { ProblemName } from './openapi-responses.ts';

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

/** What a request to an operation holds: parameters that were not given are undefined. */
export type Request<P extends AnyAsked> = {
  db: Db;
  /** The `{id}` of the path, empty where it has none. */
  id: string;
  given: { [K in keyof P]: ReturnType<P[K]['read']> | undefined };
  /** What the filters of the list ask for, where the operation takes those. */
  conditions: SQL[];
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
  takesFilters?: true;
  parameters: P;
  /** The schemas of the body by media type. */
  body?: Record<string, Json>;
  /** The whole answer, and the name that documents refer to it by. */
  answer: { name: string; description: string; schema: z.ZodObject; mediaType?: string };
  failures: ProblemName[];
  respond: (asked: Request<P>) => object;
};
export type Operation = Declared<AnyAsked>;

/** Declares a route; the types of its parameters are those that its answer is made from. */
export const operation = <P extends AnyAsked>(declared: Declared<P>): Operation =>
  declared as unknown as Operation;

/** Registers the route of an operation; what it does not ask for is refused with the nearest. */
export function serveOperation(app: FastifyInstance, db: Db, one: Operation): void {
  app.route<{ Params: { id?: string }; Querystring: Given }>({
    method: one.method,
    url: one.path.replace('{id}', ':id'),
    handler: async (request, reply) => {
      const given = readGiven(one, request.query);
      const { id = '' } = request.params;
      const asked = { db, id, given, request: request as FastifyRequest, reply };
      if (one.answer.mediaType !== undefined) reply.type(one.answer.mediaType);
      if (one.takesFilters === undefined) return one.respond({ ...asked, conditions: [] });
      const { conditions, resolved } = parseQuery(db, one.list, filtersAmong(one, request.query));
      return { ...one.respond({ ...asked, conditions }), resolved };
    },
  });
}

function readGiven({ parameters, takesFilters, list }: Operation, given: Given): Json {
  const { attempt, once, reasons } = collectReasons(given);
  const filters = takesFilters ? [...parametersOf(list), 'filter', 'filter__not'] : [];
  const known = [...Object.keys(parameters), ...filters];
  for (const name of Object.keys(given)) {
    if (known.includes(name)) continue;
    attempt(name, () => {
      throw new InvalidValue(
        'is no parameter here',
        known.length > 0 ? closest(name, known) : 'leave it out',
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
