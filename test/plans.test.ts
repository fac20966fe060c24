// How lists are read: by indexes, in a few statements that are prepared once. Every filter, pair of
// filters and sort of every list is asked on a record with more of everything than is sorted at once.
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { readFacets, readTimeline } from '#db/facets.ts';
import type { Filter } from '#db/filters.ts';
import { datesOf, facetsOf, operatorsOf, sortsOf } from '#db/list.ts';
import type { Db } from '#db/open.ts';
import { type Given, parseQuery } from '#db/query.ts';
import { readCount, readPage } from '#db/read.ts';
import { executed } from './executed.ts';
import { manyRecords } from './many.ts';
import { filtersOf, served } from './served.ts';

let db: Db;

beforeAll(() => {
  db = manyRecords();
}, 60_000);

const plans = new Map<string, string[]>();
function planOf(source: string): string[] {
  const known = plans.get(source);
  if (known !== undefined) return known;
  const client = db.$client;
  const values = (source.replace(/'[^']*'/g, '').match(/\?/g) ?? []).map(() => '1');
  const plan = client
    .prepare<unknown[], { detail: string }>(`explain query plan ${source}`)
    .all(...values)
    .map(({ detail }) => detail);
  plans.set(source, plan);
  return plan;
}

/** A bare parameter would have SQLite prepare the statement again on every call. */
const expectBound = (source: string): void =>
  expect(source.replace(/'[^']*'/g, "''")).not.toMatch(/(?<!\+)\?/);

/** Tables are never read from end to end, and only bounded sets of records are sorted. */
function expectCheap(source: string): void {
  expectBound(source);
  const plan = planOf(source); // the rows of changes stand in the order of the log
  const told = `${source}\n${plan.join('\n')}`;
  for (const step of plan) {
    expect(step, told).not.toMatch(
      /^SCAN (?!.* USING |.* VIRTUAL TABLE|CONSTANT ROW)(?!hits|wholes|parts|lies|changes$|\(subquery)/,
    );
    // Sorted are: what a bounded count has found to be few, or a limit has cut; the rows of one value
    // of what an index is ordered by; the parts of one record; the names of one spelling.
    const bounded = /order by \+|limit \d+\)\s+order by|from \(select .* as hits|from names/s.test(
      source,
    );
    if (!bounded) expect(step, told).not.toBe('USE TEMP B-TREE FOR ORDER BY');
  }
}

describe.each(served)('a page of $name', ({ list }) => {
  const filters = filtersOf(list);
  const read = (given: Given) => () => readPage(db, list, parseQuery(db, list, given));
  const sorts = sortsOf(list).filter((name) => name !== 'relevance');

  test.each(sorts.flatMap((name) => [name, `-${name}`]))('by %s is read along an index', (sort) => {
    for (const source of executed(db, read({ sort }))) expectCheap(source);
    const { next } = read({ sort })();
    const cursor = next ?? undefined;
    for (const source of executed(db, read({ sort, cursor }))) expectCheap(source);
  });

  test.each(filters)('with $filter scans no table, whatever the sort', ({ filter, example }) => {
    for (const sort of sorts.flatMap((name) => [name, `-${name}`])) {
      for (const source of executed(db, read({ [filter]: example, sort }))) expectCheap(source);
    }
  });

  test.each(filters)('with all but $filter, or a range of it, scans no table', (one) => {
    for (const operator of operatorsOf(list.filters[one.filter] as Filter)) {
      for (const sort of sorts.flatMap((name) => [name, `-${name}`])) {
        const given = { [`${one.filter}__${operator}`]: one.example, sort };
        for (const source of executed(db, read(given))) expectCheap(source);
      }
    }
  });

  test.each(filters)('with $filter and any other scans no table', ({ filter, example }) => {
    for (const other of filters) {
      const given = { [filter]: example, [other.filter]: other.example };
      for (const source of executed(db, read(given))) expectCheap(source);
    }
  });

  test('takes as many statements for a hundred records as for one', () => {
    const one = executed(db, read({ limit: '1' })).length;
    expect(executed(db, read({ limit: '100' })).length).toBe(one);
  });

  test('prepares nothing when it is asked again', () => {
    const given = Object.fromEntries(filters.slice(0, 2).map((one) => [one.filter, one.example]));
    read(given)();
    const prepare = vi.spyOn(db.$client, 'prepare');
    read(given)();
    expect(prepare).not.toHaveBeenCalled();
    prepare.mockRestore();
  });

  test('is counted by indexes, too', () => {
    for (const { filter, example } of filters) {
      const query = parseQuery(db, list, { [filter]: example, count: 'estimate' });
      for (const source of executed(db, () => readCount(db, list, query))) {
        expectBound(source);
      }
    }
  });

  test('is counted exactly by one statement, the only one without a bound', () => {
    for (const { filter, example } of filters) {
      const query = parseQuery(db, list, { [filter]: example, count: 'exact' });
      const reads = executed(db, () => readCount(db, list, query));
      const all = reads.filter((source) => source.startsWith('select count(*)'));
      const others = reads.filter((source) => !all.includes(source));
      for (const source of all) expect(source).toMatch(/ limit -1\)$/);
      for (const source of others) expect(source).toMatch(/ limit 1 offset |max\(rowid\)/);
      const [{ bound } = {}] = query.conditions;
      const isNumber = bound !== undefined && bound.column === list.numbered;
      expect(all.length, filter).toBe(isNumber ? 0 : 1);
    }
  });

  test('counts along facets and dates over a bounded number of records', () => {
    const dates = datesOf(list);
    const given = [{}, ...filters.map(({ filter, example }) => ({ [filter]: example }))];
    for (const condition of given) {
      const query = parseQuery(db, list, { ...condition, facet: `${facetsOf(list)}` });
      const reads = executed(db, () => {
        readFacets(db, list, query);
        for (const date of dates) readTimeline(db, list, query, { date, interval: 'day' });
      });
      const counting = reads.filter((one) => one.includes('json_group_array'));
      expect(counting.length).toBeGreaterThan(0);
      for (const source of reads) expectCheap(source);
    }
  });
});

test.each([
  { of: 'figures', filter: 'series', sort: 'value', index: 'figures_by_series_and_value' },
  { of: 'figures', filter: 'claimant', sort: 'value', index: 'figures_by_claimant_and_value' },
  {
    of: 'articles',
    filter: 'language',
    sort: 'headline',
    index: 'articles_by_language_and_headline',
  },
])('$of of one $filter are met in the order of $sort', ({ of, filter, sort, index }) => {
  const list = served.find(({ name }) => name === of)?.list;
  if (list === undefined) throw new Error(`${of} are served`);
  const example = list.filters[filter]?.example;
  for (const order of [sort, `-${sort}`]) {
    const query = parseQuery(db, list, { [filter]: example, sort: order });
    const steps = executed(db, () => readPage(db, list, query)).flatMap(planOf);
    const found = steps.filter((step) => step.includes(index));
    expect(found).toHaveLength(1);
    expect(found[0]?.includes('_down')).toBe(order !== sort);
  }
});

test('what is tried along an order is met in that order, and no further than is needed', () => {
  const list = served.find(({ name }) => name === 'quotes')?.list;
  if (list === undefined) throw new Error('quotes are served');
  const query = parseQuery(db, list, { type: 'direct', sort: '-position', limit: '1' });
  const tried = executed(db, () => readPage(db, list, query)).filter((source) =>
    /order by .* limit \+\?\) as hits cross join .* limit \+\?$/s.test(source),
  );
  expect(tried).toHaveLength(1);
  const plan = tried.flatMap(planOf);
  expect(plan[0]).toBe('CO-ROUTINE hits');
  for (const step of plan) expect(step).not.toMatch(/TEMP B-TREE|MATERIALIZE/);
});

test('records that have neither of two dates are found by their articles, not by each other', () => {
  const list = served.find(({ name }) => name === 'quotes')?.list;
  if (list === undefined) throw new Error('quotes are served');
  for (const [sort, side] of [
    ['-published_on,-said_on', 'after'],
    ['published_on,said_on', 'before'],
  ] as const) {
    const query = parseQuery(db, list, { sort });
    const cursor = { side, values: [null, null, 'm'] };
    const reads = executed(db, () => readPage(db, list, { ...query, cursor }));
    const ties = reads.filter((source) => source.includes('"published_on" is null and'));
    expect(ties.length).toBeGreaterThan(0);
    for (const source of ties) {
      expect(planOf(source).join('\n')).toContain('quotes USING INDEX quotes_by_article');
    }
  }
});

test('a cursor leads to no record that a filter on its first date leaves out', () => {
  for (const { list } of served.filter(({ name }) => ['quotes', 'figures'].includes(name))) {
    const [date = ''] = datesOf(list).filter((one) => list.defaultSort.includes(one));
    const [word = ''] = Object.keys(list.filters).filter((name) => name === 'anchor');
    const day = `${list.filters[date]?.example}`;
    for (const [operator, outside] of [
      ['gt', '1999-01-01'],
      ['lt', '2099-01-01'],
    ]) {
      const given = { [`${date}__${operator}`]: day, [word]: 'unverified', sort: `-${date},id` };
      const query = parseQuery(db, list, given);
      for (const side of ['after', 'before'] as const) {
        const cursor = { side, values: [outside ?? '', 'a'] };
        const { records } = readPage(db, list, { ...query, cursor });
        for (const record of records) {
          const shown = (JSON.parse(record) as Record<string, string>)[date] ?? '';
          expect(operator === 'gt' ? shown > day : shown < day, shown).toBe(true);
        }
      }
    }
  }
});

test('changes of any classes, from any day, are met in the order of the log by one index', () => {
  const list = served.find(({ name }) => name === 'changes')?.list;
  if (list === undefined) throw new Error('changes are served');
  for (const given of [
    { action__not: 'insert' },
    { kind: 'quotes,figures', action: 'correct,retract' },
    { origin: 'load', recorded_at__gte: '2020-01-01' },
    { filter: 'kind==quotes,action==merge', since: '3' },
    { kind__not: 'quotes', recorded_at__not: '2020-01-01' },
  ]) {
    for (const sort of ['sequence', '-sequence']) {
      const query = parseQuery(db, list, { ...given, sort, count: 'estimate', facet: 'kind' });
      const reads = executed(db, () => {
        readPage(db, list, query);
        readCount(db, list, query);
        readFacets(db, list, query);
      });
      const ofLog = reads.filter((source) => /"kind" = /.test(source));
      expect(ofLog.length).toBeGreaterThan(2);
      for (const source of ofLog) {
        const [step = ''] = planOf(source).filter((one) => one.includes(' changes '));
        expect(step).toMatch(
          /USING (COVERING )?INDEX changes_by_class \(kind=\? AND action=\? AND origin=\?/,
        );
        expect(planOf(source).join()).not.toContain('TEMP B-TREE');
      }
      for (const source of reads) expect(planOf(source).join()).not.toMatch(/SCAN changes/);
    }
  }
});

test('of very many changes of several classes the first of the log are counted', () => {
  const list = served.find(({ name }) => name === 'changes')?.list;
  if (list === undefined) throw new Error('changes are served');
  using log = {
    db: manyRecords(
      `with recursive n(i) as (select 1 union all select i + 1 from n where i < 4000)
    insert into changes (recorded_at, action, origin, kind, record_id, reason)
      select '9999-01-01', iif(i % 2, 'retract', 'merge'), 'correction', iif(i % 3, 'quotes', 'figures'), 'x', 'x' from n`,
      1,
    ),
    [Symbol.dispose]() {
      this.db.$client.close();
    },
  };
  const query = parseQuery(log.db, list, { origin: 'correction', facet: 'action,kind' });
  const { facets, facets_are } = readFacets(log.db, list, query);
  expect(facets_are).toBe('at_least');
  expect(facets.action?.map(({ count }) => count)).toEqual([500, 500]);
  expect(facets.kind?.map(({ value, count }) => [value, count])).toEqual([
    ['quotes', 667],
    ['figures', 333],
  ]);
});

test('what is denied twice is found as what is asked for', () => {
  const list = served.find(({ name }) => name === 'quotes')?.list;
  if (list === undefined) throw new Error('quotes are served');
  const example = list.filters.speaker?.example;
  const read = (given: Given) =>
    executed(db, () => readPage(db, list, parseQuery(db, list, given)));
  expect(read({ filter__not: `speaker!=${example}` })).toEqual(read({ speaker: example }));
});

test.each(['quotes', 'utterances'])(
  'rare words in an or, or a not, are looked for once among %s',
  (name) => {
    const list = served.find((one) => one.name === name)?.list;
    if (list === undefined) throw new Error(`${name} are served`);
    const filter = "q=='no such words',said_on=gt=2099-01-01";
    for (const given of [{ filter }, { filter__not: filter }, { filter, count: 'estimate' }]) {
      const query = parseQuery(db, list, given);
      const reads = executed(db, () => [readPage(db, list, query), readCount(db, list, query)]);
      const matching = reads.filter((source) => source.includes(' match '));
      expect(matching.length).toBeGreaterThan(0);
      for (const source of matching) expect(source).not.toMatch(/match \+\? and rowid = "/);
    }
  },
);

describe('a search for beginnings', () => {
  const searched = served.flatMap(({ name, list }) =>
    filtersOf(list, ({ search }) => search !== undefined).map((one) => ({ name, list, ...one })),
  );

  test.each(searched)('with $name?$filter is made once for all records', (one) => {
    const { list, filter } = one;
    const query = parseQuery(db, list, { [filter]: 't*', limit: '100' });
    const reads = executed(db, () => readPage(db, list, query, { highlight: true }));
    const hasIndex = list.filters[filter]?.search?.index !== undefined; // which has beginnings, too
    const matching = reads.filter((source) => source.includes(' match '));
    expect(matching.length).toBeGreaterThan(0);
    for (const source of matching) {
      if (!hasIndex) expect(source).not.toMatch(/match \+\? and rowid = "/);
      expect(source).not.toMatch(/rowid = part\./);
    }
  });

  test.each(searched)('with $name?$filter is made once, too, where others would do', (one) => {
    const { list, filter } = one;
    for (const expression of [`${filter}=='t*',id==none`, `${filter}=='tria*',id==none`]) {
      for (const given of [{ filter: expression }, { filter__not: expression }]) {
        const query = parseQuery(db, list, {
          ...given,
          count: 'exact',
          facet: `${facetsOf(list)}`,
        });
        const reads = executed(db, () => {
          readPage(db, list, query);
          readCount(db, list, query);
          readFacets(db, list, query);
        });
        const matching = reads.filter((source) => source.includes(' match '));
        expect(matching.length).toBeGreaterThan(0);
        for (const source of matching) expect(source).not.toMatch(/match \+\? and rowid = "/);
      }
    }
  });

  test('marks the same words as a search for the words themselves', () => {
    const list = served.find(({ name }) => name === 'quotes')?.list;
    if (list === undefined) throw new Error('quotes are served');
    const marked = (q: string) =>
      readPage(db, list, parseQuery(db, list, { q, limit: '5', sort: 'id' }), { highlight: true });
    expect(marked('civilians').records[0]).toContain('<mark>civilians</mark>');
    expect(marked('civilians*').records).toEqual(marked('civilians').records);
  });
});
