// Claims on a series side by side: who claims what, when, from how many sources; never summed.
import { describe, expect, test, vi } from 'vitest';
import { onRecord, PROBLEM, type TestApp } from './app.ts';
import { claim, claiming, printing } from './claims.ts';
import { articleOf, load } from './minimal.ts';
import { onSample } from './sample.ts';

type Told = Parameters<typeof claiming>[0];
type Json = ReturnType<typeof JSON.parse>;

const compared = async (told: Told, question = ''): Promise<Json> => {
  await using world = await claiming(told);
  return answerOf(world, `/v1/series/dead/comparison${question}`);
};

async function answerOf({ get }: TestApp, url: string): Promise<Json> {
  const { status, body, text } = await get(url);
  expect(status, text).toBe(200);
  return body.data;
}

/** Claimants with their claims, in order: `council: a b`. */
const linesOf = ({ claimants }: Json): string[] =>
  claimants.map(
    ({ claimant, asserted_by, claims }: Json) =>
      `${claimant?.id ?? asserted_by}: ${claims.map(({ id }: Json) => id).join(' ')}`,
  );

const revisionsOf = ({ claimants }: Json) =>
  claimants.flatMap(({ revisions }: Json) =>
    revisions.map(({ from, to, change, lost, gained }: Json) => [from, to, change, lost, gained]),
  );

const exactly = (value: number) => ({
  from: value,
  from_included: true,
  to: value,
  to_included: true,
});
const above = (value: number) => ({
  from: value,
  from_included: false,
  to: null,
  to_included: false,
});

const [FIRST, SECOND, THIRD, FOURTH] = [
  '2031-05-01',
  '2031-05-02',
  '2031-05-03',
  '2031-05-04',
] as const;

describe('GET /v1/series/{id}/comparison?as_of', () => {
  const told: Told = {
    articles: {
      gazette: printing(
        claim('third', 'council', 'at least 22', THIRD),
        claim('first', 'council', '9', FIRST),
        claim('undated', 'fire-service', '30', null),
        claim('second', 'fire-service', '14', SECOND),
      ),
    },
  };

  test.each([
    ['before any claim compares none and says so', '2031-04-30', [], 0],
    ['on the day of the first claim compares that one', FIRST, ['council: first'], 1],
    [
      'on a day with a claim compares it, too',
      SECOND,
      ['council: first', 'fire-service: second'],
      2,
    ],
    [
      'after all compares every dated claim',
      '2031-12-31',
      ['council: first third', 'fire-service: second'],
      3,
    ],
  ])('%s', async (_what, day, lines, count) => {
    const data = await compared(told, `?as_of=${day}`);
    expect(linesOf(data)).toEqual(lines);
    expect(data).toMatchObject({ as_of: day, count, count_is: 'exact' });
    expect(data.reason).toBe(
      count > 0 ? null : `No claim on this series describes a day up to ${day}.`,
    );
  });

  test('between two claims takes the earlier one for the latest', async () => {
    const data = await compared(told, `?as_of=${SECOND}`);
    expect(data.claimants[0]).toMatchObject({ latest: 'first', revisions: [] });
    expect(data.relations[0]).toMatchObject({ a: { figure: 'first' }, b: { figure: 'second' } });
    expect((await compared(told, `?as_of=${THIRD}`)).claimants[0].latest).toBe('third');
  });

  test('left out compares claims of unknown days, too, before all others', async () => {
    const data = await compared(told);
    expect(linesOf(data)).toEqual(['fire-service: undated second', 'council: first third']);
    expect(data).toMatchObject({ as_of: null, count: 4, reason: null });
  });

  test('before any claim gives no summary, with its reason', async () => {
    const data = await compared(told, '?as_of=2031-04-30&rule=range');
    expect(data).toMatchObject({ claimants: [], relations: [], course: [], hedges: [], parts: [] });
    expect(data).toMatchObject({ independent_sources: 0 });
    expect(data.summary).toMatchObject({ interval: null, inputs: [] });
    expect(data.summary.reason).toBe('no claim gives a number');
  });

  test('holds parts and wholes to the same day', async () => {
    const parts: Told = {
      series: { all: null, dead: 'all', boys: 'dead' },
      articles: {
        gazette: printing(
          claim('dead-1', 'council', '20', FIRST),
          claim('all-1', 'council', '25', FIRST, 'all'),
          claim('all-3', 'council', '40', THIRD, 'all'),
          claim('boys-3', 'council', '3', THIRD, 'boys'),
        ),
      },
    };
    const pairs = async (question: string) =>
      (await compared(parts, question)).parts.map(({ part, whole }: Json) => [
        part.figure,
        whole.figure,
      ]);
    expect(await pairs(`?as_of=${FIRST}`)).toEqual([['dead-1', 'all-1']]);
    expect(await pairs('')).toEqual([
      ['boys-3', 'dead-1'],
      ['dead-1', 'all-3'],
    ]);
  });
});

test('a series without any claim says so', async () => {
  const data = await compared({ series: { dead: null }, articles: {} });
  expect(data).toMatchObject({ count: 0, reason: 'No claim on this series is on record.' });
});

