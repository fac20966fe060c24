// The OpenAPI document is valid and complete, and the API answers as it says.
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { FastifyInstance } from 'fastify';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { recordSchemas } from '#record/schema.ts';
import { onRecord } from './app.ts';
import { correct, merge, retract } from './correcting.ts';
import { articleOf, load } from './minimal.ts';
import { onSample } from './sample.ts';

type Schema = {
  type?: string;
  enum?: string[];
  items?: Schema;
  minimum?: number;
  maximum?: number;
  maxLength?: number;
  maxItems?: number;
};
type Parameter = {
  name: string;
  in: string;
  description: string;
  schema: Schema;
  examples: { default: { value: unknown } };
};
type Answer = { description: string; content: Record<string, { schema: object }> };
type Operation = {
  operationId: string;
  summary: string;
  parameters: Parameter[];
  responses: Record<string, Answer>;
};
type Posted = Operation & {
  requestBody: { content: Record<string, { schema: object; example: unknown }> };
};
type Document = { paths: Record<string, { get?: Operation; post?: Posted }> };

vi.setConfig({ testTimeout: 30_000 }); // some of these ask hundreds of times

const routes: string[] = [];
const collect = (message: unknown) => {
  const { fastify } = message as { fastify: FastifyInstance };
  fastify.addHook('onRoute', ({ method, url }) => {
    if (method !== 'GET' && method !== 'POST') return;
    routes.push(`${method} ${url === '/v1/' ? '/v1' : url.replace(':id', '{id}')}`);
  });
};

subscribe('fastify.initialization', collect);
const record = await onRecord();
unsubscribe('fastify.initialization', collect);
afterAll(() => record[Symbol.asyncDispose]());
const { get } = record;
const { body: raw, text } = await get('/openapi.json');
const document = resolved(raw) as Document;
const operations = Object.entries(document.paths).flatMap(([path, { get }]) =>
  get === undefined ? [] : [{ path, ...get }],
);

/** References in place of which stands what they refer to; schemas keep theirs. */
function resolved(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(resolved);
  if (value === null || typeof value !== 'object') return value;
  const { $ref } = value as { $ref?: string };
  if ($ref?.startsWith('#/components/schemas/') === false) {
    return resolved(
      $ref
        .split('/')
        .slice(1)
        .reduce((at, step) => at[step], raw),
    );
  }
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, resolved(one)]));
}

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema(raw, 'api');

const validators = new Map<object, ValidateFunction>();

function expectShape(schema: object, body: unknown, about: string): void {
  const known = validators.get(schema);
  const validate =
    known ?? ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"api#/')));
  validators.set(schema, validate);
  validate(body);
  expect(validate.errors, about).toBeNull();
}

/** Asks, and proves that the operation documents what comes back. */
async function expectDocumented(
  { responses, parameters }: Operation,
  ask: { url: string; method?: 'GET' | 'POST'; headers?: Record<string, string> },
  status: number,
): Promise<void> {
  const { statusCode, headers, payload } = await record.app.inject({ method: 'GET', ...ask });
  const about = `${ask.method ?? 'GET'} ${ask.url}`;
  expect(statusCode, `${about} ${payload.slice(0, 500)}`).toBe(status);
  const [mediaType = ''] = `${headers['content-type']}`.split(';');
  const schema = responses[status]?.content[mediaType]?.schema;
  if (schema === undefined) throw new Error(`${about}: ${status} ${mediaType} is not documented`);
  const given = [...new URL(ask.url, 'http://localhost').searchParams.keys()];
  const shaped = parameters.some(({ name }) => given.includes(name) && SHAPING.includes(name));
  if (status === 200 && shaped) return;
  expectShape(schema, /[/+]json$/.test(mediaType) ? JSON.parse(payload) : payload, about);
}

/** Parameters that change the shape of records, as their descriptions say. */
const SHAPING = ['fields', 'include'];

/** The path with its parameter and, where the operation has one that is required, a search. */
function pathOf({ path, parameters }: { path: string } & Operation, given: object = {}): string {
  const id = parameters.find((one) => one.in === 'path')?.examples.default.value;
  const q = parameters.find((one) => one.name === 'q')?.examples.default.value;
  const needsSearch = path === '/v1/search' || 'highlight' in given || 'sort' in given;
  const search = new URLSearchParams({ ...(needsSearch && q ? { q: `${q}` } : {}), ...given });
  return `${path.replace('{id}', `${id}`)}?${search}`;
}

test('GET /openapi.json is a valid OpenAPI 3.1 document', async () => {
  const validator = new Validator();
  expect(await validator.validate(JSON.parse(text))).toEqual({ valid: true });
  expect(validator.version).toBe('3.1');
});

