// How the claims of two claimants relate, and how claims on a part relate to those on its whole.
import { describe, expect, test } from 'vitest';
import { claim, claiming, printing } from './claims.ts';

type Told = Parameters<typeof claiming>[0];
type Json = ReturnType<typeof JSON.parse>;
type Said = [expression: string, as_of: string | null];
type Rest = Omit<Told, 'articles'> & { claimants?: [string, string] };

const compared = async (told: Told): Promise<Json> => {
  await using world = await claiming(told);
  const { status, body, text } = await world.get('/v1/series/dead/comparison');
  expect(status, text).toBe(200);
  return body.data;
};

/** The one pair of two claims of two claimants. */
async function pairOf([a, onA]: Said, [b, onB]: Said, { claimants, ...rest }: Rest = {}) {
  const [one, other] = claimants ?? ['council', 'bureau'];
  const articles = { gazette: printing(claim('a', one, a, onA), claim('b', other, b, onB)) };
  const { relations } = await compared({ ...rest, articles });
  expect(relations).toHaveLength(1);
  return relations[0];
}

const DAY = '2031-05-14'; // a Wednesday
const NEXT = '2031-05-15';
const LATER = '2031-05-16';

describe('claims on one day', () => {
  // biome-ignore format: a table, one pair a line
  test.each([
    ['22', '22', 'agrees', '22 and 22 allow the same numbers'],
    ['more than 20', 'more than 20', 'agrees', /allow the same numbers/],
    ['0', '0', 'agrees', /allow the same numbers/],
    ['498', 'nearly 500', 'contains', 'nearly 500 allows all that 498 does, and more'],
    ['nearly 500', '498', 'contains', 'nearly 500 allows all that 498 does, and more'],
    ['22', 'at least 22', 'contains', 'at least 22 allows all that 22 does, and more'],
    ['5 to 6', '5', 'contains', /^5 to 6 allows/],
    ['-3', 'less than -2', 'contains', /^less than -2 allows/],
    ['at least 10', 'at most 20', 'compatible', 'at least 10 and at most 20 share numbers, and each allows others, too'],
    ['at least 20', 'at most 20', 'compatible', /share numbers/],
    ['9', '22', 'conflicts', '9 and 22 share no number'],
    ['249', 'more than 2000', 'conflicts', /share no number/],
    ['500', 'nearly 500', 'conflicts', /share no number/],
    ['20', 'more than 20', 'conflicts', /share no number/],
    ['-1', '1', 'conflicts', /share no number/],
  ])('%s and %s: %s', async (a, b, relation, meaning) => {
    for (const both of [[a, b], [b, a]] as const) {
      const pair = await pairOf([both[0], DAY], [both[1], DAY]);
      expect(pair.relation).toBe(relation);
      expect(pair.reason).toMatch(/; they describe the same day$/);
      if (typeof meaning !== 'string') expect(pair.reason).toMatch(meaning);
      else if (both[0] === a) expect(pair.reason).toBe(`${meaning}; they describe the same day`);
    }
  });

  test('show who says what, and how far the one is from the other', async () => {
    expect(await pairOf(['9', DAY], ['22', DAY])).toEqual({
      a: { claimant: expect.objectContaining({ id: 'council' }), figure: 'a', expression: '9' },
      b: { claimant: expect.objectContaining({ id: 'bureau' }), figure: 'b', expression: '22' },
      relation: 'conflicts',
      reason: '9 and 22 share no number; they describe the same day',
      difference: { from: 13, from_included: true, to: 13, to_included: true },
      ratio: { from: 2.44444, from_included: true, to: 2.44444, to_included: true },
    });
  });

  test('cannot be compared where one gives no number, and have no spread then', async () => {
    const pair = await pairOf(['22', DAY], ['dozens', DAY]);
    expect(pair).toMatchObject({
      relation: 'not_comparable',
      reason: 'dozens gives no number',
      difference: null,
      ratio: null,
    });
    const vague = await pairOf(['dozens', DAY], ['hundreds', DAY]);
    expect(vague).toMatchObject({ relation: 'not_comparable', reason: 'dozens gives no number' });
  });
});