describe('a comparison refuses', () => {
  test.each([
    ['a day that no calendar has', 'as_of=2022-02-30', 'as_of', /a date like/],
    ['a day in words', 'as_of=yesterday', 'as_of', /a date like/],
    ['a short form of a day', 'as_of=2022-3-3', 'as_of', /a date like/],
    ['an empty day', 'as_of=', 'as_of', /./],
    ['two days', 'as_of=2022-03-01&as_of=2022-03-02', 'as_of', /./],
    ['a sum', 'rule=sum', 'rule', /^range$/],
    ['a rule in capitals', 'rule=RANGE', 'rule', /^range$/],
    ['two rules', 'rule=range&rule=latest', 'rule', /./],
    ['a misspelt parameter', 'asof=2022-03-01', 'asof', /^as_of$/],
    ['another format', 'format=csv', 'format', /./],
    ['a page', 'limit=5', 'limit', /./],
  ])('%s: %s', async (_what, question, parameter, suggestion) => {
    await using world = await onSample();
    for (const path of ['/v1/series/houses-lipovo/comparison', '/v1/figures/comparison']) {
      const [error, ...others] = await world.refused(`${path}?${question}`);
      expect(others, path).toEqual([]);
      expect(error, path).toMatchObject({
        parameter,
        suggestion: expect.stringMatching(suggestion),
      });
    }
  });

  test('filters of figures where one series is named', async () => {
    await using world = await onSample();
    const [error] = await world.refused('/v1/series/houses-lipovo/comparison?claimant=RNA');
    expect(error).toMatchObject({ parameter: 'claimant', reason: 'is no parameter here' });
  });

  test('everything that is wrong at once', async () => {
    await using world = await onSample();
    const errors = await world.refused('/v1/figures/comparison?as_of=x&rule=y&sort=value');
    expect(errors.map(({ parameter }) => parameter).toSorted()).toEqual(['as_of', 'rule', 'sort']);
  });

  test('a value of a filter that nothing has', async () => {
    await using world = await onSample();
    const [error] = await world.refused('/v1/figures/comparison?series=houses-lipvo');
    expect(error).toMatchObject({
      parameter: 'series',
      suggestion: expect.stringContaining('houses-lipovo'),
    });
  });

  test('a series that is not on record, with the nearest', async () => {
    await using world = await onSample();
    const { status, headers, body } = await world.get('/v1/series/houses-lipvo/comparison');
    expect(status).toBe(404);
    expect(headers['content-type']).toMatch(PROBLEM);
    expect(body.detail).toContain('houses-lipovo');
  });
});

describe('claimants', () => {
  test('stand in the order of their first claim, each with all its claims in order of time', async () => {
    const data = await compared({
      articles: {
        late: printing(
          claim('b-4', 'bureau', '40', FOURTH),
          claim('b-1', 'bureau', '10', FIRST),
          claim('c-2', 'council', '20', SECOND),
        ),
        early: { published_on: '2031-05-20', claims: [claim('c-3', 'council', '30', THIRD)] },
      },
    });
    expect(linesOf(data)).toEqual(['bureau: b-1 b-4', 'council: c-2 c-3']);
    expect(data.claimants.map(({ latest }: Json) => latest)).toEqual(['b-4', 'c-3']);
    expect(data.claimants[0].claimant).toMatchObject({ id: 'bureau', kind: 'organization' });
  });

  test('of one day are ordered by publication, then by place in the text', async () => {
    const day = FIRST;
    const data = await compared({
      articles: {
        a: { published_on: '2031-05-09', claims: [claim('newest', 'council', '3', day)] },
        b: {
          published_on: '2031-05-08',
          claims: [claim('older', 'council', '1', day), claim('newer', 'council', '2', day)],
        },
      },
    });
    expect(linesOf(data)).toEqual(['council: older newer newest']);
  });

  test('are as many as the articles where these assert the number themselves', async () => {
    const data = await compared({
      articles: {
        gazette: printing(claim('g', null, '12', FIRST)),
        herald: printing(claim('h', null, '15', FIRST)),
      },
    });
    expect(linesOf(data)).toEqual(['articles/gazette: g', 'articles/herald: h']);
    expect(data.claimants.map(({ claimant }: Json) => claimant)).toEqual([null, null]);
    expect(data.relations).toMatchObject([{ relation: 'conflicts' }]);
  });

  test('are one where two articles of one story assert the number', async () => {
    const data = await compared({
      articles: {
        gazette: { story: 'flood', claims: [claim('g', null, '12', FIRST)] },
        herald: { story: 'flood', claims: [claim('h', null, '15', FIRST)] },
      },
    });
    expect(linesOf(data)).toEqual(['stories/flood: g h']);
    expect(data.relations).toEqual([]);
  });

  test('who print nothing but words stand beside the others, without an interval', async () => {
    const data = await compared({
      articles: { gazette: printing(claim('d', 'council', 'dozens', FIRST)) },
    });
    expect(data.claimants[0].claims[0]).toMatchObject({
      value: null,
      comparator: 'vague',
      interval: null,
      interval_rule: 'no number is printed',
    });
  });

  test('show how their hedge is read as an interval', async () => {
    const data = await compared({
      articles: { gazette: printing(claim('n', 'council', 'nearly 500', FIRST)) },
    });
    expect(data.claimants[0].claims[0]).toMatchObject({
      expression: 'nearly 500',
      interval: { from: 450, from_included: true, to: 500, to_included: false },
      interval_rule: expect.stringContaining('r/2'),
    });
  });
});