test('every route is documented, and nothing else', () => {
  const told = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  const expected = routes.filter((route) => !/^GET \/(docs\/.*)?$/.test(route));
  expect(told.toSorted()).toEqual(expected.toSorted());
  const ids = operations.map(({ operationId }) => operationId);
  expect(new Set(ids).size).toBe(ids.length);
});

test('no record can have an id at whose address there is something else', () => {
  const words = Object.keys(document.paths).flatMap((path) => {
    const [, list, word] = /^(.*)\/([^{}]+)$/.exec(path) ?? [];
    return word !== undefined && `${list}/{id}` in document.paths ? [word] : [];
  });
  expect(words).not.toEqual([]);
  for (const word of words) {
    for (const { shape } of [recordSchemas.quotes, recordSchemas.figures, recordSchemas.stories]) {
      expect(shape.id.safeParse(word).success, word).toBe(false);
      expect(shape.id.safeParse(`${word}-1`).success, word).toBe(true);
    }
  }
});

describe.each(operations)('GET $path', (operation) => {
  const { parameters } = operation;
  const queries = parameters.filter((one) => one.in === 'query');

  test('has a description, a schema and an example of each parameter, and of each answer', () => {
    expect(operation.summary).toMatch(/./);
    for (const one of parameters) {
      expect(one, one.name).toMatchObject({ description: expect.stringMatching(/./), schema: {} });
      expectShape(one.schema, one.examples.default.value, one.name);
    }
    for (const answer of Object.values(operation.responses)) {
      expect(answer.description).toMatch(/./);
    }
  });

  test('answers to the example of each parameter', async () => {
    for (const { name, examples } of queries) {
      const url = pathOf(operation, { [name]: examples.default.value });
      await expectDocumented(operation, { url }, 200);
    }
    for (const one of parameters.filter(({ in: where }) => where === 'header')) {
      const headers = { [one.name]: `${one.examples.default.value}` };
      await expectDocumented(operation, { url: pathOf(operation), headers }, 200);
    }
  });

  test('takes each word and bound of a parameter, and nothing beyond', async () => {
    for (const { name, schema } of queries) {
      const { enum: words, maximum, minimum } = schema.items ?? schema;
      for (const word of words ?? []) {
        await expectDocumented(operation, { url: pathOf(operation, { [name]: word }) }, 200);
      }
      if (words !== undefined) {
        await expectDocumented(
          operation,
          { url: pathOf(operation, { [name]: 'no-such-word' }) },
          400,
        );
      }
      if (maximum === undefined || minimum === undefined) continue;
      for (const [value, status] of [
        [minimum, 200],
        [maximum, 200],
        [maximum + 1, 400],
        [minimum - 1, 400],
      ] as const) {
        await expectDocumented(operation, { url: pathOf(operation, { [name]: value }) }, status);
      }
    }
  });

  test('takes what is as long as it says, and nothing longer', async () => {
    for (const { name, schema, examples } of queries) {
      const { maxLength, maxItems } = schema;
      const [example] = [examples.default.value].flat();
      const word = `${example}`.replace(/.*==/, '');
      const before = `${example}`.slice(0, -word.length);
      const long = (length: number) =>
        before + word + ' '.repeat(length - before.length - word.length);
      const many = (length: number) => Array(length).fill(example).join(',');
      for (const [most, of] of [
        [maxLength, long],
        [maxItems, many],
      ] as const) {
        if (most === undefined) continue;
        const ask = (length: number) => pathOf(operation, { [name]: of(length) });
        await expectDocumented(operation, { url: ask(most) }, 200);
        await expectDocumented(operation, { url: ask(most + 1) }, 400);
      }
    }
  });

  test('answers as documented to what is asked well', async () => {
    await expectDocumented(operation, { url: pathOf(operation) }, 200);
    const { etag } = (await record.app.inject(pathOf(operation))).headers;
    expect(etag !== undefined).toBe('304' in operation.responses);
    if (etag === undefined) return;
    const headers = { 'if-none-match': etag };
    const { statusCode } = await record.app.inject({ url: pathOf(operation), headers });
    expect(statusCode).toBe(304);
  });

  test('answers as documented to what is asked badly', async () => {
    const { path, responses } = operation;
    const url = pathOf(operation);
    await expectDocumented(operation, { url: `${url}&%E0=1` }, 400);
    if ('404' in responses) {
      await expectDocumented(operation, { url: path.replace('{id}', 'nobody') }, 404);
      await expectDocumented(operation, { url: path.replace('{id}', 'a'.repeat(300)) }, 414);
    }
    await expectDocumented(operation, { url, method: 'POST' }, 405);
    if (!('406' in responses)) return;
    await expectDocumented(operation, { url, headers: { accept: 'image/png' } }, 406);
  });
});

