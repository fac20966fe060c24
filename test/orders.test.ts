// Orders of very many records: however they are found, page by page they are what sorting all of them
// would give, forwards and backwards.
import { beforeAll, describe, expect, test } from 'vitest';
import { articleList } from '#articles/queries.ts';
import { orderTerm } from '#db/cursor.ts';
import { keyOf, type List, sortsOf } from '#db/list.ts';
import type { Db } from '#db/open.ts';
import { type Given, parseQuery } from '#db/query.ts';
import { findPage, type Page } from '#db/read.ts';
import { readRows, textOf } from '#db/statements.ts';
import { figureList } from '#figures/queries.ts';
import { quoteList } from '#quotes/queries.ts';
import { utteranceList } from '#utterances/queries.ts';
import { manyRecords } from './many.ts';

const PAGES = 12; // of a hundred, from either end

/** Dates of many years and none, values of every size and none, ids that begin with others. */
const SPREAD = `
  update quotes set slug = 'q' || id where id % 8 = 1;
  update utterances set slug = 'u' || id where id % 8 = 1;
  update figures set slug = 'a' || id where id % 8 = 1;
  update articles set published_on = null, published_on_accuracy = null where id % 5 = 0;
  update articles set published_on = date('1999-12-28', (id * 1337 % 4000) || ' days')
    where published_on is not null;
  update articles set headline = null where id % 7 = 0;
  update quotes set said_on = null, said_on_accuracy = null where id % 6 = 0;
  update quotes set position = 3 where id % 5 > 0; -- more than are sorted at once
  update quotes set said_on = date('2000-02-25', (id * 91 % 5000) || ' days')
    where id % 6 > 2 and said_on is not null;
  update quotes set article_id = 1 + id % (select max(id) from articles) where id % 4 = 0;
  update figures set value = value * 10.0 * (id % 9) - 5 where comparator not in ('vague', 'between');
  update figures set as_of = null, as_of_accuracy = null where id % 4 = 0;
`;

let db: Db;
beforeAll(() => {
  db = manyRecords(SPREAD, 150);
}, 120_000);

const asked: [List<unknown>, Given[]][] = [
  [
    quoteList,
    [
      { q: 'the' },
      { type: 'direct', q: 'the -a' },
      { type__not: 'direct', hops: '0' },
      { published_on__gte: '2001-05-17' },
      { published_on__lt: '2006-03-01', anchor: 'unverified' },
      { said_on__gt: '2003-04-05' },
      { said_on__lte: '2011-01-31', published_on__gt: '2002-02-28' },
      { filter: "said_on=='2022-03-03',hops=gt=0" },
    ],
  ],
  [
    figureList,
    [
      {},
      { comparator: 'exact' },
      { comparator__not: 'exact' },
      { as_of__lt: '2022-03-03' },
      { value: '-5' },
      { value: '-5', comparator__not: 'exact' },
    ],
  ],
  [articleList, [{}, { q: 'the' }, { language: 'en' }]],
  [utteranceList, [{ q: 'the' }, { q: 'the to' }, { q: 'to -the' }, { wordings__gt: '1', q: 'a' }]],
];

/** The keys of all records that meet the conditions, tested one by one and sorted. */
function sortedKeys(list: List<unknown>, given: Given): number[] {
  const { conditions, sort } = parseQuery(db, list, given);
  const tests = conditions.map(({ test }) => test);
  return readRows<[number]>(
    db,
    `select ${keyOf(list)} from ${textOf(list.from)} where ${['true', ...tests].join(' and ')}
      order by ${sort.map(orderTerm)}`,
    conditions.flatMap(({ values }) => values),
  ).flat();
}

/** The keys of some pages, one after another by their cursors. */
function walked(list: List<unknown>, given: Given, side: 'next' | 'prev', start?: string) {
  const keys: number[] = [];
  let cursor = start;
  for (let page = 0; page < PAGES; page += 1) {
    const asked = { ...given, limit: '100', ...(cursor !== undefined && { cursor }) };
    const found: Page = findPage(db, list, parseQuery(db, list, asked));
    keys.push(...(side === 'next' ? found.keys : found.keys.toReversed()));
    if (found[side] === null) break;
    cursor = found[side];
  }
  return { keys, cursor };
}

describe.each(asked.map(([list, questions]) => ({ name: list.name, list, questions })))(
  'very many $name',
  ({ list, questions }) => {
    const sorts = sortsOf(list).filter((name) => name !== 'relevance');
    const all = questions.flatMap((given) =>
      sorts.flatMap((name) => [name, `-${name}`].map((sort) => ({ given, sort }))),
    );

    test.each(all)('$given by $sort, forwards and backwards', ({ given, sort }) => {
      const question = { ...given, sort };
      const expected = sortedKeys(list, question);
      expect(expected.length).toBeGreaterThan(0);
      const { keys, cursor } = walked(list, question, 'next');
      expect(keys).toEqual(expected.slice(0, keys.length));
      expect(keys.length).toBe(Math.min(expected.length, 100 * PAGES));
      const back = walked(list, question, 'prev', cursor);
      const place = expected.indexOf(back.keys[0] ?? 0) + 1;
      expect(back.keys.length).toBeGreaterThanOrEqual(Math.min(place, 100 * (PAGES - 1) + 1));
      expect(back.keys).toEqual(expected.slice(0, place).toReversed().slice(0, back.keys.length));
    });
  },
);