describe('independent sources', () => {
  const day = FIRST;

  test('count the reprints of one story once, and name the claim that they print', async () => {
    const data = await compared({
      articles: {
        original: { story: 'flood', claims: [claim('o', 'council', '12', day)] },
        reprint: { story: 'flood', claims: [claim('r', 'council', '12', day)] },
        update: { story: 'flood', update: true, claims: [claim('u', 'council', '15', day)] },
        another: printing(claim('x', 'council', '12', day)),
      },
    });
    expect(data).toMatchObject({ count: 4, independent_sources: 2 });
    expect(data.claimants[0].independent_sources).toBe(2);
    const reprints = data.claimants[0].claims.map(({ id, reprint_of }: Json) => [id, reprint_of]);
    expect(Object.fromEntries(reprints)).toEqual({ o: null, r: 'o', u: null, x: null });
  });

  test('an update of a story comes after its copies, whatever the articles are called', async () => {
    const data = await compared({
      articles: {
        aaa: { story: 'flood', update: true, claims: [claim('u', 'council', '15', day)] },
        bbb: { story: 'flood', claims: [claim('o', 'council', '12', day)] },
      },
    });
    expect(revisionsOf(data)).toEqual([['o', 'u', 'raised', null, null]]);
  });

  test('another hedge, number or claimant makes no reprint; nor does the same article', async () => {
    const data = await compared({
      articles: {
        original: {
          story: 'flood',
          claims: [
            claim('o', 'council', '12', day),
            claim('again', 'council', '12', day),
            claim('vague', 'council', 'dozens', day),
          ],
        },
        other: {
          story: 'flood',
          claims: [
            claim('hedged', 'council', 'about 12', day),
            claim('bureau', 'bureau', '12', day),
            claim('vaguer', 'council', 'hundreds', day),
            claim('worded', 'council', 'Dozens', day),
          ],
        },
      },
    });
    const claims = data.claimants.flatMap(({ claims }: Json) => claims);
    const reprints = claims.filter(({ reprint_of }: Json) => reprint_of !== null);
    expect(reprints.map(({ id, reprint_of }: Json) => [id, reprint_of])).toEqual([
      ['worded', 'vague'],
    ]);
    expect(claims).toHaveLength(7);
  });
});

