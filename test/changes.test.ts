// What a client sees of corrections: 410, 308, histories, the feed of changes, merged ids in filters.
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { CHANGE_ACTIONS, CHANGE_ORIGINS, RECORD_KINDS } from '#db/vocabulary.ts';
import { onRecord, PROBLEM } from './app.ts';
import { correct, merge, retract, set } from './correcting.ts';
import { load, minimal } from './minimal.ts';
import { onSample } from './sample.ts';
import { idsOf, type Row, served, walk } from './served.ts';

const TODAY = () => new Date().toISOString().slice(0, 10);

/** The invented record with corrections of every action. */
async function corrected() {
  const world = await onSample();
  correct(world.db, [
    set('entities', 'boris-petrov', { country: 'XD' }),
    merge('entities', 'boris-petrov', 'petar-petrov'),
    merge('entities', 'dolna-residents', 'lipovo-council'),
    retract('entities', 'elsewhere'),
    retract('figures', 'water-1'),
    retract('quotes', 'thanks'),
    merge('series', 'people', 'houses-dolna'),
  ]);
  return world;
}

describe('a record that is gone', () => {
  test('and retracted answers 410 with the reason, the day, and where its history is', async () => {
    await using world = await corrected();
    const { status, headers, body } = await world.get('/v1/figures/water-1');
    expect(status).toBe(410);
    expect(headers['content-type']).toMatch(PROBLEM);
    expect(headers.link).toBe('</v1/figures/water-1/history>; rel="version-history"');
    expect(body).toEqual({
      type: 'urn:on-record:problem:retracted',
      title: 'Gone',
      status: 410,
      detail:
        `The record "water-1" of figures was retracted on ${TODAY()}: the desk looked again. ` +
        'Its history is at /v1/figures/water-1/history.',
    });
  });

  test.each([
    ['/v1/people/boris-petrov', '/v1/people/petar-petrov'],
    [
      '/v1/people/boris-petrov?fields=id&format=csv',
      '/v1/people/petar-petrov?fields=id&format=csv',
    ],
    ['/v1/organizations/dolna-residents', '/v1/organizations/lipovo-council'],
    ['/v1/series/people?include=place', '/v1/series/houses-dolna?include=place'],
    [
      '/v1/series/people/comparison?as_of=2031-05-04',
      '/v1/series/houses-dolna/comparison?as_of=2031-05-04',
    ],
  ])('and merged answers %s with 308 to the survivor, its parameters kept', async (from, to) => {
    await using world = await corrected();
    const { status, headers, body } = await world.get(from);
    expect([status, headers.location]).toEqual([308, to]);
    expect(headers['content-type']).toMatch(PROBLEM);
    expect(body.type).toBe('urn:on-record:problem:merged');
    expect(body.detail).toMatch(/was merged into "[a-z-]+" on .*: the desk looked again\./);
    expect((await world.get(to)).status).toBe(200);
  });

  test('is unknown to the lists that it was not in', async () => {
    await using world = await corrected();
    for (const path of ['people/elsewhere', 'organizations/boris-petrov', 'quotes/water-1']) {
      expect((await world.get(`/v1/${path}`)).status, path).toBe(404);
      expect((await world.get(`/v1/${path}/history`)).status, path).toBe(404);
    }
  });

  test('and merged into one that was retracted later answers 410', async () => {
    await using world = await onSample();
    correct(world.db, [merge('figures', 'houses-10', 'houses-15')]);
    correct(world.db, [retract('figures', 'houses-15')]);
    expect((await world.get('/v1/figures/houses-10')).status).toBe(410);
  });

  test('is not answered from a cache', async () => {
    await using world = await onSample();
    const url = '/v1/figures/water-1';
    const { etag } = (await world.get(url)).headers;
    const list = (await world.get('/v1/figures')).headers.etag;
    correct(world.db, [retract('figures', 'water-1')]);
    const headers = { 'if-none-match': `${etag}` };
    const answer = await world.app.inject({ url, headers });
    expect([answer.statusCode, answer.headers.etag]).toEqual([410, undefined]);
    expect(answer.headers['cache-control']).toBe('no-store');
    expect((await world.get('/v1/figures')).headers.etag).not.toBe(list);
  });

  test('is the only one that a file of corrections in force leaves cached answers to', async () => {
    await using world = await corrected();
    const { etag } = (await world.get('/v1/figures')).headers;
    correct(world.db, [retract('figures', 'water-1')]);
    expect((await world.get('/v1/figures')).headers.etag).toBe(etag);
  });
});