const posts = Object.entries(document.paths).flatMap(([path, { post }]) =>
  post === undefined ? [] : [{ path, post }],
);

test.each(posts)('POST $path answers as documented to its examples', async ({ path, post }) => {
  for (const [type, { schema, example }] of Object.entries(post.requestBody.content)) {
    expectShape(schema, example, `${path} ${type}`);
    const payload = typeof example === 'string' ? example : JSON.stringify(example);
    const ask = { method: 'POST', url: path, payload, headers: { 'content-type': type } } as const;
    const { statusCode, payload: answer } = await record.app.inject(ask);
    expect(statusCode, answer).toBe(200);
    const documented = post.responses[200]?.content['application/json']?.schema ?? {};
    expectShape(documented, JSON.parse(answer), `${path} ${type}`);
    for (const [body, status] of [
      ['', type === 'text/plain' ? 422 : 400],
      ['a'.repeat(2_000_000), 413],
    ] as const) {
      const { statusCode: given, payload: problem } = await record.app.inject({
        ...ask,
        payload: body,
      });
      expect(given).toBe(status);
      const told = post.responses[status]?.content['application/problem+json']?.schema ?? {};
      expectShape(told, JSON.parse(problem), `${path} ${status}`);
    }
  }
});

describe('a record that is gone or merged is answered as documented, alone and below its id', () => {
  const GONE: [list: string, retracted: string, merged: string][] = [
    ['quotes', 'train', 'pumps'],
    ['figures', 'houses-15', 'houses-10'],
    ['articles', 'gone', 'merged'],
  ];
  test.each(GONE)('%s', async (list, retracted, merged) => {
    await using world = await onSample();
    const articles = ['gone', 'merged'].map((id) => articleOf(id, `Nothing stands in ${id}.`));
    load(world.db, { 'more.json': { articles } });
    correct(world.db, [
      retract('quotes', 'train'),
      merge('quotes', 'pumps', 'thanks'),
      merge('figures', 'houses-10', 'houses-12'),
      retract('figures', 'houses-15'),
      retract('articles', 'gone'),
      merge('articles', 'merged', 'gazette-flood'),
    ]);
    const below = operations.filter(
      ({ path }) => path.startsWith(`/v1/${list}/{id}`) && !path.endsWith('/history'),
    );
    expect(below).toHaveLength(2);
    for (const { path, responses } of below) {
      for (const [id, status] of [
        [retracted, 410],
        [merged, 308],
      ] as const) {
        const answer = await world.get(path.replace('{id}', id));
        expect(answer.status, `${path} ${id}`).toBe(status);
        const schema = responses[status]?.content['application/problem+json']?.schema;
        expectShape(schema ?? { not: {} }, answer.body, `${path} ${status}`);
      }
    }
  });
});

const lists = operations.filter(({ parameters }) =>
  parameters.some(({ name }) => name === 'cursor'),
);

test.each(lists)('every record of $path is as documented, in its list and alone', async (list) => {
  const one = operations.find(({ path }) => path === `${list.path}/{id}`) as Operation;
  for (let cursor: string | null = ''; cursor !== null; ) {
    const url: string = `${list.path}?limit=100&count=exact${cursor && `&cursor=${cursor}`}`;
    await expectDocumented(list, { url }, 200);
    const { data, page } = (await get(url)).body;
    for (const { id } of data) await expectDocumented(one, { url: `${list.path}/${id}` }, 200);
    cursor = page.next;
  }
});

test('an unknown field in an answer is noticed', () => {
  const schema = { $ref: '#/components/schemas/EntityRef' };
  const ref = { id: 'a', kind: 'person', name: 'A' };
  expectShape(schema, ref, 'as documented');
  expect(() => expectShape(schema, { ...ref, more: 1 }, 'with more')).toThrow();
});

test('GET / and GET /docs lead to the page, and name no media type where they send nothing', async () => {
  const start = await get('/');
  expect([start.status, start.headers.location]).toEqual([302, '/docs/']);
  const { status, headers } = await get('/docs');
  expect([status, headers.location]).toEqual([301, '/docs/']);
  expect(headers['content-type']).toBeUndefined();
});

test('GET /docs shows it without another host', async () => {
  const page = await get('/docs/');
  expect(page.status).toBe(200);
  expect(page.headers['content-security-policy']).toContain("default-src 'self'");
  const sources = [...page.text.matchAll(/(?:src|href|url)"?[=:]\s*"([^"]+)"/g)].map(
    ([, to]) => to,
  );
  expect(sources).toEqual(['js/scalar.js', '../openapi.json']);
  for (const to of sources) {
    const { pathname } = new URL(to ?? '', 'http://localhost/docs/');
    expect((await get(pathname)).status, pathname).toBe(200);
  }
});