describe('revisions of one claimant', () => {
  const revised = async (told: Omit<Told, 'articles'>, ...expressions: string[]) => {
    const claims = expressions.map((expression, index) =>
      claim(`c${index}`, 'council', expression, `2031-05-0${index + 1}`),
    );
    return compared({ ...told, articles: { gazette: printing(...claims) } });
  };

  test.each([
    ['a higher number', '9', '22', 'raised', null, null],
    ['a lower number', '22', '9', 'lowered', null, null],
    ['the same number with a hedge', '22', 'at least 22', 'hedged', null, 'at_least'],
    ['the same number without its hedge', 'at least 22', '22', 'hedged', 'at_least', null],
    ['another hedge', 'about 9000', 'more than 9000', 'hedged', 'approximately', 'more_than'],
    ['a higher number and no hedge', 'nearly 500', '505', 'raised', 'nearly', null],
    ['a lower number with a hedge', '30', 'about 20', 'lowered', null, 'approximately'],
    ['words in the place of a number', '12', 'dozens', 'unnumbered', null, 'vague'],
    ['a number in the place of words', 'dozens', '24', 'unnumbered', 'vague', null],
    ['other words', 'dozens', 'hundreds', 'unnumbered', null, null],
    ['a higher end', '5 to 6', '5 to 8', 'raised', null, null],
    ['a lower end', '5 to 6', '5 to 5.5', 'lowered', null, null],
    ['a range that begins at the number', '5', '5 to 6', 'raised', null, 'between'],
    ['a range of the one number', '5', '5 to 5', 'hedged', null, 'between'],
    ['a range up from a number below zero', '-5', '-5 to -2', 'raised', null, 'between'],
  ])('tell %s: %s, then %s', async (_what, before, after, change, lost, gained) => {
    const data = await revised({}, before, after);
    expect(revisionsOf(data)).toEqual([['c0', 'c1', change, lost, gained]]);
    const [{ reason }] = data.claimants[0].revisions;
    expect(reason.startsWith(`${before}, then ${after}`)).toBe(true);
  });

  test('give the difference and the ratio as what both claims allow', async () => {
    const spread = async (...both: [string, string]) => {
      const [{ difference, ratio }] = (await revised({}, ...both)).claimants[0].revisions;
      return { difference, ratio };
    };
    expect(await spread('10', '25')).toEqual({ difference: exactly(15), ratio: exactly(2.5) });
    expect(await spread('10', 'more than 25')).toEqual({
      difference: above(15),
      ratio: above(2.5),
    });
    expect(await spread('nearly 50', '100')).toEqual({
      difference: { from: 50, from_included: false, to: 55, to_included: true },
      ratio: { from: 2, from_included: false, to: 2.22222, to_included: true },
    });
    expect(await spread('at least 10', 'at least 20')).toEqual({
      difference: { from: null, from_included: false, to: null, to_included: false },
      ratio: { from: 0, from_included: false, to: null, to_included: false },
    });
    expect(await spread('0', '5')).toEqual({ difference: exactly(5), ratio: null });
    expect(await spread('at least 5', '0')).toMatchObject({ ratio: exactly(0) });
    expect(await spread('-2', '5')).toEqual({ difference: exactly(7), ratio: null });
    expect(await spread('dozens', '5')).toEqual({ difference: null, ratio: null });
    expect(await spread('0.1', '0.3')).toMatchObject({ difference: exactly(0.2) });
  });

  test('leave out what only repeats the claim before it', async () => {
    const data = await revised({}, '9', '9', '22', '22', '9');
    expect(revisionsOf(data).map(([from, to]: string[]) => [from, to])).toEqual([
      ['c0', 'c2'],
      ['c2', 'c4'],
    ]);
  });

  const FALLS = /a running total cannot fall, so one of the two is wrong$/;

  test('say that a running total cannot fall', async () => {
    const [up, down] = (await revised({}, '9', '22', '14')).claimants[0].revisions;
    expect(up.reason).toBe('9, then 22');
    expect(down.reason).toMatch(FALLS);
    expect(down.difference).toEqual(exactly(-8));
  });

  test.each([
    ['what is counted is a stock', { temporality: 'stock' as const }, ['22', '9']],
    ['what is counted is a flow', { temporality: 'flow' as const }, ['22', '9']],
    ['the lower number is a minimum', {}, ['22', 'at least 9']],
    ['both allow one number', {}, ['about 20', '19']],
    ['one of them is vague', {}, ['hundreds', '9']],
  ])('do not say so where %s', async (_where, told, expressions) => {
    const data = await revised(told, ...expressions);
    const [{ reason }] = data.claimants[0].revisions;
    expect(reason).not.toMatch(FALLS);
  });

  test.each([
    ['is not known', null, null],
    ['of the earlier is not known', null, FIRST],
    ['is the same', FIRST, FIRST],
    ['may be the same', '2031-05-01 week', '2031-05-02'],
  ])('do not say so where the day %s', async (_where, one, other) => {
    const data = await compared({
      articles: {
        a: { published_on: '2031-06-01', claims: [claim('a', 'council', '22', one)] },
        b: { published_on: '2031-06-02', claims: [claim('b', 'council', '9', other)] },
      },
    });
    expect(revisionsOf(data)).toEqual([['a', 'b', 'lowered', null, null]]);
    expect(data.claimants[0].revisions[0].reason).toBe('22, then 9');
  });

  test('count a late reprint of an older claim as none, and not as the latest', async () => {
    const data = await compared({
      articles: {
        original: { story: 'flood', claims: [claim('o', 'council', '9', FIRST)] },
        later: printing(claim('l', 'council', '22', SECOND)),
        reprint: { story: 'flood', claims: [claim('r', 'council', '9', THIRD)] },
      },
    });
    expect(revisionsOf(data)).toEqual([['o', 'l', 'raised', null, null]]);
    expect(data.claimants[0].latest).toBe('l');
  });

  test('end at the last reprint of the latest claim', async () => {
    const data = await compared({
      articles: {
        original: { story: 'flood', claims: [claim('o', 'council', '22', SECOND)] },
        reprint: { story: 'flood', claims: [claim('r', 'council', '22', THIRD)] },
        older: printing(claim('a', 'council', '9', FIRST)),
      },
    });
    expect(revisionsOf(data)).toEqual([['a', 'o', 'raised', null, null]]);
    expect(data.claimants[0].latest).toBe('r');
  });
});

test('the course joins all claimants, with the parts that print a number of the whole', async () => {
  const data = await compared({
    series: { dead: null, bodies: 'dead' },
    articles: {
      gazette: printing(
        claim('a', 'council', '9', FIRST),
        claim('b', 'bureau', '22', SECOND),
        claim('c', 'fire-service', 'at least 22', THIRD, 'bodies'),
        claim('d', 'fire-service', '3', FOURTH, 'bodies'),
      ),
    },
  });
  expect(
    data.course.map(({ from, to, change, gained }: Json) => [from, to, change, gained]),
  ).toEqual([
    ['a', 'b', 'raised', null],
    ['b', 'c', 'hedged', 'at_least'],
  ]);
});

test('the course of several claimants does not say that a total fell', async () => {
  const data = await compared({
    articles: {
      gazette: printing(claim('a', 'council', '22', FIRST), claim('b', 'bureau', '9', FOURTH)),
    },
  });
  expect(data.course).toMatchObject([{ change: 'lowered', reason: '22, then 9' }]);
});