describe('a filter', () => {
  test.each([
    ['/v1/quotes?relayed_by=boris-petrov', 'petar-petrov', 'Petar Petrov', 'rebuild-bg'],
    [
      '/v1/figures?claimant=dolna-residents&sort=id',
      'lipovo-council',
      'Lipovo Council',
      'houses-15',
    ],
    ['/v1/figures?series=people&sort=value', 'houses-dolna', 'houses-dolna', 'people-dozens'],
    ['/v1/series?id=people', 'houses-dolna', 'houses-dolna', 'houses-dolna'],
    [
      '/v1/figures?filter=series==people&sort=value',
      'houses-dolna',
      'houses-dolna',
      'people-dozens',
    ],
  ])('takes a merged id for the survivor, and says so: %s', async (url, id, name, found) => {
    await using world = await corrected();
    const { status, body } = await world.get(url);
    expect(status, JSON.stringify(body)).toBe(200);
    expect(body.data[0].id).toBe(found);
    const [resolved] = body.resolved;
    expect(resolved).toMatchObject({ id, name, matched: resolved.value });
  });

  test.each([
    '/v1/quotes?mentions=elsewhere',
    '/v1/series?place=elsewhere',
    '/v1/figures?quote=thanks',
    '/v1/figures?id=water-1,houses-10',
    '/v1/figures?id__not=water-1',
    '/v1/quotes?filter=utterance==thanks',
  ])('refuses a retracted id with the reason: %s', async (url) => {
    await using world = await corrected();
    const [error, ...more] = await world.refused(url);
    expect(more).toEqual([]);
    expect(error.reason).toContain(`was retracted on ${TODAY()}: the desk looked again`);
  });

  test('prefers a spelling that is on record to an id that was retracted', async () => {
    await using world = await corrected();
    correct(world.db, [
      set('entities', 'petar-petrov', {
        names: [
          { name: 'Petar Petrov', script: 'Latn', kind: 'name' },
          { name: 'Lipovo Firefighter', script: 'Latn', kind: 'alias' },
        ],
      }),
      set('quotes', 'pumps', { speaker: null }),
      set('figures', 'pumps-3', { claimant: null }),
      retract('entities', 'lipovo-firefighter'),
    ]);
    const { body } = await world.get('/v1/quotes?speaker=lipovo-firefighter');
    expect(body.resolved).toMatchObject([{ id: 'petar-petrov', matched: 'Lipovo Firefighter' }]);
  });
});

const recorded = served.filter(({ name }) => name !== 'changes');

describe.each(recorded)('GET /v1/$name/{id}/history', ({ name, list }) => {
  test('begins with the insertion of each record', async () => {
    await using world = await onRecord();
    for (const { id } of await walk(world, `/v1/${name}?fields=id`)) {
      const { status, body } = await world.get(`/v1/${name}/${id}/history`);
      expect(status, id).toBe(200);
      expect(body.data).toMatchObject([
        { action: 'insert', record: id, before: null, changed: [] },
      ]);
    }
  });

  test('is a 404 problem for an unknown id, and takes no parameter', async () => {
    await using world = await onRecord();
    expect((await world.get(`/v1/${name}/nothing-at-all/history`)).status).toBe(404);
    const [error] = await world.refused(`/v1/${name}/${list.filters.id?.example}/history?limit=1`);
    expect(error.parameter).toBe('limit');
  });
});

test('a history tells every change in order, with the fields that corrections changed', async () => {
  await using world = await corrected();
  const { data } = (await world.get('/v1/people/boris-petrov/history')).body;
  const day = expect.stringMatching(new RegExp(`^${TODAY()}T.*Z$`));
  expect(data).toMatchObject([
    {
      action: 'insert',
      origin: 'load',
      before: null,
      after: { id: 'boris-petrov', country: 'XC' },
    },
    {
      action: 'correct',
      origin: 'correction',
      recorded_at: day,
      reason: 'the desk looked again',
      changed: [{ path: 'country', before: 'XC', after: 'XD' }],
    },
    {
      action: 'merge',
      before: { country: 'XD' },
      after: { merged_into: 'petar-petrov' },
      changed: [],
    },
  ]);
  const sequences = data.map(({ sequence }: { sequence: number }) => sequence);
  expect(sequences).toEqual(sequences.toSorted((a: number, b: number) => a - b));
  const survivor = (await world.get('/v1/people/petar-petrov/history')).body.data;
  expect(survivor.at(-1).changed).toEqual([
    { path: 'names', before: survivor[0].after.names, after: survivor[1].after.names },
  ]);
  const quote = (await world.get('/v1/quotes/rebuild-bg/history')).body.data;
  expect(quote.at(-1).changed).toEqual([
    { path: 'attribution[0].agent', before: 'boris-petrov', after: 'petar-petrov' },
  ]);
  const [, retracted] = (await world.get('/v1/places/elsewhere/history')).body.data;
  expect(retracted).toMatchObject({ action: 'retract', before: { id: 'elsewhere' }, after: null });
});

