// The application over a real socket, and the shape of its failures.
import type { AddressInfo } from 'node:net';
import supertest from 'supertest';
import { expect } from 'vitest';
import { onRecord, PROBLEM, type TestApp } from './app.ts';

/** An application that listens on a free port of loopback, until it is disposed of. */
export async function listening(make: () => Promise<TestApp> = onRecord) {
  const world = await make();
  await world.app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = world.app.server.address() as AddressInfo;
  const client = supertest(`http://127.0.0.1:${port}`);
  return { ...world, port, client };
}

export type Answer = { status: number; headers: Record<string, string>; body: unknown };

export function expectProblem(
  { status, headers, body }: Answer,
  expected: number,
  about: string,
): void {
  expect(status, about).toBe(expected);
  expect(headers['content-type'], about).toMatch(PROBLEM);
  expect(body, about).toMatchObject({
    type: expect.stringMatching(/^urn:on-record:problem:[a-z-]+$/),
    title: expect.stringMatching(/./),
    status: expected,
    detail: expect.stringMatching(/./),
  });
}
