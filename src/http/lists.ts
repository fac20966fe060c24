// Serves a list and its single records. What can be asked is in the list's declaration.
import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';
import { InvalidQuery, shown } from '#db/invalid.ts';
import { type List, type Page, readAll, readPage, readRecord } from '#db/list.ts';
import type { Db } from '#db/open.ts';
import { type Given, operatorsOf, parseQuery, type Query } from '#db/query.ts';
import { nearestId } from '#db/resolve.ts';
import { toCsv } from './csv.ts';
import { Problem } from './problem.ts';

const FORMATS = ['json', 'csv'] as const;

/** What can be asked of a list, for the index at /v1. */
type Served = {
  name: string;
  description: string;
  filters: { name: string; description: string; example: string; operators: string[] }[];
  sorts: string[];
  default_sort: string;
};

/**
 * Registers `GET /{name}` and `GET /{name}/{id}`. The schema is the wire shape that the list's
 * query is proved to return; it also gives the columns of CSV.
 */
export function serveList<T>(
  app: FastifyInstance,
  db: Db,
  list: List<T>,
  schema: z.ZodObject & z.ZodType<T>,
): Served {
  app.get<{ Querystring: Given }>(`/${list.name}`, async (request, reply) => {
    const format = parseFormat(request.query.format);
    const query = parseQuery(db, list, request.query, ['format']);
    if (format === 'csv' && query.limit === null) {
      reply
        .type('text/csv; charset=utf-8; header=present')
        .header('content-disposition', `attachment; filename="${list.name}.csv"`);
      return toCsv(readAll(db, list, query), schema);
    }
    const page = readPage(db, list, query);
    if (page.next !== null) reply.header('link', nextLink(request.url, page.next));
    if (format === 'csv') {
      reply.type('text/csv; charset=utf-8; header=present');
      return toCsv(page.records, schema);
    }
    reply.type('application/json; charset=utf-8');
    return envelope(page, query);
  });

  app.get<{ Params: { id: string }; Querystring: Given }>(
    `/${list.name}/:id`,
    async (request, reply) => {
      const unknown = Object.keys(request.query).map((parameter) => ({
        parameter,
        reason: 'is no parameter of a single record',
        suggestion: `leave it out, or ask /v1/${list.name}`,
      }));
      if (unknown.length > 0) throw new InvalidQuery(unknown);
      const { id } = request.params;
      const record = readRecord(db, list, id);
      if (record === undefined) {
        const near = nearestId(db, list.id, list.from, id);
        throw new Problem(
          404,
          'unknown-record',
          `There is no record of ${list.name} with the id ${shown(id)}.` +
            (near === null ? '' : ` The nearest is "${near}".`),
        );
      }
      reply.type('application/json; charset=utf-8');
      return `{"data":${record}}`;
    },
  );

  return {
    name: list.name,
    description: list.description,
    filters: Object.entries(list.filters).map(([name, filter]) => {
      const { description, example } = filter;
      return { name, description, example, operators: operatorsOf(filter) };
    }),
    sorts: [...Object.keys(list.sorts), 'id'],
    default_sort: list.defaultSort,
  };
}

function parseFormat(value: string | string[] | undefined): (typeof FORMATS)[number] {
  const format = value === undefined ? 'json' : FORMATS.find((word) => word === value);
  if (format !== undefined) return format;
  throw new InvalidQuery([
    {
      parameter: 'format',
      reason: `${shown(`${value}`)} is none of ${FORMATS.join(', ')}`,
      suggestion: 'json',
    },
  ]);
}

function envelope(page: Page, { resolved }: Query): string {
  const { limit, next, count, countIs: count_is } = page;
  const about = JSON.stringify({ page: { limit, next, count, count_is }, resolved });
  return `{"data":[${page.records.join(',')}],${about.slice(1)}`;
}

/** The next page at the same path, with every parameter that was given. */
function nextLink(url: string, cursor: string): string {
  const from = url.indexOf('?');
  const path = from < 0 ? url : url.slice(0, from);
  const parameters = new URLSearchParams(from < 0 ? '' : url.slice(from));
  parameters.set('cursor', cursor);
  return `<${path}?${parameters}>; rel="next"`;
}
