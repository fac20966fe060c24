// What the server answers where no route can: broken bytes on the socket, a database that fails.
import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { emptyApp } from './app.ts';
import { type Answer, expectProblem, listening } from './listening.ts';

/** What comes back for bytes that are sent as they are. */
async function answerTo(port: number, bytes: string): Promise<Answer> {
  const socket = connect(port, '127.0.0.1');
  const received: Buffer[] = [];
  await new Promise((resolve) => {
    socket.on('data', (chunk) => received.push(chunk));
    socket.on('error', () => {}); // a server that closes while we still write
    socket.on('close', resolve);
    socket.end(bytes);
  });
  const [head = '', body = ''] = Buffer.concat(received).toString().split('\r\n\r\n');
  const [line = '', ...fields] = head.split('\r\n');
  const headers = fields
    .map((field) => field.split(': '))
    .map(([k = '', v]) => [k.toLowerCase(), v]);
  return {
    status: Number(line.split(' ')[1]),
    headers: Object.fromEntries(headers),
    body: JSON.parse(body),
  };
}

describe('bytes that are no proper request get a problem before the socket closes', () => {
  test.each([
    ['raw UTF-8 in the URL', 'GET /v1/quotes?speaker=Зеленський HTTP/1.1\r\nHost: a\r\n\r\n', 400],
    ['a space in the URL', 'GET /v1/quotes?speaker=a b HTTP/1.1\r\nHost: a\r\n\r\n', 400],
    ['a request line of 100 KB', `GET /${'a'.repeat(100_000)} HTTP/1.1\r\nHost: a\r\n\r\n`, 431],
    ['no HTTP', 'hello\r\n\r\n', 400],
    ['a method that is none', 'STEAL /v1/quotes HTTP/1.1\r\nHost: a\r\n\r\n', 400],
    ['a version that is none', 'GET /v1/quotes HTTP/9.9\r\nHost: a\r\n\r\n', 400],
    ['a header without a colon', 'GET /v1/quotes HTTP/1.1\r\nHost\r\n\r\n', 400],
    ['no Host', 'GET /v1/quotes HTTP/1.1\r\n\r\n', 400],
    [
      'a length that is none',
      'POST /v1/quotes HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n',
      400,
    ],
  ])('%s', async (about, bytes, status) => {
    await using server = await listening(emptyApp);
    const answer = await answerTo(server.port, bytes);
    expectProblem(answer, status, about);
  });
});

test('a client that breaks off in the middle of an answer leaves the server working', async () => {
  await using server = await listening();
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const socket = connect(server.port, '127.0.0.1');
    socket.write('GET /v1/quotes?format=csv HTTP/1.1\r\nHost: a\r\n\r\n');
    await once(socket, 'data');
    socket.destroy();
  }
  expect((await server.client.get('/v1/quotes?limit=1')).status).toBe(200);
});

describe('a database that fails', () => {
  test('is a 500 problem that does not leak why, in every format', async () => {
    await using server = await listening();
    server.db.$client.close();
    for (const url of [
      '/v1/quotes',
      '/v1/quotes/x',
      '/v1/quotes?speaker=x',
      '/v1/quotes?format=csv',
      '/v1/quotes?format=csv&limit=1',
    ]) {
      const answer = await server.client.get(url);
      expectProblem(answer, 500, url);
      expect(answer.text).not.toMatch(/sqlite|database|connection|select|\.ts/i);
    }
  });

  test('offers no file to save where CSV was asked for', async () => {
    await using server = await listening();
    server.db.$client.close();
    const { headers } = await server.client.get('/v1/quotes?format=csv');
    expect(headers['content-disposition']).toBeUndefined();
  });

  test('leaves the process live and not ready', async () => {
    await using server = await listening();
    expect((await server.client.get('/health/ready')).body).toEqual({ status: 'ready' });
    server.db.$client.close();
    expectProblem(await server.client.get('/health/ready'), 503, 'ready');
    const live = await server.client.get('/health/live');
    expect([live.status, live.body]).toEqual([200, { status: 'live' }]);
    expect(live.headers['cache-control']).toBe('no-store');
  });
});
