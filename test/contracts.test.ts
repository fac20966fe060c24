// What holds the project together: each room imports only what it may, and the README tells of
// every route, list, filter and setting.
import { readdirSync, readFileSync } from 'node:fs';
import { pino } from 'pino';
import { describe, expect, test } from 'vitest';
import { openDatabase } from '#db/open.ts';
import { buildApp } from '../src/app.ts';

const src = new URL('../src/', import.meta.url);
const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => file.endsWith('.ts'));
const textOf = (file: string) => readFileSync(new URL(file, src), 'utf8');

/** The modules of ours that a file imports, as paths below src. */
const importsOf = (file: string): { path: string; typeOnly: boolean }[] =>
  [...textOf(file).matchAll(/import (type )?[^;]*? from '([#.][^']+)'/g)].map(([, type, from]) => ({
    path: from?.startsWith('#')
      ? from.slice(1)
      : new URL(from ?? '', new URL(file, src)).pathname.slice(src.pathname.length),
    typeOnly: type !== undefined,
  }));

const rooms = new Set(files.filter((file) => file.includes('/')).map((file) => file.split('/')[0]));
const nouns = [...rooms].filter((room) => !['db', 'http', 'record'].includes(room ?? ''));
const roomOf = (path: string) => (path.includes('/') ? path.split('/')[0] : path);

const TOP = [
  'LICENSE',
  'README.md',
  'drizzle.config.ts',
  'migrations',
  'package-lock.json',
  'package.json',
  'seed',
  'src',
  'test',
  'tsconfig.json',
];
const IGNORED = ['data', 'node_modules'];

test('the top level holds what it is agreed to hold', () => {
  const visible = readdirSync(new URL('..', src)).filter((name) => !name.startsWith('.'));
  expect(visible.filter((name) => !IGNORED.includes(name)).sort()).toEqual(TOP);
});

describe('imports keep to their rooms', () => {
  test.each(files)('%s', (file) => {
    const room = roomOf(file) ?? '';
    for (const { path, typeOnly } of importsOf(file)) {
      const to = roomOf(path) ?? '';
      if (room === 'db') expect(to, `db imports ${path}`).toBe('db');
      if (room === 'http') expect(['db', 'http'], `http imports ${path}`).toContain(to);
      if (room === 'record' && !path.endsWith('queries.ts')) {
        expect(['db', 'record'], `record imports ${path}`).toContain(to);
      }
      const reach = ['db', ...nouns, ...(file.endsWith('routes.ts') ? ['http'] : [])];
      if (nouns.includes(room)) expect(reach, `${room} imports ${path}`).toContain(to);
      if (nouns.includes(room) && file.endsWith('schema.ts')) {
        expect(path, 'a schema needs words and schemas only').toMatch(
          /vocabulary\.ts$|schema\.ts$/,
        );
      }
      if (nouns.includes(room) && file.endsWith('queries.ts') && path.endsWith('schema.ts')) {
        expect(typeOnly, 'queries know the types of schemas, not zod').toBe(true);
      }
      if (nouns.includes(room) && to !== room) {
        expect(path, 'routes are of their noun alone').not.toMatch(/routes\.ts$/);
      }
      if (room !== file) expect(path, 'nobody imports the process').not.toBe('server.ts');
    }
  });

  test('only what counts executes what cannot be cheap', () => {
    const asking = files.filter((file) =>
      importsOf(file).some(({ path }) => path === 'db/dear.ts'),
    );
    expect(asking).toEqual(['db/counts.ts']);
  });

  test('only config.ts reads the environment', () => {
    expect(files.filter((file) => textOf(file).includes('process.env'))).toEqual(['config.ts']);
  });

  test('each file opens with what it is for', () => {
    for (const file of files) expect(textOf(file), file).toMatch(/^\/\/ [A-Z]/);
  });
});

describe('the README tells of everything', async () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  await using db = {
    opened: openDatabase(':memory:'),
    async [Symbol.asyncDispose]() {
      this.opened.$client.close();
    },
  };
  const app = buildApp({ db: db.opened, logger: pino({ level: 'silent' }) });
  await app.ready();
  const index = (await app.inject('/v1')).json().data as {
    name: string;
    description: string;
    filters: { name: string; operators: string[] }[];
    sorts: string[];
    default_sort: string;
    dates: string[];
  }[];
  const { paths } = (await app.inject('/openapi.json')).json() as { paths: Record<string, object> };
  const routes = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );

  test('the route table has every route, and none that does not exist', () => {
    const told = [...readme.matchAll(/^\| `([A-Z]+ \/[^`]*)` \|/gm)].map(([, route]) => route);
    expect(told.toSorted()).toEqual([...routes, 'GET /docs'].toSorted());
  });

  test.each(index)('the reference names every filter and sort of $name', (list) => {
    const row = readme.split('\n').find((line) => line.startsWith(`| ${list.name} |`)) ?? '';
    const told = [...row.matchAll(/`([^`]+)`/g)].map(([, name]) => name);
    const filters = list.filters.map(({ name }) => name);
    expect(told.toSorted()).toEqual([...filters, ...list.sorts, list.default_sort].toSorted());
  });

  test('the settings table has every setting', () => {
    const told = [...readme.matchAll(/^\| `([A-Z_]+)` \|/gm)].map(([, name]) => name);
    const read = [...textOf('config.ts').matchAll(/^ {2}([A-Z_]+): \w/gm)].map(([, name]) => name);
    expect(told.toSorted()).toEqual(read.toSorted());
  });

  test('every npm script is told of', () => {
    const { scripts } = JSON.parse(
      readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
    ) as { scripts: Record<string, string> };
    for (const script of Object.keys(scripts)) {
      expect(readme).toMatch(new RegExp(`npm (run )?${script}\\b`));
    }
  });
});