describe('claims of unknown days', () => {
  test.each([
    ['one is unknown', null, DAY],
    ['the other is unknown', DAY, null],
    ['both are unknown', null, null],
  ])('cannot be compared where %s, even if they say the same', async (_where, one, other) => {
    expect(await pairOf(['22', one], ['22', other])).toMatchObject({
      relation: 'not_comparable',
      reason: 'the day that one describes is not known',
    });
  });
});

describe('running totals of different days', () => {
  test.each([
    ['a lower, then a higher number a day later', '9', '22', NEXT, 'conflicts'],
    ['a lower, then a higher number two days later', '9', '22', LATER, 'not_comparable'],
    ['a higher, then a lower number', '22', '9', LATER, 'conflicts'],
    ['a minimum, then a number above it', 'at least 9', '22', LATER, 'contains'],
    ['a number, then a minimum below it', '22', 'at least 9', LATER, 'contains'],
    ['a minimum, then a number below it', 'at least 22', '9', LATER, 'conflicts'],
    ['the same number', '22', '22', LATER, 'agrees'],
    ['a round number, then one that it covers', 'about 20', '19', LATER, 'contains'],
  ])('%s: %s, then %s (%s): %s', async (_what, a, b, day, relation) => {
    const pair = await pairOf([a, DAY], [b, day]);
    expect(pair.relation).toBe(relation);
    expect(pair.reason).toContain(`the days that they describe are ${day === NEXT ? 1 : 2} apart`);
  });

  test('may have grown, and the reason says in how many days', async () => {
    const { reason } = await pairOf(['9', DAY], ['22', '2031-06-14']);
    expect(reason).toBe(
      'different dates: the days that they describe are 31 apart, in which the count may have grown',
    );
  });
});

describe.each(['stock', 'flow'] as const)('claims on a %s', (temporality) => {
  test.each([
    ['on the same day', '9', DAY, 'conflicts'],
    ['on the day after', '22', NEXT, 'agrees'],
    ['two days later', '22', LATER, 'not_comparable'],
  ])('%s: 22, then %s (%s): %s', async (_when, expression, day, relation) => {
    const pair = await pairOf(['22', DAY], [expression, day], { temporality });
    expect(pair.relation).toBe(relation);
    if (relation === 'not_comparable') {
      expect(pair.reason).toBe(
        'different dates: the days that they describe are 2 apart, and what is counted is no running total',
      );
    }
  });
});

describe('a body and its own part', () => {
  const parts = { bureau: 'council', office: 'bureau', desk: 'bureau' };

  test.each([
    ['a body and its part', ['council', 'bureau'], 'not_comparable'],
    ['a body and a part of its part', ['office', 'council'], 'not_comparable'],
    ['two parts of one body', ['office', 'desk'], 'not_comparable'],
    ['two bodies that are no parts of one', ['council', 'fire-service'], 'conflicts'],
  ] as const)(
    'count together, so that a day later is later: %s',
    async (_who, [a, b], relation) => {
      const pair = await pairOf(['9', DAY], ['22', NEXT], { parts, claimants: [a, b] });
      expect(pair.relation).toBe(relation);
    },
  );

  test('conflict on the same day, and where the later number is lower', async () => {
    const claimants: [string, string] = ['council', 'bureau'];
    const sameDay = await pairOf(['9', DAY], ['22', DAY], { parts, claimants });
    expect(sameDay.relation).toBe('conflicts');
    const fallen = await pairOf(['22', DAY], ['9', NEXT], { parts, claimants });
    expect(fallen.relation).toBe('conflicts');
  });

  test('of a stock cannot be compared a day later', async () => {
    const pair = await pairOf(['9', DAY], ['9', NEXT], {
      parts,
      claimants: ['council', 'bureau'],
      temporality: 'stock',
    });
    expect(pair.relation).toBe('not_comparable');
  });
});