describe('a summary', () => {
  const summaryOf = async (rule: string, ...claims: [string, string, string | null][]) => {
    const told = claims.map(([claimant, expression, day], index) =>
      claim(`c${index}`, claimant, expression, day),
    );
    const question = rule === '' ? '' : `?rule=${rule}`;
    return (await compared({ articles: { gazette: printing(...told) } }, question)).summary;
  };
  const [day, next] = [FIRST, SECOND];

  test('is made only under a rule that is named', async () => {
    expect(await summaryOf('', ['council', '9', day])).toBeNull();
  });

  test.each(['range', 'latest', 'majority'])('under %s tells its rule and inputs', async (rule) => {
    const summary = await summaryOf(rule, ['council', '9', day], ['council', '12', next]);
    expect(summary).toMatchObject({
      rule,
      meaning: expect.stringMatching(/./),
      interval: exactly(12),
      inputs: ['c1'],
    });
  });

  test('weighs no claim without a number', async () => {
    for (const rule of ['range', 'latest', 'majority']) {
      const summary = await summaryOf(rule, ['council', 'dozens', day]);
      expect(summary).toMatchObject({ interval: null, inputs: [] });
      expect(summary.reason).toBe('no claim gives a number');
    }
  });

  test.each([
    ['exact numbers', ['9', '22', '14'], { ...exactly(9), to: 22 }],
    ['an open end', ['9', 'more than 2000'], { ...above(9), from_included: true }],
    ['ends left out', ['more than 9', 'nearly 50'], above(9)],
    [
      'the included of two equal ends',
      ['nearly 50', '45 to 50'],
      { from: 45, from_included: true, to: 50, to_included: true },
    ],
    [
      'the included end, given last',
      ['more than 9', '9 to 12'],
      { ...above(9), from_included: true },
    ],
    [
      'the included end, given first',
      ['9 to 12', 'more than 9'],
      { ...above(9), from_included: true },
    ],
    [
      'nothing but one open end',
      ['less than 5', 'at least 1'],
      { from: 0, from_included: true, to: null, to_included: false },
    ],
  ])('range spans %s', async (_what, expressions, interval) => {
    const claims = expressions.map((one, index): [string, string, string] => [
      `body-${index}`,
      one,
      day,
    ]);
    const summary = await summaryOf('range', ...claims);
    expect(summary.interval).toEqual(interval);
    expect(summary.inputs).toHaveLength(expressions.length);
    expect(summary.reason).toBe(`from ${expressions.length} claimants`);
  });

  test('latest is the claim of the latest day', async () => {
    const summary = await summaryOf('latest', ['council', '9', day], ['bureau', '22', next]);
    expect(summary).toMatchObject({ interval: exactly(22), reason: `of ${next}` });
    expect(summary.inputs).toEqual(['c0', 'c1']);
  });

  test('latest is none where that day has two numbers, and one where they agree', async () => {
    const two = await summaryOf('latest', ['council', '9', next], ['bureau', '22', next]);
    expect(two).toMatchObject({ interval: null });
    expect(two.reason).toBe(`2 claims of ${next} give different numbers`);
    const agreed = await summaryOf('latest', ['council', '22', next], ['bureau', '22', next]);
    expect(agreed.interval).toEqual(exactly(22));
  });

  test('latest says so where no day is known', async () => {
    const one = await summaryOf('latest', ['council', '9', null]);
    expect(one).toMatchObject({ interval: exactly(9), reason: 'of no known day' });
    const two = await summaryOf('latest', ['council', '9', null], ['bureau', '22', null]);
    expect(two.reason).toBe('2 claims of no known day give different numbers');
  });

  test('majority is what more than half of the claimants claim', async () => {
    const summary = await summaryOf(
      'majority',
      ['council', '22', day],
      ['bureau', '9', day],
      ['fire-service', '22', next],
    );
    expect(summary).toMatchObject({ interval: exactly(22), reason: '2 of 3 claimants' });
    expect(summary.inputs).toHaveLength(3);
  });

  test('majority is none at exactly half, and counts those without a number', async () => {
    const half = await summaryOf('majority', ['council', '22', day], ['bureau', '9', day]);
    expect(half.interval).toBeNull();
    expect(half.reason).toBe('no number is claimed by more than half of 2 claimants');
    const vague = await summaryOf(
      'majority',
      ['council', '22', day],
      ['bureau', 'dozens', day],
      ['fire-service', 'hundreds', day],
    );
    expect(vague).toMatchObject({ interval: null, inputs: ['c0'] });
  });
});

test('no number in any answer is a sum over claimants or parts', async () => {
  const values = [1000, 20_000, 300_000, 4_000_000, 50_000_000];
  const sums = Array.from({ length: 2 ** values.length }, (_, set) =>
    values.filter((_value, bit) => Math.floor(set / 2 ** bit) % 2 === 1),
  )
    .filter((set) => set.length > 1)
    .map((set) => set.reduce((sum, value) => sum + value));
  expect(sums).toHaveLength(26);
  const [a, b, c, d, e] = values.map(String) as [string, string, string, string, string];
  const told: Told = {
    series: { dead: null, men: 'dead', women: 'dead' },
    articles: {
      gazette: printing(
        claim('a', 'council', a, FIRST),
        claim('b', 'bureau', b, FIRST),
        claim('c', null, c, FIRST),
        claim('d', 'council', d, FIRST, 'men'),
        claim('e', 'bureau', e, FIRST, 'women'),
      ),
    },
  };
  for (const question of ['', '?rule=range', '?rule=latest', '?rule=majority']) {
    const data = await compared(told, question);
    const numbers =
      JSON.stringify(data)
        .match(/-?\d+(\.\d+)?/g)
        ?.map(Number) ?? [];
    expect(numbers).toEqual(expect.arrayContaining(values));
    expect(numbers.filter((one) => sums.includes(Math.abs(one)))).toEqual([]);
  }
});

