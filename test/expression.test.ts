// filter= asks in RSQL what parameters ask, and across them; proved for every filter of every list.
import { describe, expect, test } from 'vitest';
import type { Filter } from '#db/filters.ts';
import { operatorsOf } from '#db/list.ts';
import { onRecord } from './app.ts';
import { onSample } from './sample.ts';
import { encode, filtersOf, idsOf, served, walk } from './served.ts';

const SIGNS = { gt: ['=gt=', '>'], gte: ['=ge=', '>='], lt: ['=lt=', '<'], lte: ['=le=', '<='] };
const quoted = (value: string) => `"${value.replace(/["\\]/g, '\\$&')}"`;
const isPlain = ({ search }: Filter) => search === undefined;

describe.each(served)('filter= of /v1/$name', ({ name, list }) => {
  const path = `/v1/${name}`;
  const asking = (expression: string, rest = '') => `${path}?filter=${encode(expression)}${rest}`;
  const plain = filtersOf(list, isPlain).map(({ filter, example }) => ({
    filter,
    is: `${filter}==${quoted(example)}`,
    isNot: `${filter}!=${quoted(example)}`,
    parameters: [
      `${filter}=${encode(example)}`,
      ...(list.filters[filter]?.ranged ? [`${filter}__gte=${encode(example)}`] : []),
    ],
  }));
  const pairs = plain.map((a, index) => ({ a, b: plain[(index + 1) % plain.length] ?? a }));

  test.each(filtersOf(list))('$filter==$example finds what the parameter finds', async (one) => {
    await using world = await onRecord();
    const { filter, example } = one;
    const parameter = await world.get(`${path}?${filter}=${encode(example)}&count=exact`);
    const question = asking(`${filter}==${quoted(example)}`, '&count=exact');
    const { status, body } = await world.get(question);
    expect(status, JSON.stringify(body)).toBe(200);
    expect(body.data).toEqual(parameter.body.data);
    expect(body.page.count).toBe(parameter.body.page.count);
    expect(body.resolved).toEqual(parameter.body.resolved);
  });

  test.each(filtersOf(list, isPlain))(
    '$filter!= and $filter=out= find what $filter__not finds',
    async ({ filter, example }) => {
      await using world = await onRecord();
      const without = await walk(world, `${path}?${filter}__not=${encode(example)}`);
      for (const operator of ['!=', '=out=']) {
        const value = operator === '!=' ? quoted(example) : `(${quoted(example)})`;
        expect(await walk(world, asking(`${filter}${operator}${value}`))).toEqual(without);
      }
    },
  );

  test.each(filtersOf(list))('$filter=in= finds what any of the values finds', async (one) => {
    await using world = await onRecord();
    const { facet, date, search } = list.filters[one.filter] as Filter;
    const values = [one.example];
    if (facet !== undefined && date === undefined) {
      const { body } = await world.get(`${path}?limit=1&facet=${one.filter}`);
      const buckets: { value: string | null }[] = body.facets[one.filter];
      values.push(...buckets.flatMap(({ value }) => value ?? []).slice(0, 2));
    }
    const either = new Set<string>();
    for (const value of values) {
      const asked = search === undefined ? quoted(value) : value;
      const rows = await walk(world, `${path}?${one.filter}=${encode(asked)}`);
      for (const id of idsOf(rows)) either.add(id);
    }
    const among = `(${values.map(quoted).join(',')})`;
    const inside = idsOf(await walk(world, asking(`${one.filter}=in=${among}`)));
    expect(inside.toSorted()).toEqual([...either].sort());
    if (search !== undefined) return;
    const outside = idsOf(await walk(world, asking(`${one.filter}=out=${among}`)));
    expect([...inside, ...outside].sort()).toEqual(idsOf(await walk(world, path)).sort());
  });

  for (const { filter, example } of filtersOf(list, ({ ranged }) => ranged !== undefined)) {
    test(`${filter} takes ranges in both spellings`, async () => {
      await using world = await onRecord();
      for (const [range, signs] of Object.entries(SIGNS)) {
        const rows = await walk(world, `${path}?${filter}__${range}=${example}`);
        for (const sign of signs) {
          expect(await walk(world, asking(`${filter}${sign}${example}`)), sign).toEqual(rows);
        }
      }
    });
  }

  test.each(pairs)('$a.filter and $b.filter hold to De Morgan', async ({ a, b }) => {
    await using world = await onRecord();
    const ids = async (expression: string) => idsOf(await walk(world, asking(expression)));
    const whole = idsOf(await walk(world, path));
    const both = new Set(await ids(`${a.is};${b.is}`));
    const either = new Set(await ids(`${a.is},${b.is}`));
    expect(await ids(`${a.isNot},${b.isNot}`)).toEqual(whole.filter((id) => !both.has(id)));
    expect(await ids(`${a.isNot};${b.isNot}`)).toEqual(whole.filter((id) => !either.has(id)));
    expect(await ids(`${a.is} and ${b.is}`)).toEqual([...both]);
    expect(await ids(`(${a.is}) or (${b.is})`)).toEqual([...either]);
    // `and` binds before `or`; parentheses say otherwise.
    const loose = await ids(`${a.is},${a.isNot};${b.is}`);
    expect(loose).toEqual(await ids(`${a.is},(${a.isNot};${b.is})`));
    expect(loose).toEqual([...either]);
    expect(await ids(`(${a.is},${a.isNot});${b.is}`)).toEqual(await ids(b.is));
  });

  test.each(plain)('$filter, and itself or any other, are both met', async (one) => {
    await using world = await onRecord();
    for (const parameter of one.parameters) {
      const within = idsOf(await walk(world, `${path}?${parameter}&sort=id`));
      for (const other of plain) {
        const either = `${one.is},${other.is}`;
        const ids = new Set(idsOf(await walk(world, asking(either))));
        const rows = await walk(world, asking(either, `&${parameter}&sort=id`));
        expect(idsOf(rows), either).toEqual(within.filter((id) => ids.has(id)));
      }
    }
  });

  test.each(pairs)(
    'filter__not is all that $a.filter and $b.filter together are not',
    async (pair) => {
      await using world = await onRecord();
      const both = encode(`${pair.a.is};${pair.b.is}`);
      const without = idsOf(await walk(world, `${path}?filter__not=${both}`));
      const within = idsOf(await walk(world, `${path}?filter=${both}`));
      expect([...within, ...without].sort()).toEqual(idsOf(await walk(world, path)).sort());
      const [error] = await world.refused(`${path}?filter__not=((`);
      expect(error).toMatchObject({ parameter: 'filter__not' });
    },
  );

  test.each(pairs)('$a.filter is joined with the parameter $b.filter by and', async ({ a, b }) => {
    await using world = await onRecord();
    const rows = await walk(world, asking(`${a.is};${b.is}`, '&sort=-id'), 2);
    const { example = '' } = list.filters[b.filter] ?? {};
    const parameter = `&${b.filter}=${encode(example)}&sort=-id`;
    expect(await walk(world, asking(a.is, parameter), 2)).toEqual(rows);
    expect(await walk(world, asking(a.is, `&filter=${encode(b.is)}&sort=-id`), 2)).toEqual(rows);
    const { body } = await world.get(asking(a.is, `${parameter}&count=exact&limit=1`));
    expect(body.page.count).toBe(rows.length);
  });

  test('refuses a field that the list does not have, and names the nearest', async () => {
    await using world = await onRecord();
    for (const filter of Object.keys(list.filters)) {
      const [error] = await world.refused(asking(`${filter}x==1`));
      expect(error).toMatchObject({ parameter: 'filter', suggestion: filter });
      expect(error.reason).toContain(`${filter}x`);
    }
    for (const field of ['nonsense', '__proto__', 'constructor', 'limit', 'sort', 'filter']) {
      const [error] = await world.refused(asking(`${field}==1`));
      if (error.suggestion === null) continue;
      const [suggestion] = error.suggestion.split('__');
      expect(Object.keys(list.filters), `${field}: ${suggestion}`).toContain(suggestion);
    }
  });

  test('refuses an operator that a field does not have', async () => {
    await using world = await onRecord();
    for (const [field, filter] of Object.entries(list.filters)) {
      const has = operatorsOf(filter);
      const signs = Object.entries({ not: ['!=', '=out='], ...SIGNS }).flatMap(([operator, all]) =>
        has.includes(operator as (typeof has)[number]) ? [] : all,
      );
      for (const sign of [...signs, '=like=', '=re=', '=IN=', '=constructor=']) {
        const errors = await world.refused(asking(`${field}${sign}${quoted(filter.example)}`));
        expect(errors, sign).toEqual([expect.objectContaining({ parameter: 'filter' })]);
      }
    }
  });

  test('refuses a wrong value with the reason of the parameter', async () => {
    await using world = await onRecord();
    for (const { filter } of filtersOf(list, isPlain)) {
      const answer = await world.get(`${path}?${filter}=no%20such%20value`);
      const same = await world.get(asking(`${filter}=='no such value'`));
      expect(same.status).toBe(answer.status);
      if (same.status === 200) continue;
      const [{ reason, suggestion }] = answer.body.errors;
      expect(same.body.errors).toMatchObject([
        { parameter: 'filter', reason: `${filter} ${reason}`, suggestion },
      ]);
    }
  });

  test('runs nothing that stands in a value', async () => {
    await using world = await onRecord();
    const before = await world.get(`${path}?count=exact`);
    const attempts = ["' or 1=1 --", "x'; drop table quotes; --", '1) or (1=1', '") or 1 --', '\\'];
    for (const { filter } of filtersOf(list)) {
      for (const attempt of attempts) {
        const { status, body } = await world.get(asking(`${filter}==${quoted(attempt)}`));
        expect([200, 400], JSON.stringify(body)).toContain(status);
        if (status === 200) expect(body.data).toEqual([]);
      }
    }
    expect((await world.get(`${path}?count=exact`)).body).toEqual(before.body);
  });

  test('refuses more values than parameters may bring', async () => {
    await using world = await onRecord();
    for (const { filter, example } of filtersOf(list)) {
      const values = (count: number) => Array(count).fill(quoted(example)).join(',');
      const many = encode(`${filter}=in=(${values(17)})`);
      const errors = await world.refused(`${path}?filter=${many}&filter=${many}&filter=${many}`);
      expect(errors[0].reason, filter).toMatch(/at most \d+/);
    }
  });
});