/** The invented record, its corrections and another load, recorded on days that lie apart. */
async function overDays() {
  const at = (day: string) => vi.useFakeTimers({ toFake: ['Date'], now: new Date(day) });
  onTestFinished(() => void vi.useRealTimers());
  const world = await onSample();
  at('2931-01-05');
  correct(world.db, [
    set('entities', 'boris-petrov', { country: 'XD' }),
    merge('entities', 'boris-petrov', 'petar-petrov'),
    merge('series', 'people', 'houses-dolna'),
  ]);
  at('2931-01-04'); // the clock is put back
  correct(world.db, [retract('figures', 'water-1')]);
  at('2931-02-01T23:59:59.999Z');
  load(world.db, { 'more.json': minimal().file });
  correct(world.db, [
    retract('quotes', 'thanks'),
    set('entities', 'petar-petrov', { country: 'XC' }),
  ]);
  return world;
}

describe('the log of changes', () => {
  test('goes on in time, also where a clock was put back', async () => {
    await using world = await overDays();
    const days = (await walk(world, '/v1/changes')).map((one) => `${one.recorded_at}`.slice(0, 10));
    expect(days).toEqual(days.toSorted());
    vi.useRealTimers();
    expect([...new Set(days)]).toEqual([TODAY(), '2931-01-05', '2931-02-01']);
  });

  test('tells of any classes and days what reading all of it tells', async () => {
    await using world = await overDays();
    const all = await walk(world, '/v1/changes');
    const has =
      (name: string, ...words: string[]) =>
      (one: Row) =>
        words.includes(`${one[name]}`);
    const since = (day: string) => (one: Row) => `${one.recorded_at}` >= day;
    const not = (is: (one: Row) => boolean) => (one: Row) => !is(one);
    const questions: (readonly [question: string, is: (one: Row) => boolean])[] = [
      ...RECORD_KINDS.map((one) => [`kind=${one}`, has('kind', one)] as const),
      ...CHANGE_ACTIONS.map((one) => [`action=${one}`, has('action', one)] as const),
      ...CHANGE_ORIGINS.map((one) => [`origin=${one}`, has('origin', one)] as const),
      ['kind=quotes,figures', has('kind', 'quotes', 'figures')],
      ['kind__not=entities', not(has('kind', 'entities'))],
      ['action__not=insert,retract', has('action', 'correct', 'merge')],
      ['origin__not=load', not(has('origin', 'load'))],
      ['recorded_at=2931-01-05', (one) => `${one.recorded_at}`.startsWith('2931-01-05')],
      ['recorded_at=2931-01-04', () => false],
      ['recorded_at__not=2931-01-05', (one) => !`${one.recorded_at}`.startsWith('2931-01-05')],
      ...['gt', 'gte'].map(
        (sign) => [`recorded_at__${sign}=2931-01-05`, since('2931-01-05')] as const,
      ),
      ...['lt', 'lte'].map(
        (sign) => [`recorded_at__${sign}=2931-02-01`, not(since('2931-02-01'))] as const,
      ),
      ['recorded_at__gte=2931-01-03', since('2931-01-03')],
      ['recorded_at__lt=2930-12-31', not(since('2930-12-31'))],
      ['recorded_at__gt=2931-02-02', () => false],
      ['since=7', (one) => Number(one.sequence) > 7],
      [
        'filter=kind==quotes,action==merge',
        (one) => has('kind', 'quotes')(one) || has('action', 'merge')(one),
      ],
      [
        'filter__not=kind==quotes;action==insert',
        (one) => !(has('kind', 'quotes')(one) && has('action', 'insert')(one)),
      ],
      [
        'filter=recorded_at==2931-02-01,since==10',
        (one) => since('2931-02-01')(one) || Number(one.sequence) > 10,
      ],
      [
        'filter=kind==series,record==petar-petrov',
        (one) => has('kind', 'series')(one) || has('record', 'petar-petrov')(one),
      ],
    ];
    const pairs = questions.flatMap(([one, is], index) =>
      questions
        .slice(index + 1)
        .filter(([other]) => one.split('=')[0] !== other.split('=')[0])
        .map(([other, also]) => [`${one}&${other}`, (row: Row) => is(row) && also(row)] as const),
    );
    for (const [question, is] of [...questions, ...pairs]) {
      const found = idsOf(all.filter(is));
      const path = `/v1/changes?${question}`;
      const { body } = await world.get(`${path}&limit=3&count=exact&facet=action`);
      expect(idsOf(body.data), question).toEqual(found.slice(0, 3));
      expect(body.page.count, question).toBe(found.length);
      const facets = body.facets.action as { count: number }[];
      expect(
        facets.reduce((sum, { count }) => sum + count, 0),
        question,
      ).toBe(found.length);
      expect(await world.ids(`${path}&sort=-sequence&limit=2`), question).toEqual(
        found.slice(-2).toReversed(),
      );
      if (body.page.next === null) continue;
      const second = (await world.get(`${path}&limit=3&cursor=${body.page.next}`)).body;
      expect(idsOf(second.data), question).toEqual(found.slice(3, 6));
      const back = await world.ids(`${path}&limit=3&cursor=${second.page.prev}`);
      expect(back, question).toEqual(found.slice(0, 3));
    }
  });
});