describe('bounds', () => {
  const dayOf = (index: number) =>
    new Date(Date.UTC(2031, 0, 1 + index)).toISOString().slice(0, 10);
  const numbered = (count: number, one: (index: number) => ReturnType<typeof claim>): Told => ({
    articles: { gazette: printing(...Array.from({ length: count }, (_, index) => one(index))) },
  });

  test('100 claims are compared, and all of them', async () => {
    const told = numbered(100, (n) => claim(`c${n}`, 'council', `${n}`, dayOf(n)));
    expect(await compared(told)).toMatchObject({ count: 100, count_is: 'exact' });
  });

  test('of more claims the newest 100 are compared, and the answer says so', async () => {
    const told = numbered(103, (n) => claim(`c${n}`, 'council', `${n}`, dayOf(n)));
    const data = await compared(told);
    expect(data).toMatchObject({ count: 100, count_is: 'at_least' });
    expect(data.claimants[0].claims[0].id).toBe('c3');
    expect(data.claimants[0].latest).toBe('c102');
    const until = await compared(told, `?as_of=${dayOf(9)}`);
    expect(until).toMatchObject({ count: 10, count_is: 'exact' });
  });

  test('as many statements are read for many claims as for few', async () => {
    const asked = async (count: number) => {
      const told = numbered(count, (n) =>
        claim(`c${n}`, `body-${n}`, '7', dayOf(n), n % 2 === 0 ? 'dead' : 'boys'),
      );
      await using world = await claiming({ ...told, series: { dead: null, boys: 'dead' } });
      await answerOf(world, '/v1/series/dead/comparison');
      const spy = vi.spyOn(Object.getPrototypeOf(world.db.$client.prepare('select 1')), 'all');
      await answerOf(world, '/v1/series/dead/comparison');
      const { length } = spy.mock.calls;
      spy.mockRestore();
      return length;
    };
    expect(await asked(60)).toBe(await asked(4));
  });

  test('of more than 20 claimants the newest 20 are held against each other', async () => {
    const data = await compared(numbered(23, (n) => claim(`c${n}`, `body-${n}`, '7', dayOf(n))));
    expect(data.claimants).toHaveLength(23);
    expect(data.relations).toHaveLength((20 * 19) / 2);
    const held = new Set(data.relations.flatMap(({ a, b }: Json) => [a.figure, b.figure]));
    expect(held.size).toBe(20);
    for (const old of ['c0', 'c1', 'c2']) expect(held).not.toContain(old);
  });

  test('of many claims on parts and wholes the newest 20 of each are held against each other', async () => {
    const claims = numbered(60, (n) =>
      claim(`c${n}`, `body-${n}`, '7', dayOf(n), n % 2 === 0 ? 'dead' : 'boys'),
    );
    const data = await compared({ ...claims, series: { dead: null, boys: 'dead' } });
    expect(data.parts).toHaveLength(20 * 20);
    const figures = data.parts.flatMap(({ part, whole }: Json) => [part.figure, whole.figure]);
    expect(new Set(figures).size).toBe(40);
    expect(figures).not.toContain('c0');
  });

  test('of more than 20 series those with the newest claims are compared', async () => {
    const series = (count: number) =>
      numbered(count, (n) => claim(`c${n}`, 'council', '7', dayOf(n), `series-${n}`));
    await using few = await claiming(series(20));
    const all = (await few.get('/v1/figures/comparison')).body;
    expect(all).toMatchObject({ count: 20, count_is: 'exact' });
    await using many = await claiming(series(22));
    const { body } = await many.get('/v1/figures/comparison');
    expect(body).toMatchObject({ count: 20, count_is: 'at_least' });
    const ids = body.data.map((one: Json) => one.series.id);
    expect(ids).toEqual(Array.from({ length: 20 }, (_, index) => `series-${21 - index}`));
  });
});

