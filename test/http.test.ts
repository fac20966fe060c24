// HTTP over a real socket: bad requests, unknown routes and other methods are problem documents.
import { METHODS } from 'node:http';
import { describe, expect, test } from 'vitest';
import { onRecord, PROBLEM } from './app.ts';
import { expectProblem, listening } from './listening.ts';
import { encode } from './served.ts';

describe('a bad request is a 400 problem', () => {
  test.each([
    '/v1/quotes?limit=0',
    '/v1/quotes?limit=101',
    '/v1/quotes?limit=1e3',
    '/v1/quotes?limit=0x10',
    '/v1/quotes?limit=-1',
    '/v1/quotes?limit=%2B1',
    '/v1/quotes?limit=1.5',
    '/v1/quotes?limit=01',
    '/v1/quotes?limit=%D9%A1',
    '/v1/quotes?limit=',
    '/v1/quotes?cursor=garbage',
    '/v1/quotes?said_on__gte=2022-02-30',
    '/v1/quotes?said_on=2022-3-1',
    '/v1/quotes?said_on=2022-03-01T00:00:00Z',
    '/v1/quotes?said_on=yesterday',
    '/v1/quotes?speaker=',
    '/v1/quotes?speaker=%20',
    '/v1/quotes?speaker=%E0',
    '/v1/quotes?speaker=%',
    '/v1/quotes?speaker=%ED%A0%80',
    '/v1/quotes?speaker=%F0%9F%99%82',
    '/v1/quotes?speaker=%CC%81',
    '/v1/figures?value=1e3',
    '/v1/figures?value=NaN',
    '/v1/figures?value=Infinity',
    '/v1/figures?value__gte=0x10',
    `/v1/figures?value=${'9'.repeat(400)}`,
    '/v1/quotes?format=xml',
    '/v1/people?named=1',
    '/v1/%E0',
    '/v1/quotes/%E0',
    '/%00',
    '/v1/quotes%00',
    '/v1/quotes/%00',
    '/v1/quotes?q=%00',
    '/v1/quotes?speaker=a%00b',
    '/v1/quotes?%00=1',
    '/v1/quotes?cursor=%00',
    `/v1/quotes?q=${'a'.repeat(10_000)}`,
    `/v1/quotes?q=${encode('word '.repeat(13))}`,
    '/v1/quotes?q=-',
    '/v1/quotes?q=(',
    '/v1/quotes?q=%22',
  ])('%s', async (url) => {
    await using server = await listening();
    expectProblem(await server.client.get(url), 400, url);
  });
});

describe('a route that does not exist is a 404 problem', () => {
  test.each([
    '/nothing',
    '/v1/nothing',
    '/v1//quotes',
    '//v1/quotes',
    '/v1/quotes/a/b',
    '/v2/quotes',
    '/V1/QUOTES',
    '/v1/quotes;limit=1',
    '/v1/..%2F..%2Fetc%2Fpasswd',
  ])('%s', async (url) => {
    await using server = await listening();
    expectProblem(await server.client.get(url), 404, url);
    expectProblem(await server.client.post(url).send({}), 404, `POST ${url}`);
  });

  test('an id longer than any is unknown, and its problem does not blame the encoding', async () => {
    await using server = await listening();
    const answer = await server.client.get(`/v1/quotes/${'a'.repeat(300)}`);
    expectProblem(answer, answer.status, 'a long id');
    expect([400, 404, 414]).toContain(answer.status);
    expect(answer.body.detail).not.toContain('percent');
  });
});

describe('methods', () => {
  test.each(['post', 'put', 'patch', 'delete'] as const)(
    '%s on a list is 405 and tells what is allowed',
    async (method) => {
      await using server = await listening();
      for (const url of [
        '/v1/quotes',
        '/v1/quotes/',
        '/v1/quotes/cnn-not-iconic',
        '/v1',
        '/health/live',
      ]) {
        const answer = await server.client[method](url)
          .set('content-type', 'text/nonsense')
          .send('{');
        expectProblem(answer, 405, `${method} ${url}`);
        expect(answer.headers.allow?.split(', ').sort()).toEqual(['GET', 'HEAD', 'OPTIONS']);
      }
    },
  );

  test('every method that HTTP clients know is 405 on what there is, and 404 on what there is not', async () => {
    await using server = await onRecord();
    const others = METHODS.filter(
      (method) => !['GET', 'HEAD', 'OPTIONS', 'CONNECT'].includes(method),
    );
    expect(others).toContain('PROPFIND');
    for (const method of others) {
      const body = { headers: { 'content-type': 'text/plain' }, payload: 'a' }; // QUERY needs one
      const ask = (url: string) => server.app.inject({ method: method as 'GET', url, ...body });
      for (const url of ['/v1', '/v1/quotes', '/v1/quotes/cnn-not-iconic', '/openapi.json']) {
        const { statusCode, headers } = await ask(url);
        const told = [statusCode, headers.allow, headers['content-type']];
        const problem = expect.stringMatching(PROBLEM);
        expect(told, `${method} ${url}`).toEqual([405, 'GET, HEAD, OPTIONS', problem]);
      }
      expect((await ask('/v1/nothing')).statusCode, method).toBe(404);
    }
  });

  test('HEAD answers as GET does, and 405 where there is no GET', async () => {
    await using server = await onRecord();
    const { paths } = (await server.get('/openapi.json')).body as {
      paths: Record<string, { get?: object }>;
    };
    const asked = Object.entries(paths).filter(([path]) => !path.includes('{id}'));
    expect(asked.some(([, { get }]) => get === undefined)).toBe(true);
    for (const [path, { get }] of asked) {
      const url = path === '/v1/search' ? `${path}?q=planes` : path;
      const { statusCode, headers } = await server.app.inject({ method: 'HEAD', url });
      expect(statusCode, path).toBe(get === undefined ? 405 : 200);
      if (get === undefined) expect(headers.allow).toBe('POST, OPTIONS');
    }
  });

  test('HEAD answers as GET does, without a body', async () => {
    await using server = await listening();
    for (const url of [
      '/v1/quotes',
      '/v1/quotes?format=csv&limit=1',
      '/v1/figures?limit=1',
      '/health/live',
    ]) {
      const got = await server.client.get(url);
      const head = await server.client.head(url);
      expect(head.status).toBe(200);
      expect(head.text).toBeFalsy();
      expect(head.headers['content-type']).toBe(got.headers['content-type']);
      expect(head.headers.link).toBe(got.headers.link);
    }
    expect((await server.client.head('/v1/quotes?limit=0')).status).toBe(400);
    expect((await server.client.head('/v1/quotes/nothing')).status).toBe(404);
  });

  test('a path may end in a slash', async () => {
    await using server = await listening();
    const plain = await server.client.get('/v1/quotes?limit=2');
    const slashed = await server.client.get('/v1/quotes/?limit=2');
    expect(slashed.status).toBe(200);
    expect(slashed.body).toEqual(plain.body);
  });

  test('a Link carries a question mark that stands in a value', async () => {
    await using server = await listening();
    const first = await server.client.get('/v1/quotes?id__not=why?&sort=id&limit=1');
    const [, link = ''] = /<([^>]+)>/.exec(`${first.headers.link}`) ?? [];
    expect(Object.fromEntries(new URLSearchParams(link.slice(link.indexOf('?'))))).toEqual({
      id__not: 'why?',
      sort: 'id',
      limit: '1',
      cursor: first.body.page.next,
    });
  });
});
