// The routes beside the lists as OpenAPI has them, from their declarations.
import {
  conditionalHeaders,
  filterExpressions,
  filterParameters,
  idParameter,
  query,
  refsTo,
} from './openapi-parameters.ts';
import { cached, failures, plain } from './openapi-responses.ts';
import { refTo } from './openapi-schemas.ts';
import type { Body, Operation } from './operation.ts';

type Json = Record<string, unknown>;

/** Every path with its methods: a path may have several. */
export function operationPaths(operations: readonly Operation[]): Json {
  const paths: Record<string, Json> = {};
  for (const one of operations) {
    const path = `/v1${one.path}`;
    paths[path] = { ...paths[path], [one.method.toLowerCase()]: describe(one) };
  }
  return paths;
}

function describe(one: Operation): Json {
  const { operationId, summary, tag, answer, list } = one;
  const reads = one.method === 'GET';
  const schema = refTo(answer.name);
  const answers = reads ? cached : plain;
  return {
    operationId,
    summary,
    tags: [tag],
    parameters: [
      ...(one.path.includes('{id}') ? [idParameter(list)] : []),
      ...(one.takesFilters ? refsTo(list.name, othersOf(list, one)) : []),
      ...(one.takesFilters ? filterExpressions(list) : []),
      ...Object.entries(one.parameters).map(([name, asked]) =>
        query(name, asked.description, asked.schema, asked.example),
      ),
      ...(reads ? refsTo('', conditionalHeaders) : []),
    ],
    ...(one.body && { requestBody: { required: true, content: contentOf(one.body) } }),
    responses: {
      ...answers(answer.description, schema, answer.mediaType?.replace(/;.*/, '')),
      ...failures(...one.failures),
    },
  };
}

const contentOf = ({ types }: Body): Json =>
  Object.fromEntries(
    Object.entries(types).map(([type, { schema, example }]) => [type, { schema, example }]),
  );

/** The filters of the list but those that mean something else here. */
const othersOf = (list: Operation['list'], { parameters }: Operation) =>
  filterParameters(list).filter(({ name }) => !(name in parameters));