describe('a date that is no single day means all days of its week, month or year', () => {
  test.each([
    ['the Sunday of its week', '2031-05-14 week', '2031-05-18', '0 to 6'],
    ['the Monday of its week', '2031-05-14 week', '2031-05-12', '0 to 6'],
    ['its week, given by its Sunday', '2031-05-18 week', '2031-05-12', '0 to 6'],
    ['its week, given by its Monday', '2031-05-12 week', '2031-05-18', '0 to 6'],
    ['the Monday after its week', '2031-05-14 week', '2031-05-19', '1 to 7'],
    ['a week over the end of a year', '2032-01-01 week', '2031-12-29', '0 to 6'],
    ['the last day of its month', '2031-05-14 month', '2031-05-31', '0 to 30'],
    ['the day after its month', '2031-05-14 month', '2031-06-01', '1 to 31'],
    ['the leap day of its month', '2032-02-01 month', '2032-02-29', '0 to 28'],
    ['the day after a short month', '2031-02-14 month', '2031-03-01', '1 to 28'],
    ['the last day of its year', '2031-05-14 year', '2031-12-31', '0 to 364'],
    ['the first day of the next year', '2032-05-14 year', '2033-01-01', '1 to 366'],
    ['the month in its year', '2031-05-14 year', '2031-12-01 month', '0 to 364'],
    ['the week over the end of its month', '2031-05-14 month', '2031-06-01 week', '0 to 31'],
  ])('%s: %s and %s are %s days apart', async (_what, one, other, days) => {
    const pair = await pairOf(['22', one], ['22', other]);
    expect(pair).toMatchObject({
      relation: 'agrees',
      reason: `22 and 22 allow the same numbers; the days that they describe are ${days} apart`,
    });
  });

  test('so that a running total may have grown within it', async () => {
    const week = '2031-05-14 week';
    expect(await pairOf(['9', week], ['22', '2031-05-16'])).toMatchObject({
      relation: 'not_comparable',
      reason:
        'different dates: the days that they describe are 0 to 4 apart, in which the count may have grown',
    });
    expect((await pairOf(['9', week], ['22', week])).relation).toBe('not_comparable');
  });

  test('but not before it began, nor after it ended', async () => {
    const [monday, sunday, week] = ['2031-05-12', '2031-05-18', '2031-05-14 week'];
    expect((await pairOf(['9', week], ['22', monday])).relation).toBe('conflicts');
    expect((await pairOf(['9', sunday], ['22', week])).relation).toBe('conflicts');
    expect((await pairOf(['9', monday], ['22', week])).relation).toBe('not_comparable');
  });

  test('so that stocks in it do not conflict, but may agree', async () => {
    const temporality = 'stock' as const;
    const week = '2031-05-14 week';
    expect(await pairOf(['22', week], ['9', DAY], { temporality })).toMatchObject({
      relation: 'not_comparable',
      reason: expect.stringMatching(/in which the count may have changed$/),
    });
    expect((await pairOf(['22', week], ['22', DAY], { temporality })).relation).toBe('agrees');
    const past = await pairOf(['22', week], ['22', '2031-05-20'], { temporality });
    expect(past.relation).toBe('not_comparable');
  });

  test('in the order of time a claim of a week stands at its first day', async () => {
    const { claimants } = await compared({
      articles: {
        gazette: printing(
          claim('day', 'council', '22', '2031-05-13'),
          claim('week', 'council', '9', '2031-05-16 week'),
        ),
      },
    });
    expect(claimants[0].claims.map(({ id }: Json) => id)).toEqual(['week', 'day']);
  });
});