describe('filter= refuses', () => {
  const broken = `| |()|(|)|==|id|id=|id==|==a|id==a;|;id==a|id==a,,id==b|(id==a|id==a)|id=='a|id=="a
    |id==a b|id==a id==b|id=in=()|id=in=a,b|id=in=(a|id==""|id==" "|id=in=(a,"")|id eq a|not id==a
    |!id==a|id==(a,b)x|said_on=gt=(2022-03-01,2022-03-02)|id===a|id=*=a|🙂|id==a\0`;
  test.each(broken.split(/(?:\n *)?\|/))('%j with a problem', async (expression) => {
    await using world = await onRecord();
    const { status, headers, body } = await world.get(`/v1/quotes?filter=${encode(expression)}`);
    expect(status, JSON.stringify(body)).toBe(400);
    expect(headers['content-type']).toContain('problem+json');
  });

  const nested = (depth: number) => `${'('.repeat(depth)}id==a${')'.repeat(depth)}`;
  const compared = (count: number) => Array(count).fill('id==a').join(',');
  test.each([
    ['1,001 characters', `id==${'a'.repeat(996)}`, `id==${'a'.repeat(997)}`],
    ['11 nested parentheses', nested(10), nested(11)],
    ['21 comparisons', compared(20), compared(21)],
    ['parentheses behind quoted ones', nested(10), `id=="${')'.repeat(200)}";${nested(200)}`],
  ])('%s, and takes one less', async (_what, most, more) => {
    await using world = await onRecord();
    expect(await world.ids(`/v1/quotes?filter=${encode(most)}`)).toEqual([]);
    const errors = await world.refused(`/v1/quotes?filter=${encode(more)}`);
    expect(errors).toEqual([expect.objectContaining({ parameter: 'filter' })]);
  });
});

