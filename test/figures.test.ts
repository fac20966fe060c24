// What the filters of figures mean.
import { expect, test } from 'vitest';
import { COMPARATORS } from '#db/vocabulary.ts';
import { onRecord } from './app.ts';
import { onSample } from './sample.ts';
import { walk } from './served.ts';

const HOUSES = ['houses-10', 'houses-12', 'houses-15', 'houses-30', 'houses-40', 'houses-50'];

test.each([
  ['a series', 'series=houses-lipovo', ['houses-10', 'houses-12', 'houses-15']],
  ['a measure', 'measure=flooded', HOUSES],
  ['a population', 'population=people', ['people-200', 'people-dozens']],
  ['a unit', 'unit=metre', ['water-1']],
  ['a temporality', 'temporality=stock', ['pumps-3', 'water-1']],
  ['a claimant', 'claimant=Lipovo Council', ['houses-15', 'houses-50', 'people-200']],
  [
    'all but a claimant, also what the article itself asserts',
    'claimant__not=lipovo-council&series=houses-lipovo',
    ['houses-10', 'houses-12'],
  ],
  ['a relay', 'relayed_by=RNA', ['houses-12']],
  ['relays', 'hops__gte=1', ['houses-12']],
  ['no relay', 'hops=0&series=houses-lipovo', ['houses-10', 'houses-15']],
  ['unnamed claimants', 'claimant_named=false', ['pumps-3']],
  [
    'named claimants, not what the article itself asserts',
    'claimant_named=true&series=houses-lipovo',
    ['houses-12', 'houses-15'],
  ],
  [
    'all but named claimants, also what the article itself asserts',
    'claimant_named__not=true',
    ['houses-10', 'people-dozens', 'pumps-3', 'water-1'],
  ],
  ['a place', 'place=Stari Most', ['water-1']],
  [
    'a place and what lies within it',
    'place=Липово',
    ['houses-10', 'houses-12', 'houses-15', 'pumps-3', 'water-1'],
  ],
  ['no place around it', 'place=elsewhere', []],
  [
    'what lies outside a place',
    'place__not=lipovo&population=houses',
    ['houses-30', 'houses-40', 'houses-50'],
  ],
  ['a side', 'party=lipovo-council', ['pumps-3']],
  [
    'a side and the bodies that are part of it',
    'party=dolna-residents',
    [...HOUSES, 'people-200', 'people-dozens'],
  ],
  ['the quote that it stands in', 'quote=pumps', ['pumps-3']],
  ['two comparators', 'comparator=at_least,nearly', ['houses-30', 'houses-40']],
  ['a value', 'value=40', ['houses-40']],
  ['a value with a fraction', 'value=1.5', ['water-1']],
  ['a range of values', 'value__gt=10&value__lte=30', ['houses-12', 'houses-15', 'houses-30']],
  ['no vague figure in any range', 'value__gte=-999999999999&population=people', ['people-200']],
  [
    'a vague figure by what its value is not',
    'value__not=200&population=people',
    ['people-dozens'],
  ],
  ['a day', 'as_of=2031-05-04&population=houses', ['houses-40', 'houses-50']],
  ['a range of days, not unknown ones', 'as_of__gt=2031-05-03&population=people', ['people-200']],
  ['days before', 'as_of__lt=2031-05-04', ['houses-10', 'houses-12', 'houses-15', 'houses-30']],
  ['a publisher', 'publisher=dolna-daily', []],
])('GET /v1/figures finds %s: %s', async (_what, question, expected) => {
  await using world = await onSample();
  expect(await world.ids(`/v1/figures?sort=id&limit=50&${encodeURI(question)}`)).toEqual(expected);
});

test.each(COMPARATORS)(
  'GET /v1/figures?comparator=%s finds the figures so hedged',
  async (comparator) => {
    await using world = await onSample();
    const { body } = await world.get(`/v1/figures?comparator=${comparator}`);
    expect(body.data.length).toBeGreaterThan(0);
    for (const figure of body.data) {
      expect(figure.comparator).toBe(comparator);
      expect(figure.value === null).toBe(comparator === 'vague');
      expect(figure.value_max === null).toBe(comparator !== 'between');
    }
  },
);

test('GET /v1/figures?comparator suggests the nearest hedge for a misspelt one', async () => {
  await using world = await onSample();
  const [error] = await world.refused('/v1/figures?comparator=more_then');
  expect(error).toMatchObject({ parameter: 'comparator', suggestion: 'more_than' });
});

test('GET /v1/figures puts claims on one series side by side, unsummed', async () => {
  await using world = await onSample();
  const { body } = await world.get('/v1/figures?series=houses-lipovo&sort=value');
  expect(
    body.data.map(({ value, comparator, claimant }: never) => [value, comparator, claimant]),
  ).toEqual([
    [10, 'more_than', null],
    [12, 'exact', expect.objectContaining({ id: 'lipovo-fire-service' })],
    [15, 'approximately', expect.objectContaining({ id: 'lipovo-council' })],
  ]);
});

test('GET /v1/figures sorts vague figures below every value', async () => {
  await using world = await onSample();
  expect((await world.ids('/v1/figures?sort=value'))[0]).toBe('people-dozens');
  expect((await world.ids('/v1/figures?sort=-value')).at(-1)).toBe('people-dozens');
});

test('GET /v1/figures/{id} shows series, numbers, relays, quote and place in the text', async () => {
  await using world = await onSample();
  const shown = async (id: string) => (await world.get(`/v1/figures/${id}`)).body.data;
  expect(await shown('houses-12')).toMatchObject({
    series: {
      id: 'houses-lipovo',
      place: { id: 'lipovo', kind: 'place', name: 'Lipovo' },
      party: { id: 'lipovo-residents', kind: 'group' },
      counting_since: '2031-05-02',
    },
    attribution: [{ position: 1, role: 'agency', agent: { id: 'river-news' } }],
    hops: 1,
    quote: null,
    anchor: { spans: [{ role: 'content', exact: '12 flooded houses' }] },
  });
  expect(await shown('people-200')).toMatchObject({ value: 200, value_max: 250 });
  expect(await shown('water-1')).toMatchObject({ value: 1.5, series: { party: null } });
  expect(await shown('pumps-3')).toMatchObject({ quote: { id: 'pumps', type: 'indirect' } });
});

test('GET /v1/figures?format=csv keeps whole numbers whole', async () => {
  await using world = await onSample();
  const { text } = await world.get('/v1/figures?format=csv&id=people-200');
  expect(text).toContain(',200,250,between,');
});

test('GET /v1/figures?facet=claimant_named counts what the article itself asserts apart', async () => {
  await using world = await onSample();
  const { body } = await world.get('/v1/figures?facet=claimant_named');
  const counts = body.facets.claimant_named.map(({ value, count }: never) => [value, count]);
  expect(counts).toEqual([
    ['true', 6],
    [null, 3],
    ['false', 1],
  ]);
});

test('each figure has as many hops as relays in its attribution', async () => {
  await using world = await onRecord();
  const figures = await walk(world, '/v1/figures');
  for (const { id, hops, attribution } of figures) {
    expect(hops, id).toBe((attribution as object[]).length);
  }
  expect(figures.some(({ hops }) => Number(hops) > 0)).toBe(true);
});

test('a number with zeros before it is none: a comma would have begun it', async () => {
  await using world = await onRecord();
  const [error] = await world.refused('/v1/figures?value=9,000');
  expect(error).toMatchObject({ parameter: 'value', reason: '"000" is no plain decimal number' });
  expect((await world.get('/v1/figures?value=9000')).body.data.length).toBeGreaterThan(0);
});
