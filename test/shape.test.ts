// fields= picks and include= puts whole records in the place of references, for every list.
import { distance } from 'fastest-levenshtein';
import { describe, expect, test, vi } from 'vitest';
import { columnsOf } from '#http/resource.ts';
import { onRecord, type TestApp } from './app.ts';
import { type Row, served, walk } from './served.ts';

type Json = Record<string, unknown>;
const KINDS = { person: 'people', organization: 'organizations', group: 'organizations' };
const routeOf = (to: string, { kind }: Json) =>
  to !== 'entities' ? to : (KINDS[kind as keyof typeof KINDS] ?? 'places');
const schemaOf = (name: string) => served.find((one) => one.name === name)?.schema;

/** What a path picks of a record: the steps down to it, null where a step is. */
function picked(record: unknown, [step, ...steps]: string[]): unknown {
  if (step === undefined || record === null || record === undefined) return record ?? null;
  return { [step]: picked((record as Json)[step], steps) };
}

const prefixesOf = (columns: string[]) => [
  ...new Set(
    columns.flatMap((column) => {
      const steps = column.split('.');
      return steps.map((_, index) => steps.slice(0, index + 1).join('.'));
    }),
  ),
];

test('names between commas may have blanks about them', async () => {
  await using world = await onRecord();
  const names = ['sort=-position,-said_on', 'fields=id,type', 'facet=type,language'];
  const asked = (comma: string) =>
    world.get(
      `/v1/quotes?${[...names, 'include=speaker,article'].join('&').replaceAll(',', comma)}`,
    );
  const [tight, loose] = [await asked(','), await asked(',%20')];
  expect(loose.status).toBe(200);
  expect(loose.body.data).toEqual(tight.body.data);
  expect(loose.body.facets).toEqual(tight.body.facets);
});