describe('GET /v1/figures/comparison', () => {
  test.each([
    ['a series', 'series=houses-lipovo', { 'houses-lipovo': 3 }],
    ['two series', 'series=houses-lipovo,pumps', { 'houses-lipovo': 3, pumps: 1 }],
    [
      'a claimant by any spelling',
      'claimant=Lipovo Council',
      { 'houses-dolna': 1, 'houses-lipovo': 1, people: 1 },
    ],
    ['a hedge', 'comparator=nearly,less_than', { 'houses-dolna': 2 }],
    ['hops', 'hops__gte=1', { 'houses-lipovo': 1 }],
    ['a day of the claim', 'as_of__lt=2031-05-04', { 'houses-dolna': 1, 'houses-lipovo': 3 }],
    [
      'the day at which claims are compared',
      'as_of=2031-05-03',
      { 'houses-dolna': 1, 'houses-lipovo': 3 },
    ],
    ['an expression', 'filter=value=gt=20;population==houses', { 'houses-dolna': 3 }],
    ['a day in an expression', 'filter=as_of==2031-05-04;unit==pump', { pumps: 1 }],
    ['a negated expression', 'filter__not=temporality==cumulative', { pumps: 1, water: 1 }],
    ['nothing', 'publisher=dolna-daily', {}],
  ])('compares what is found by %s, series by series: %s', async (_what, question, expected) => {
    await using world = await onSample();
    const { body, status } = await world.get(`/v1/figures/comparison?${encodeURI(question)}`);
    expect(status).toBe(200);
    const found = body.data.map(({ series, count }: Json) => [series.id, count]);
    expect(Object.fromEntries(found)).toEqual(expected);
    expect(body).toMatchObject({ count: found.length, count_is: 'exact' });
  });

  test('puts the series with the newest claims first', async () => {
    await using world = await claiming({
      articles: {
        gazette: printing(
          claim('a', 'council', '1', FIRST, 'old'),
          claim('b', 'council', '2', THIRD, 'new'),
          claim('c', 'council', '3', SECOND, 'old'),
          claim('d', 'council', '4', null, 'undated'),
        ),
      },
    });
    const data = await answerOf(world, '/v1/figures/comparison');
    expect(data.map(({ series }: Json) => series.id)).toEqual(['new', 'old', 'undated']);
  });

  test('says how the values of filters were understood', async () => {
    await using world = await onSample();
    const { body } = await world.get('/v1/figures/comparison?claimant=lipovo%20COUNCIL');
    expect(body.resolved).toMatchObject([{ parameter: 'claimant', id: 'lipovo-council' }]);
  });

  test('without filters compares each series as it is compared alone', async () => {
    await using world = await onSample();
    const data = await answerOf(world, '/v1/figures/comparison?rule=range&as_of=2031-05-04');
    expect(data).toHaveLength(5);
    for (const one of data) {
      const url = `/v1/series/${one.series.id}/comparison?rule=range&as_of=2031-05-04`;
      expect(await answerOf(world, url)).toEqual(one);
    }
  });

  test('holds what is found against the whole and the parts, whatever the filters', async () => {
    await using world = await onSample();
    const [lipovo] = await answerOf(world, '/v1/figures/comparison?id=houses-12');
    expect(lipovo.parts.map(({ part, whole }: Json) => [part.figure, whole.figure])).toEqual([
      ['houses-12', 'houses-40'],
      ['houses-12', 'houses-50'],
    ]);
  });
});

describe('caching', () => {
  const urls = ['/v1/series/dead/comparison', '/v1/figures/comparison'];

  test.each(urls)(
    'GET %s is asked again with its ETag for nothing, until something is loaded',
    async (url) => {
      await using world = await claiming({
        articles: { gazette: printing(claim('a', 'council', '9', FIRST)) },
      });
      const ask = (headers = {}) => world.app.inject({ url, headers });
      const { etag } = (await ask()).headers;
      expect(etag).toMatch(/^"[\w-]{8,}"$/);
      const again = await ask({ 'if-none-match': etag });
      expect([again.statusCode, again.payload]).toEqual([304, '']);
      expect((await world.app.inject(`${url}?rule=range`)).headers.etag).not.toBe(etag);
      load(world.db, { 'more.json': { articles: [articleOf('more', 'More.')] } });
      const changed = await ask({ 'if-none-match': etag });
      expect(changed.statusCode).toBe(200);
      expect(changed.headers.etag).not.toBe(etag);
    },
  );

  test.each(urls)('HEAD %s answers without a body, POST is refused', async (url) => {
    await using world = await claiming({ series: { dead: null }, articles: {} });
    const head = await world.app.inject({ method: 'HEAD', url });
    expect([head.statusCode, head.payload]).toEqual([200, '']);
    expect((await world.app.inject({ method: 'POST', url })).statusCode).toBe(405);
  });
});

test('both comparisons are documented, with what their parameters mean', async () => {
  await using world = await onSample();
  const { paths, components } = (await world.get('/openapi.json')).body;
  for (const path of ['/v1/series/{id}/comparison', '/v1/figures/comparison']) {
    const named = paths[path].get.parameters.map(
      ({ name, $ref }: Json) => name ?? components.parameters[$ref.split('/').at(-1)].name,
    );
    expect(named, path).toEqual(expect.arrayContaining(['as_of', 'rule']));
    expect(new Set(named).size, path).toBe(named.length);
    expect(named.includes('claimant__not'), path).toBe(path.includes('figures'));
  }
  const rule = paths['/v1/series/{id}/comparison'].get.parameters.find(
    ({ name }: Json) => name === 'rule',
  );
  for (const one of ['range', 'latest', 'majority']) expect(rule.description).toContain(one);
});

