// A program of ten lines on the typed client compiles, and answers from a server that listens.
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listening } from './listening.ts';

const run = promisify(execFile);
const project = fileURLToPath(new URL('..', import.meta.url));
const tsc = join(project, 'node_modules/typescript/bin/tsc');
const folder = mkdtempSync(join(tmpdir(), 'on-record-client-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The program that the README shows. */
const PROGRAM =
  /```ts\n([\s\S]*?)```/.exec(readFileSync(join(project, 'README.md'), 'utf8'))?.[1] ?? '';

beforeAll(async () => {
  symlinkSync(join(project, 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  await run('npm', ['run', '--silent', 'client', '--', join(folder, 'client.d.ts')], {
    cwd: project,
  });
}, 60_000);

/** What the compiler says of a program beside the types. */
async function compiled(program: string): Promise<string> {
  const file = join(folder, 'program.ts');
  writeFileSync(file, program);
  const flags = ['--noEmit', '--strict', '--target', 'es2024', '--module', 'nodenext'];
  const more = ['--allowImportingTsExtensions', '--types', 'node', '--skipLibCheck'];
  try {
    return (await run(process.execPath, [tsc, ...flags, ...more, file], { cwd: folder })).stdout;
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}

test('the program compiles and prints what the API answers', async () => {
  expect(await compiled(PROGRAM)).toBe('');
  await using server = await listening();
  const { stdout, stderr } = await run(process.execPath, [
    join(folder, 'program.ts'),
    `http://127.0.0.1:${server.port}`,
  ]);
  const path = '/v1/quotes?speaker=volodymyr-zelensky&addressee=vladimir-putin';
  const { data } = (await server.get(`${path}&limit=3`)).body;
  const lines = data.map(
    ({ said_on, content }: Record<string, string>) => `${said_on} ${content}\n`,
  );
  expect(lines.length).toBeGreaterThan(0);
  expect([stdout, stderr]).toEqual([lines.join(''), '']);
}, 60_000);

test.each([
  ['a value of another type', 'limit: 3', "limit: 'three'"],
  ['a word that a filter does not know', 'limit: 3', "type: ['spoken']"],
  ['a field that records do not have', 'quote.said_on', 'quote.said'],
  ['a path that does not exist', '/v1/quotes', '/v1/quotations'],
])(
  'the compiler refuses %s',
  async (_, right, wrong) => {
    expect(PROGRAM).toContain(right);
    expect(await compiled(PROGRAM.replace(right, wrong))).toMatch(/error TS/);
  },
  60_000,
);

test('the types name the records', () => {
  const types = readFileSync(join(folder, 'client.d.ts'), 'utf8');
  for (const name of ['Quote', 'Figure', 'Person', 'EntityRef', 'Problem']) {
    expect(types).toContain(`        ${name}: {`);
  }
});