describe('values of filter=', () => {
  test.each([
    ["speaker=='Petar Petrov';q==train", ['train']],
    ['speaker=="Petar Petrov";q==train', ['train']],
    [`speaker=='Petar Petrov' and q=="like a train"`, ['train']],
    ['q==\'"like a train"\'', ['train']],
    [`occasion=="town meeting, evening"`, ['rebuild']],
    [`occasion=in=("town meeting, evening")`, ['rebuild']],
    [`id=in=( rebuild , 'train' )`, ['rebuild', 'train']],
    [`relayed_by=="Boris O'Petrov"`, ['rebuild-bg']],
    [`relayed_by=='Boris O\\'Petrov'`, ['rebuild-bg']],
    ['speaker=="Жива Мюллер";language==bg', ['rebuild-bg']],
    ['speaker==Жива;language==bg,id==train', null],
    [`id=="${'('.repeat(11)}"`, []],
    ['id==reb*', []],
    ['q==reb*,id==train', ['headline', 'rebuild', 'train']],
    ['q==r*;type==direct,id==train', ['rebuild', 'train']],
    ['(q==rebu*,id==train);(q==t*,id==nothing)', ['rebuild', 'train']],
  ])('%s', async (expression, expected) => {
    await using world = await onSample();
    const url = `/v1/quotes?sort=id&filter=${encode(expression)}`;
    if (expected === null) expect(await world.refused(url)).toHaveLength(1);
    else expect(await world.ids(url)).toEqual(expected);
  });
});
