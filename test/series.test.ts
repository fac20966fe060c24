// What the filters of series mean.
import { expect, test } from 'vitest';
import { readRows } from '#db/statements.ts';
import { correct, retract, set } from './correcting.ts';
import { fresh, load, minimal } from './minimal.ts';
import { onSample } from './sample.ts';

test.each([
  ['a measure', 'measure=flooded', ['houses-dolna', 'houses-lipovo']],
  ['a population', 'population=people', ['people']],
  [
    'all but a population, also where there is none',
    'population__not=houses,people',
    ['pumps', 'water'],
  ],
  ['a unit', 'unit=pump', ['pumps']],
  ['a temporality', 'temporality=stock', ['pumps', 'water']],
  ['a side', 'party=lipovo-residents', ['houses-lipovo', 'people']],
  [
    'a side and the bodies that are part of it',
    'party=dolna-residents',
    ['houses-dolna', 'houses-lipovo', 'people'],
  ],
  ['a place', 'place=stari-most', ['water']],
  ['a place and what lies within it', 'place=lipovo', ['houses-lipovo', 'pumps', 'water']],
  ['the whole that it is part of', 'parent=houses-dolna', ['houses-lipovo']],
  [
    'who asserts a figure of it',
    'claimant=lipovo-council',
    ['houses-dolna', 'houses-lipovo', 'people'],
  ],
  [
    'two who both assert figures of it',
    'claimant=lipovo-council&claimant=lipovo-fire-service',
    ['houses-dolna', 'houses-lipovo'],
  ],
  ['the day from which it counts', 'counting_since__lt=2031-05-02', ['people']],
  [
    'all but a day, also where there is none',
    'counting_since__not=2031-05-02',
    ['people', 'pumps', 'water'],
  ],
  ['how many figures it has', 'figures=3', ['houses-dolna', 'houses-lipovo']],
  ['few figures', 'figures__lte=1', ['pumps', 'water']],
])('GET /v1/series finds by %s: %s', async (_what, question, expected) => {
  await using world = await onSample();
  expect(await world.ids(`/v1/series?sort=id&${encodeURI(question)}`)).toEqual(expected);
});

test('GET /v1/series/{id} shows what is counted, of what it is a part, and how many claims it has', async () => {
  await using world = await onSample();
  expect((await world.get('/v1/series/houses-lipovo')).body.data).toMatchObject({
    measure: 'flooded',
    population: 'houses',
    party: { id: 'lipovo-residents', kind: 'group' },
    place: { id: 'lipovo', kind: 'place' },
    temporality: 'cumulative',
    counting_since: '2031-05-02',
    parent: { id: 'houses-dolna', title: 'houses dolna' },
    figures: 3,
  });
});

test('each series has as many figures as GET /v1/figures finds for it', async () => {
  await using world = await onSample();
  for (const { id, figures } of (await world.get('/v1/series')).body.data) {
    expect(await world.ids(`/v1/figures?series=${id}`)).toHaveLength(figures);
  }
});

test('how many figures a series has follows every load and correction', async () => {
  using db = fresh();
  const told = () =>
    readRows<[string, number]>(db, 'select slug, figures from series order by slug');
  const { file } = minimal();
  load(db, { 'flood.json': file });
  expect(told()).toEqual([
    ['buildings-flooded', 0],
    ['homes-flooded', 1],
  ]);
  correct(db, [set('figures', 'council-homes-flooded', { series: 'buildings-flooded' })]);
  expect(told()).toEqual([
    ['buildings-flooded', 1],
    ['homes-flooded', 0],
  ]);
  correct(db, [retract('figures', 'council-homes-flooded')]);
  expect(told()).toEqual([
    ['buildings-flooded', 0],
    ['homes-flooded', 0],
  ]);
});
