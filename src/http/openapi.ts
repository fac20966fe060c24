// GET /openapi.json: the API described in OpenAPI 3.1, made once from what the lists declare.
import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';
import { datesOf } from '#db/list.ts';
import { MOST_VALUES } from '#db/query.ts';
import { kindOf } from './missing.ts';
import { operationPaths } from './openapi-operations.ts';
import {
  conditionalHeaders,
  filterParameters,
  idParameter,
  named,
  pageParameters,
  refsTo,
  shapeParameters,
  timelineParameters,
} from './openapi-parameters.ts';
import { cached, failures, headers, negotiated, responses } from './openapi-responses.ts';
import { aloneName, recordName, refTo, schemas } from './openapi-schemas.ts';
import { servicePaths } from './openapi-service.ts';
import type { Operation } from './operation.ts';
import type { Resource } from './resource.ts';

type Json = Record<string, unknown>;

/**
 * What is described: the program, its lists, the routes beside them, and the shapes that records of
 * several lists have in common.
 */
type Described = {
  program: { version: string; description: string; license: string };
  resources: readonly Resource[];
  operations: readonly Operation[];
  shared: Record<string, z.ZodType>;
};

export function serveOpenApi(app: FastifyInstance, described: Described): void {
  let document: string | undefined; // made when it is first asked for, not at each start
  app.get('/openapi.json', async (_request, reply) => {
    document ??= JSON.stringify(openApi(described));
    return reply.type('application/json; charset=utf-8').send(document);
  });
}

const GRAMMAR = `The same on every list: values between commas are alternatives, a repeated parameter has to
hold each time, \`__not\` excludes, \`__gte\`, \`__gt\`, \`__lte\` and \`__lt\` are ranges, \`filter\` combines
fields. A value that holds a comma stands in double quotes. A question that cannot be answered whole is
refused whole, with every reason and what to send instead. At most ${MOST_VALUES} values are taken in a question,
those of all its filters together. Every path answers OPTIONS, too, and HEAD where it answers GET.`;

function openApi({ program, resources, operations, shared }: Described): Json {
  return {
    openapi: '3.1.1',
    info: {
      title: 'On Record',
      version: program.version,
      summary: program.description,
      description: GRAMMAR,
      license: { name: program.license, identifier: program.license },
    },
    servers: [{ url: '/', description: 'Where this document came from' }],
    tags: [
      ...resources.map(({ list: { name, description } }) => ({ name, description })),
      { name: 'service', description: 'The API about itself' },
    ],
    paths: Object.assign(
      {},
      ...resources.map(pathsOf),
      operationPaths(operations),
      servicePaths(resources),
    ),
    components: {
      schemas: schemas(resources, operations, shared),
      parameters: {
        ...named('', conditionalHeaders),
        ...Object.assign(
          {},
          ...resources.map(({ list }) => named(list.name, filterParameters(list))),
        ),
      },
      headers,
      responses,
    },
  };
}

function pathsOf(resource: Resource): Json {
  const { list } = resource;
  const { name, description } = list;
  const record = recordName(resource);
  const operation = (id: string, summary: string, parameters: unknown[], answers: Json) => ({
    get: { operationId: id, summary, tags: [name], parameters, responses: answers },
  });
  const conditional = refsTo('', conditionalHeaders);
  const filtered = refsTo(name, filterParameters(list));
  const ends = kindOf(list) === undefined ? [] : (['Merged', 'Gone'] as const);
  return {
    [`/v1/${name}`]: operation(
      `list_${name}`,
      `List ${name}`,
      [...filtered, ...pageParameters(resource), ...conditional],
      {
        ...negotiated(description, refTo(`${record}List`), ['Link', 'Content-Disposition']),
        ...failures('NotAcceptable'),
      },
    ),
    ...(datesOf(list).length > 0 && {
      [`/v1/${name}/histogram`]: operation(
        `count_${name}_by_date`,
        `Count ${name} by date`,
        [...filtered, ...timelineParameters(list), ...conditional],
        { ...cached('Counts in order of time', refTo('Timeline')), ...failures() },
      ),
    }),
    [`/v1/${name}/{id}`]: operation(
      `get_${record.toLowerCase()}`,
      `One ${record.toLowerCase()}`,
      [idParameter(list), ...shapeParameters(resource), ...conditional],
      {
        ...negotiated(`The ${record.toLowerCase()}`, {
          type: 'object',
          properties: { data: refTo(aloneName(resource)) },
          required: ['data'],
          additionalProperties: false,
        }),
        ...failures(...ends, 'NotFound', 'NotAcceptable', 'UriTooLong'),
      },
    ),
  };
}