describe('a part and its whole', () => {
  /** The one relation of a claim on children to a claim on all dead, from the side of the whole. */
  async function partOf([part, onPart]: Said, [whole, onWhole]: Said, rest: Rest = {}) {
    const { claimants, ...told } = rest;
    const [one, other] = claimants ?? ['council', 'bureau'];
    const { parts } = await compared({
      ...told,
      series: { dead: null, children: 'dead' },
      articles: {
        gazette: printing(
          claim('part', one, part, onPart, 'children'),
          claim('whole', other, whole, onWhole),
        ),
      },
    });
    expect(parts).toHaveLength(1);
    return parts[0];
  }

  // biome-ignore format: a table, one pair a line
  test.each([
    ['21', '249', 'fits'],
    ['21', '21', 'fits'],
    ['21', 'at least 21', 'fits'],
    ['at most 21', 'more than 21', 'fits'],
    ['0', '0', 'fits'],
    ['at least 21', '249', 'may_exceed'],
    ['at least 22', '22', 'may_exceed'],
    ['nearly 500', 'about 480', 'may_exceed'],
    ['21', 'at most 249', 'may_exceed'],
    ['5 to 30', '20', 'may_exceed'],
    ['22', '9', 'exceeds'],
    ['at least 22', '9', 'exceeds'],
    ['more than 22', '22', 'exceeds'],
    ['22', 'less than 22', 'exceeds'],
  ])('%s of %s: %s', async (part, whole, relation) => {
    const found = await partOf([part, DAY], [whole, DAY]);
    expect(found.relation).toBe(relation);
    expect(found.reason.startsWith(`${part} of ${whole}`)).toBe(true);
    expect(found.reason.includes('the part is larger than its whole')).toBe(relation === 'exceeds');
  });

  test('are shown with their series, and whether one claimant says both', async () => {
    const both = await partOf(['22', DAY], ['9', DAY]);
    expect(both).toMatchObject({
      part: { series: 'children', figure: 'part', expression: '22', claimant: { id: 'council' } },
      whole: { series: 'dead', figure: 'whole', expression: '9', claimant: { id: 'bureau' } },
      same_claimant: false,
    });
    const same = await partOf(['22', DAY], ['9', DAY], { claimants: ['council', 'council'] });
    expect(same).toMatchObject({ same_claimant: true, relation: 'exceeds' });
  });

  test('are told from either side, and not across two steps', async () => {
    const told: Told = {
      series: { all: null, dead: 'all', children: 'dead', girls: 'children' },
      articles: {
        gazette: printing(
          claim('all', 'council', '8', DAY, 'all'),
          claim('dead', 'council', '9', DAY),
          claim('children', 'council', '22', DAY, 'children'),
          claim('girls', 'council', '30', DAY, 'girls'),
        ),
      },
    };
    const { parts } = await compared(told);
    const relations = parts.map(({ part, whole, relation }: Json) => [
      part.figure,
      whole.figure,
      relation,
    ]);
    expect(relations).toEqual([
      ['children', 'dead', 'exceeds'],
      ['dead', 'all', 'exceeds'],
    ]);
  });

  test.each([
    ['the part gives none', 'dozens', '9', 'dozens gives no number'],
    ['the whole gives none', '9', 'dozens', 'dozens gives no number'],
  ])('cannot be compared without a number: %s', async (_where, part, whole, reason) => {
    const found = await partOf([part, DAY], [whole, DAY]);
    expect(found).toMatchObject({ relation: 'not_comparable', reason });
  });

  test.each([
    ['the day of the part is unknown', null, DAY],
    ['the day of the whole is unknown', DAY, null],
  ])('cannot be compared where %s', async (_where, one, other) => {
    expect(await partOf(['22', one], ['9', other])).toMatchObject({
      relation: 'not_comparable',
      reason: 'the day that one describes is not known',
    });
  });

  test.each([
    ['the part is counted later', LATER, DAY, 'not_comparable'],
    ['the part is counted a day later', NEXT, DAY, 'exceeds'],
    ['the whole is counted later', DAY, LATER, 'exceeds'],
    ['the part is counted later in the month', '2031-05-14 month', DAY, 'not_comparable'],
    [
      'the part is of a month that ends with the whole',
      '2031-05-14 month',
      '2031-05-31',
      'exceeds',
    ],
    ['the whole is of a month', DAY, '2031-05-14 month', 'not_comparable'],
  ])('whose running totals have grown: 22 of 9 where %s', async (_where, one, other, relation) => {
    expect((await partOf(['22', one], ['9', other])).relation).toBe(relation);
  });

  test('of a body and its own part have grown a day later', async () => {
    const told: Rest = { claimants: ['bureau', 'council'], parts: { bureau: 'council' } };
    expect((await partOf(['22', NEXT], ['9', DAY], told)).relation).toBe('not_comparable');
    expect((await partOf(['22', DAY], ['9', DAY], told)).relation).toBe('exceeds');
  });

  test('of a stock are held against each other on one day only', async () => {
    const temporality = 'stock' as const;
    const relation = async (part: Said, whole: Said) =>
      (await partOf(part, whole, { temporality })).relation;
    expect(await relation(['22', DAY], ['9', DAY])).toBe('exceeds');
    expect(await relation(['22', LATER], ['9', DAY])).toBe('not_comparable');
    expect(await relation(['22', DAY], ['9', LATER])).toBe('not_comparable');
    expect(await relation(['9', DAY], ['22', LATER])).toBe('not_comparable');
    expect(await relation(['22', '2031-05-14 week'], ['9', DAY])).toBe('not_comparable');
  });

  test('are taken at the latest claim of each claimant', async () => {
    const { parts } = await compared({
      series: { dead: null, children: 'dead' },
      articles: {
        gazette: printing(
          claim('old', 'council', '40', DAY, 'children'),
          claim('new', 'council', '4', LATER, 'children'),
          claim('whole', 'council', '9', LATER),
        ),
      },
    });
    expect(parts).toMatchObject([{ part: { figure: 'new' }, relation: 'fits' }]);
  });
});