describe('the five documents', () => {
  const about = async (series: string, question = '') => {
    await using world = await onRecord();
    return answerOf(world, `/v1/series/${series}/comparison${question}`);
  };
  const relationOf = ({ relations }: Json, ...both: [string, string]): Json => {
    const found = relations.filter(
      ({ a, b }: Json) => both.includes(a.figure) && both.includes(b.figure),
    );
    expect(found, both.join(' and ')).toHaveLength(1);
    return found[0];
  };

  test('civilians killed: 249 conflicts with more than 2,000, eight times as many and more', async () => {
    const data = await about('civilians-killed-ukraine');
    for (const figure of ['abp-2000-civilians', 'late-2000-civilians', 'kyiv-civilians-killed']) {
      expect(relationOf(data, 'late-249-killed', figure)).toMatchObject({
        relation: 'conflicts',
        difference: above(1751),
        ratio: { from: 8.03213, from_included: false, to: null },
      });
    }
    expect(data).toMatchObject({ count: 7, independent_sources: 4, summary: null });
  });

  test('civilians killed: 227, then 249, is a step of the UN office', async () => {
    const { claimants } = await about('civilians-killed-ukraine');
    const office = claimants.find(
      ({ claimant }: Json) => claimant?.id === 'un-human-rights-office',
    );
    expect(office).toMatchObject({ latest: 'late-249-killed', independent_sources: 1 });
    expect(office.revisions).toMatchObject([
      {
        from: 'early-227-killed',
        to: 'late-249-killed',
        change: 'raised',
        difference: exactly(22),
      },
    ]);
  });

  test('civilians killed: over 2,000 is a reprint of more than 2,000, and children are within', async () => {
    const data = await about('civilians-killed-ukraine');
    const reprints = data.claimants.flatMap(({ claims }: Json) =>
      claims.filter(({ reprint_of }: Json) => reprint_of !== null),
    );
    expect(reprints).toMatchObject([
      { id: 'late-2000-civilians', expression: 'over 2,000', reprint_of: 'early-2000-civilians' },
    ]);
    expect(data.parts.length).toBeGreaterThan(0);
    for (const { part, relation } of data.parts) {
      expect([part.series, relation]).toEqual(['children-killed-ukraine', 'fits']);
    }
  });

  test('civilians killed: before the invasion there is no claim', async () => {
    const data = await about('civilians-killed-ukraine', '?as_of=2022-02-23');
    expect(data).toMatchObject({
      count: 0,
      claimants: [],
      reason: expect.stringMatching(/2022-02-23/),
    });
  });

  test('soldiers killed: 498 lies within nearly 500, and both conflict with more than 9,000', async () => {
    const data = await about('russian-soldiers-killed');
    const [ministry, russia] = ['abp-russian-troops-killed-498', 'late-nearly-500'] as const;
    expect(relationOf(data, ministry, russia).relation).toBe('contains');
    expect(relationOf(data, ministry, 'late-9000-lost')).toMatchObject({
      relation: 'conflicts',
      difference: above(8502),
    });
    expect(relationOf(data, russia, 'late-9000-lost').relation).toBe('conflicts');
    expect(data.hedges).toMatchObject([
      { value: 9000, reason: 'printed as approximately and more_than' },
    ]);
  });

  test('the Chernihiv strike: 9, then 22, then at least 22 bodies, and the hedge is lost', async () => {
    const data = await about('people-killed-chernihiv-air-strike');
    expect(
      data.course.map(({ from, to, change, gained }: Json) => [from, to, change, gained]),
    ).toEqual([
      ['abp-nine-dead', 'abp-crosshead-22-dead', 'raised', null],
      ['abp-crosshead-22-dead', 'abp-22-bodies', 'hedged', 'at_least'],
    ]);
    expect(data.hedges).toMatchObject([
      { value: 22, reason: 'where it is printed as exact, at_least is lost' },
    ]);
    expect(data.independent_sources).toBe(1);
  });

  test('the Chernihiv strike: at least 22 bodies are more than 9 dead, from either side', async () => {
    for (const series of ['people-killed', 'bodies-recovered']) {
      const { parts } = await about(`${series}-chernihiv-air-strike`);
      const relations = parts.map(({ part, whole, relation }: Json) => [
        part.figure,
        whole.figure,
        relation,
      ]);
      expect(relations).toEqual([
        ['abp-22-bodies', 'abp-nine-dead', 'exceeds'],
        ['abp-22-bodies', 'abp-crosshead-22-dead', 'may_exceed'],
        ['abp-22-bodies', 'abp-22-killed', 'may_exceed'],
      ]);
    }
  });

  test('wounded: the UN and its office count one after the other, 304, 525, 553', async () => {
    const data = await about('civilians-wounded-ukraine');
    expect(relationOf(data, 'cnn-304-injured', 'late-553-injured')).toMatchObject({
      relation: 'not_comparable',
      reason: expect.stringMatching(/may have grown/),
    });
    expect(revisionsOf(data)).toEqual([
      ['early-525-wounded', 'late-553-injured', 'raised', null, null],
    ]);
    const strike = await about('people-wounded-chernihiv-air-strike');
    expect(relationOf(strike, 'abp-four-injured', 'abp-dozens-injured')).toMatchObject({
      relation: 'not_comparable',
      reason: 'dozens gives no number',
    });
  });

  test('captured and displaced: one claim each, of one source, with nothing to hold it against', async () => {
    for (const [series, claimant, value] of [
      ['ukrainian-soldiers-captured', 'igor-konashenkov', 572],
      ['people-displaced-ukraine', 'stories/cbs-news-holding-lines', 1_000_000],
    ] as const) {
      const data = await about(series, '?rule=majority');
      expect(data).toMatchObject({ count: 1, independent_sources: 1, relations: [], parts: [] });
      expect(linesOf(data)).toEqual([expect.stringContaining(`${claimant}: `)]);
      expect(data.summary).toMatchObject({
        interval: exactly(value),
        reason: '1 of 1 claimants',
      });
    }
  });
});