describe.each(served)('fields= of /v1/$name', ({ name, schema, alone }) => {
  const path = `/v1/${name}`;
  const columns = columnsOf(schema);
  const paths = prefixesOf(columns);
  const roots = Object.keys(schema.shape);

  test('picks every field, and every object, by its path', async () => {
    await using world = await onRecord();
    const rows = await walk(world, path);
    for (const field of paths) {
      const expected = rows.map((row) => picked(row, field.split('.')));
      expect(await walk(world, `${path}?fields=${field}`), field).toEqual(expected);
    }
  });

  test('picks the same in NDJSON and in a single record', async () => {
    await using world = await onRecord();
    const [first] = (await walk(world, path)) as [Row];
    for (const field of paths) {
      const rows = await walk(world, `${path}?fields=${field}`);
      const { payload } = await world.app.inject(`${path}?format=ndjson&fields=${field}`);
      expect(payload, field).toBe(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
      const { body } = await world.get(`${path}/${first.id}?fields=${field}`);
      const shown = field in first ? { [field]: alone(first)[field] } : rows[0];
      expect(body, field).toEqual({ data: shown });
    }
  });

  test('makes the header of CSV, an object by its columns', async () => {
    await using world = await onRecord();
    for (const field of paths) {
      const { text } = await world.get(`${path}?format=csv&limit=1&fields=${field}`);
      const within = columns.filter((one) => one === field || one.startsWith(`${field}.`));
      expect(text.split('\r\n')[0], field).toBe(within.join(','));
    }
  });

  test('keeps the order that is asked for, and each field once', async () => {
    await using world = await onRecord();
    const turned = columns.toReversed();
    const csv = await world.get(`${path}?format=csv&fields=${turned},${turned[0]}`);
    expect(csv.text.split('\r\n')[0]).toBe(turned.join(','));
    const asked = roots.toReversed();
    for (const row of await walk(world, `${path}?fields=${asked},${asked[0]}`)) {
      expect(Object.keys(row)).toEqual(asked);
    }
  });

  test('gives the whole record where every field is named', async () => {
    await using world = await onRecord();
    const rows = await walk(world, path);
    expect(await walk(world, `${path}?fields=${columns}`)).toEqual(rows);
    expect(await walk(world, `${path}?fields=${roots}`)).toEqual(rows);
  });

  test('refuses a path that records do not have, with the nearest', async () => {
    await using world = await onRecord();
    for (const field of paths) {
      const [error] = await world.refused(`${path}?fields=${field}x`);
      expect(error.parameter).toBe('fields');
      expect(paths).toContain(error.suggestion);
      expect(distance(error.suggestion, `${field}x`)).toBe(1);
    }
    for (const wrong of ['', 'id,', ',id', 'id.id', '.', '*', 'ID', '__proto__', 'constructor']) {
      const errors = await world.refused(`${path}?fields=${wrong}`);
      expect(errors, wrong).toEqual([expect.objectContaining({ parameter: 'fields' })]);
    }
  });
});

const referring = served.filter(({ list }) => Object.keys(list.includes).length > 0);

describe.each(referring)('include= of /v1/$name', ({ name, list, alone }) => {
  const path = `/v1/${name}`;
  const includes = Object.entries(list.includes);

  test.each(includes)('puts the whole record in the place of %s', async (reference, to) => {
    await using world = await onRecord();
    const rows = await walk(world, path);
    const expected = await Promise.all(
      rows.map(async (row) => ({ ...row, [reference]: await whole(world, row[reference], to) })),
    );
    expect(expected).not.toEqual(rows);
    expect(await walk(world, `${path}?include=${reference}`)).toEqual(expected);
    const { payload } = await world.app.inject(`${path}?format=ndjson&include=${reference}`);
    expect(
      payload
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual(expected);
    const { body } = await world.get(`${path}/${expected[0]?.id}?include=${reference}`);
    expect(body).toEqual({ data: alone(expected[0] as Row) });
  });

  test('puts all of them at once', async () => {
    await using world = await onRecord();
    const names = Object.keys(list.includes);
    const together = await walk(world, `${path}?include=${names}`);
    for (const reference of names) {
      const alone = await walk(world, `${path}?include=${reference}`);
      expect(together.map((row) => row[reference])).toEqual(alone.map((row) => row[reference]));
    }
  });

  test.each(includes)('lets fields= pick below the included %s', async (reference, to) => {
    await using world = await onRecord();
    const rows = await walk(world, `${path}?include=${reference}`);
    const lists = to === 'entities' ? ['people', 'organizations', 'places'] : [to];
    for (const target of lists) {
      const schema = schemaOf(target);
      for (const column of schema ? prefixesOf(columnsOf(schema)) : []) {
        const field = `${reference}.${column}`;
        const { status, body } = await world.get(
          `${path}?include=${reference}&fields=${field}&limit=100`,
        );
        expect(status, JSON.stringify(body)).toBe(200);
        const expected = rows.slice(0, 100).map((row) => picked(row, field.split('.')));
        expect(body.data, field).toEqual(expected);
        const csv = await world.get(
          `${path}?include=${reference}&fields=id,${reference}.id&format=csv&limit=2`,
        );
        expect(csv.text.split('\r\n')[0]).toBe(`id,${reference}.id`);
      }
    }
  });

  test('refuses what is no reference, with the nearest', async () => {
    await using world = await onRecord();
    for (const reference of Object.keys(list.includes)) {
      const [error] = await world.refused(`${path}?include=${reference}x`);
      expect(error).toMatchObject({ parameter: 'include', suggestion: reference });
    }
    for (const wrong of ['', 'id', 'nonsense', '__proto__', `${includes[0]?.[0]},`]) {
      const errors = await world.refused(`${path}?include=${wrong}`);
      expect(errors, wrong).toEqual([expect.objectContaining({ parameter: 'include' })]);
    }
  });

  test('takes as many statements for a hundred records as for one', async () => {
    await using world = await onRecord();
    const references = includes.map(([, to]) => (to === 'entities' ? 3 : 1));
    const most = 3 + references.reduce((sum, reads) => sum + reads, 0); // version, keys, records, references
    const plain = `${path}?limit=`;
    expect(await statements(world, `${plain}100`)).toBe(await statements(world, `${plain}1`));
    const all = `${path}?include=${Object.keys(list.includes)}&limit=100`;
    expect(await statements(world, all)).toBeLessThanOrEqual(most);
  });

  test.each(includes)('reaches no further than the included %s', async (reference) => {
    await using world = await onRecord();
    for (const field of ['__proto__', 'constructor.prototype', 'constructor', 'id.__proto__']) {
      const url = `${path}?include=${reference}&fields=${reference}.${field}.reached`;
      const { status, text } = await world.get(url);
      const reached = 'reached' in {} || 'reached' in Object;
      for (const one of [Object, Object.prototype]) Reflect.deleteProperty(one, 'reached');
      expect([200, 400], text).toContain(status);
      expect(reached, `${field} changes what all objects share`).toBe(false);
    }
  });
});

async function whole({ get }: TestApp, reference: unknown, to: string): Promise<unknown> {
  if (reference === null) return null;
  const { id, ...rest } = reference as Row;
  const { status, body } = await get(`/v1/${routeOf(to, rest)}?id=${id}`);
  expect(status).toBe(200);
  return body.data[0];
}

/** How many statements an answer executes. */
async function statements({ db, get }: TestApp, url: string): Promise<number> {
  await get('/v1'); // from here on the version of the data is known
  const statement = Object.getPrototypeOf(db.$client.prepare('select 1'));
  const spies = (['all', 'get'] as const).map((name) => vi.spyOn(statement, name));
  const { status, text } = await get(url);
  const count = spies.reduce((sum, { mock }) => sum + mock.calls.length, 0);
  for (const spy of spies) spy.mockRestore();
  expect(status, text).toBe(200);
  return count;
}