describe('hedges', () => {
  const hedgesOf = async (dead: string[], children: string[] = []) => {
    const claims = [
      ...dead.map((one, index) => claim(`d${index}`, `body-${index}`, one, DAY)),
      ...children.map((one, index) => claim(`c${index}`, `body-${index}`, one, DAY, 'children')),
    ];
    const series = { dead: null, children: 'dead' };
    return (await compared({ series, articles: { gazette: printing(...claims) } })).hedges;
  };

  test('tell one number printed with and without a hedge', async () => {
    expect(await hedgesOf(['22', 'at least 22', '22', '9'])).toEqual([
      {
        value: 22,
        forms: [
          { comparator: 'exact', figures: ['d0', 'd2'] },
          { comparator: 'at_least', figures: ['d1'] },
        ],
        reason: 'where it is printed as exact, at_least is lost',
      },
    ]);
  });

  test('tell several hedges of one number, none of them lost', async () => {
    const [hedge] = await hedgesOf(['about 9', 'more than 9']);
    expect(hedge.reason).toBe('printed as approximately and more_than');
  });

  test('tell a number of the whole that a part prints with another hedge', async () => {
    expect(await hedgesOf(['22'], ['at least 22'])).toMatchObject([
      { value: 22, forms: [{ figures: ['d0'] }, { figures: ['c0'] }] },
    ]);
  });

  test.each([
    ['a number that is always printed alike', ['22', '22'], []],
    ['different numbers', ['22', 'at least 21'], []],
    ['words', ['dozens', 'hundreds'], []],
    ['a number and a range that begins with it', ['5', '5 to 6'], []],
    ['numbers that only the parts print', ['9'], ['5', 'at least 5']],
  ])('do not tell %s', async (_what, dead, children) => {
    expect(await hedgesOf(dead, children)).toEqual([]);
  });
});