describe('GET /v1/changes', () => {
  test('goes on after a sequence, retractions and merges included, what refers before what it refers to', async () => {
    await using world = await onSample();
    const known = (await walk(world, '/v1/changes')).length;
    expect(await world.ids(`/v1/changes?since=${known}`)).toEqual([]);
    correct(world.db, [
      merge('entities', 'lipovo-firefighter', 'petar-petrov'),
      retract('figures', 'water-1'),
    ]);
    const news = await walk(world, `/v1/changes?since=${known}`, 2);
    expect(news.map(({ sequence }) => sequence)).toEqual(news.map((_, index) => known + 1 + index));
    expect(news.map(({ action, kind, record }) => `${action} ${kind} ${record}`)).toEqual([
      'correct entities petar-petrov',
      'correct quotes pumps',
      'correct figures pumps-3',
      'retract figures water-1',
      'merge entities lipovo-firefighter',
    ]);
  });

  test('counts those after any number as the numbers tell, without gaps', async () => {
    await using world = await onSample();
    correct(world.db, [retract('figures', 'water-1')]);
    const all = await walk(world, '/v1/changes');
    expect(all.map(({ sequence }) => sequence)).toEqual(all.map((_, index) => 1 + index));
    for (const since of [-2, -0.5, 0, 0.5, 1, 2, all.length - 1, all.length, all.length + 7]) {
      for (const count of ['exact', 'estimate']) {
        const { body } = await world.get(`/v1/changes?since=${since}&count=${count}&limit=1`);
        const after = all.filter(({ sequence }) => Number(sequence) > since).length;
        expect(body.page, `${since}`).toMatchObject({ count: after, count_is: 'exact' });
      }
    }
  });

  test.each([
    ['record=water-1', 2],
    ['record=people&kind=series', 2],
    ['action=retract', 4],
    ['action=merge', 3],
    ['origin=settlement&action=retract', 1],
    ['origin=correction', 14],
    [`recorded_at=${TODAY()}&action=retract`, 4],
    [`recorded_at__gte=${TODAY()}&action=merge`, 3],
    [`recorded_at__lt=${TODAY()}`, 0],
    ['recorded_at=2026-01-02', 0],
  ])('finds by %s', async (question, count) => {
    await using world = await corrected();
    expect((await world.get(`/v1/changes?${question}&count=exact`)).body.page.count).toBe(count);
  });

  test.each([
    'since=a',
    'since=-',
    'kind=people',
    'action=delete',
    'origin=hand',
    'include=record',
  ])('refuses %s', async (question) => {
    await using world = await onSample();
    const [error, ...more] = await world.refused(`/v1/changes?${question}`);
    expect(error.parameter).toBe(question.split('=')[0]);
    expect(more).toEqual([]);
  });

  test('names the history of each record, whatever became of it', async () => {
    await using world = await corrected();
    for (const { links } of await walk(world, '/v1/changes')) {
      const { history } = links as { history: string };
      expect((await world.get(history)).status, history).toBe(200);
    }
  });
});
