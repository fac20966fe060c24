// Every list by one grammar, proved on the bundled record from the declarations of the lists.
import { describe, expect, test } from 'vitest';
import { onRecord, PROBLEM } from './app.ts';
import { compare, encode, fieldOf, filtersOf, idsOf, type Row, served, walk } from './served.ts';

describe.each(served)('GET /v1/$name', ({ name, list, schema, alone }) => {
  const path = `/v1/${name}`;
  const sorts = [...Object.keys(list.sorts), 'id'].flatMap((sort) => [sort, `-${sort}`]);

  test('holds records of the documented shape, each once', async () => {
    await using world = await onRecord();
    const rows = await walk(world, path, 7);
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) {
      expect(schema.safeParse(row).error?.issues, row.id).toBeUndefined();
    }
    expect(new Set(idsOf(rows)).size).toBe(rows.length);
  });

  test('counts on request what can be walked', async () => {
    await using world = await onRecord();
    const rows = await walk(world, path, 7);
    for (const count of ['exact', 'estimate']) {
      const { body } = await world.get(`${path}?count=${count}&limit=1`);
      expect(body.page).toMatchObject({ limit: 1, count: rows.length, count_is: 'exact' });
    }
    const { body } = await world.get(path);
    expect(body.page).toMatchObject({ limit: 20, count: null, count_is: null });
  });

  test('stands in its default order where no sort is asked for', async () => {
    await using world = await onRecord();
    const rows = await walk(world, path);
    expect(idsOf(await walk(world, `${path}?sort=${list.defaultSort}`))).toEqual(idsOf(rows));
    expectOrder(rows, list.defaultSort);
  });

  test.each(sorts)(
    'sorts by %s, null lowest, without gap or repetition at any limit',
    async (sort) => {
      await using world = await onRecord();
      const whole = idsOf(await walk(world, path)).sort();
      for (const limit of whole.length < 40 ? [1, 7, 100] : [7, 100]) {
        const rows = await walk(world, `${path}?sort=${sort}`, limit);
        expect(idsOf(rows).sort()).toEqual(whole);
        expectOrder(rows, sort);
      }
    },
  );

  test('sorts by several fields, each in its own direction', async () => {
    await using world = await onRecord();
    const fields = Object.keys(list.sorts);
    for (const first of ['', '-']) {
      const other = first === '' ? '-' : '';
      const sort = [...fields, 'id'].map((f, i) => `${i % 2 === 0 ? first : other}${f}`).join(',');
      const rows = await walk(world, `${path}?sort=${sort}`, 3);
      expectOrder(rows, sort);
      expect(rows).toHaveLength((await walk(world, path)).length);
    }
  });

  test.each(filtersOf(list))(
    'finds records by the documented example $filter=$example',
    async ({ filter, example }) => {
      await using world = await onRecord();
      const { status, body } = await world.get(`${path}?${filter}=${encode(example)}&count=exact`);
      expect(status, JSON.stringify(body)).toBe(200);
      expect(body.page.count).toBeGreaterThan(0);
    },
  );

  test.each(filtersOf(list, ({ search }) => !search))(
    'is cut in two by $filter and $filter__not',
    async ({ filter, example }) => {
      await using world = await onRecord();
      const with_ = await walk(world, `${path}?${filter}=${encode(example)}`);
      const without = await walk(world, `${path}?${filter}__not=${encode(example)}`);
      const whole = await walk(world, path);
      expect(idsOf([...with_, ...without]).sort()).toEqual(idsOf(whole).sort());
    },
  );

  const ranged = filtersOf(list, (filter) => filter.ranged !== undefined);
  if (ranged.length > 0) {
    test.each(ranged)(
      'is partitioned by the ranges of $filter, but for null',
      async ({ filter, example }) => {
        await using world = await onRecord();
        const where = async (range: string) =>
          idsOf(await walk(world, `${path}?${filter}__${range}=${example}`)).sort();
        const whole = await walk(world, path);
        const bound =
          typeof fieldOf(whole[0] as Row, filter) === 'number' ? Number(example) : example;
        const expected = (holds: (order: number) => boolean) =>
          idsOf(
            whole.filter((row) => {
              const value = fieldOf(row, filter);
              return (
                value !== null &&
                holds(compare(value, typeof value === 'number' ? Number(example) : bound))
              );
            }),
          ).sort();
        expect(await where('gte')).toEqual(expected((order) => order >= 0));
        expect(await where('lt')).toEqual(expected((order) => order < 0));
        expect(await where('gt')).toEqual(expected((order) => order > 0));
        expect(await where('lte')).toEqual(expected((order) => order <= 0));
      },
    );
  }

  test('takes values between commas for or, and repetition for and', async () => {
    await using world = await onRecord();
    const [a = '', b = a] = idsOf(await walk(world, `${path}?sort=id`));
    expect(await world.ids(`${path}?id=${b},${a}&sort=id`)).toEqual([...new Set([a, b])]);
    expect(await world.ids(`${path}?id=${a},%20"${b}"&sort=id`)).toEqual([...new Set([a, b])]);
    expect(await world.ids(`${path}?id=${a}&id=${a},${b}`)).toEqual([a]);
    expect(await world.ids(`${path}?id=${a}&id__not=${a},${b}`)).toEqual([]);
  });

  test('links to the next page with every parameter that was given', async () => {
    await using world = await onRecord();
    const question = 'id__not=nothing%20at%20all,%C3%A9&id__not=a%26b&limit=1&sort=-id&count=exact';
    const whole = idsOf(await walk(world, `${path}?sort=-id`));
    const first = await world.get(`${path}?${question}`);
    if (whole.length === 1) {
      expect(first.headers.link).not.toContain('rel="next"');
      return;
    }
    const [, link = ''] = /<([^>]+)>; rel="next"/.exec(`${first.headers.link}`) ?? [];
    expect([...new URLSearchParams(link.slice(link.indexOf('?')))]).toEqual([
      ...new URLSearchParams(question),
      ['cursor', first.body.page.next],
    ]);
    const second = await world.get(link);
    expect(idsOf([...first.body.data, ...second.body.data])).toEqual(whole.slice(0, 2));
    expect(second.body.page.count).toBe(whole.length);
  });

  test('shows each record by its id as the list shows it', async () => {
    await using world = await onRecord();
    for (const row of await walk(world, path)) {
      const { status, body } = await world.get(`${path}/${row.id}`);
      expect(status).toBe(200);
      expect(body).toEqual({ data: alone(row) });
    }
  });

  test('answers an unknown id with 404 and the nearest id', async () => {
    await using world = await onRecord();
    const [first] = await walk(world, path);
    const { status, headers, body } = await world.get(`${path}/${first?.id}x`);
    expect(status).toBe(404);
    expect(headers['content-type']).toMatch(PROBLEM);
    expect(body.detail).toContain(`"${first?.id}x"`);
    expect(body.detail).toContain(`nearest is "${first?.id}"`);
  });
});

/** Rows stand strictly in the order that a sort describes; equal rows by id. */
function expectOrder(rows: Row[], sort: string): void {
  const keys = sort.split(',').map((part) => ({
    field: part.replace(/^-/, ''),
    sign: part.startsWith('-') ? -1 : 1,
  }));
  if (!keys.some(({ field }) => field === 'id')) keys.push({ field: 'id', sign: 1 });
  rows.slice(1).forEach((row, position) => {
    const before = rows[position] as Row;
    const order = keys
      .map(({ field, sign }) => sign * compare(fieldOf(before, field), fieldOf(row, field)))
      .find((one) => one !== 0);
    expect(order, `${before.id} stands before ${row.id} by ${sort}`).toBeLessThan(0);
  });
}
