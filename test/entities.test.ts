// What the filters of people, organizations and places mean.
import { describe, expect, test } from 'vitest';
import { appOn } from './app.ts';
import { fresh, load, minimal } from './minimal.ts';
import { onSample } from './sample.ts';
import { encode } from './served.ts';

describe('GET /v1/people?name', () => {
  test.each([
    ['the beginning of a name', 'Ziv', ['ziva-muller']],
    ['the beginning of a later word', 'müll', ['ziva-muller']],
    ['beginnings without accents', 'muller', ['ziva-muller']],
    ['beginnings with accents that the spelling lacks', 'múéller', ['ziva-muller']],
    ['beginnings in another script', 'мюл', ['ziva-muller']],
    ['beginnings in another case of another script', 'ЖИВА', ['ziva-muller']],
    ['several words of one spelling, in any order', 'mül živ', ['ziva-muller']],
    ['no words of two spellings', 'mueller жива', []],
    ['everybody who is so called', 'petrov', ['boris-petrov', 'petar-petrov']],
    ['a name with an apostrophe', "o'pet", ['boris-petrov']],
    ['a name without its apostrophe', 'opetrov', ['boris-petrov']],
    ['no middle of a word', 'eller', []],
    ['no organization', 'lipovo', []],
  ])('finds by %s: %s', async (_what, name, expected) => {
    await using world = await onSample();
    expect(await world.ids(`/v1/people?sort=id&name=${encode(name)}`)).toEqual(expected);
  });
});

test.each([
  ['people', 'unnamed ones', 'named=false', ['lipovo-firefighter']],
  ['people', 'those of a body', 'affiliation=Lipovo Fire Service', ['petar-petrov']],
  ['people', 'those of a country', 'country=XB', ['ziva-muller']],
  ['people', 'one by Wikidata id', 'wikidata_id=Q900000001', ['ziva-muller']],
  ['people', 'one by Wikidata id in lower case', 'wikidata_id=q900000001', ['ziva-muller']],
  ['organizations', 'groups', 'kind=group', ['dolna-residents', 'lipovo-residents']],
  [
    'organizations',
    'all but groups of a type',
    'kind__not=group&type=government',
    ['lipovo-council'],
  ],
  [
    'organizations',
    'two types',
    'type=media,news_agency',
    ['dolna-daily', 'lipovo-gazette', 'river-news'],
  ],
  ['organizations', 'parts of a body', 'parent=lipovo-council', ['lipovo-fire-service']],
  ['organizations', 'parts of a group', 'parent=people of Dolna', ['lipovo-residents']],
  ['organizations', 'those of a country', 'country=XB', ['lipovo-council']],
  ['organizations', 'unnamed ones', 'named=false&kind=organization', []],
  ['organizations', 'a spelling in another script', 'name=долна', ['dolna-daily']],
  ['places', 'what lies in a place directly', 'parent=dolna', ['lipovo']],
  [
    'places',
    'what lies within a place at any depth, but itself',
    'within=Долна',
    ['lipovo', 'stari-most'],
  ],
  ['places', 'nothing within the smallest', 'within=stari-most', []],
  ['places', 'two types', 'type=region,district', ['dolna', 'stari-most']],
  ['places', 'what lies west of a meridian', 'longitude__lt=-30', ['lipovo']],
  ['places', 'what lies on a parallel', 'latitude=-1', ['elsewhere']],
  [
    'places',
    'what lies in a box',
    'latitude__gte=-1&latitude__lt=12.5&longitude__lte=0',
    ['elsewhere'],
  ],
])('GET /v1/%s finds %s: %s', async (list, _what, question, expected) => {
  await using world = await onSample();
  expect(await world.ids(`/v1/${list}?sort=id&${encodeURI(question)}`)).toEqual(expected);
});

test('GET /v1/people/{id} shows every spelling with its script, in the order of the record', async () => {
  await using world = await onSample();
  const { data } = (await world.get('/v1/people/ziva-muller')).body;
  expect(data).toMatchObject({
    name: 'Živa Müller',
    named: true,
    position: 'Mayor',
    affiliation: { id: 'lipovo-council', kind: 'organization', name: 'Lipovo Council' },
  });
  expect(data.names.map(({ name, script }: never) => [name, script])).toEqual([
    ['Živa Müller', 'Latn'],
    ['Ziva Mueller', 'Latn'],
    ['Ziva Muller', 'Latn'],
    ['Жива Мюллер', 'Cyrl'],
  ]);
});

test('GET /v1/places/{id} shows where a place is and what it lies in', async () => {
  await using world = await onSample();
  expect((await world.get('/v1/places/lipovo')).body.data).toMatchObject({
    latitude: 12.5,
    longitude: -30.25,
    parent: { id: 'dolna', kind: 'place', name: 'Dolna' },
  });
});

test('GET /v1/places writes whole degrees in one way, however they are asked for', async () => {
  await using world = await onSample();
  for (const shape of ['', '&fields=latitude', '&format=csv', '&format=csv&limit=1']) {
    const { text } = await world.get(`/v1/places?id=elsewhere${shape}`);
    expect(text, shape).not.toContain('-1.0');
    expect(text, shape).toMatch(/-1\D/);
  }
});

test('GET /v1/places?format=csv keeps negative numbers numbers', async () => {
  await using world = await onSample();
  const { text } = await world.get('/v1/places?format=csv&id=lipovo');
  expect(text).toContain(',12.5,-30.25,');
});

test('GET /v1/people sorts names by their letters, then ids', async () => {
  await using world = await onSample();
  expect(await world.ids('/v1/people')).toEqual([
    'boris-petrov',
    'petar-petrov',
    'lipovo-firefighter',
    'ziva-muller',
  ]);
});

describe('an entity is found in the list of its kind only', () => {
  test.each([
    ['people', 'lipovo-council'],
    ['organizations', 'ziva-muller'],
    ['places', 'lipovo-residents'],
  ])('GET /v1/%s/%s is 404', async (list, id) => {
    await using world = await onSample();
    expect((await world.get(`/v1/${list}/${id}`)).status).toBe(404);
    expect(await world.ids(`/v1/${list}?id=${id}`)).toEqual([]);
  });

  test.each([
    ['people', 'ziva-mulle', 'ziva-muller'],
    ['organizations', 'lipovo-counci', 'lipovo-council'],
    ['places', 'stari-mos', 'stari-most'],
  ])('GET /v1/%s/%s names %s as the nearest', async (list, id, nearest) => {
    await using world = await onSample();
    const { detail } = (await world.get(`/v1/${list}/${id}`)).body;
    expect(detail).toContain(`The nearest is "${nearest}".`);
  });

  test.each([
    ['people', 'lipov', 'lipovo'],
    ['organizations', 'stari-mos', 'stari-most'],
    ['places', 'ziva-mulle', 'ziva-muller'],
  ])('GET /v1/%s/%s does not name %s, of another kind, as the nearest', async (list, id, other) => {
    await using world = await onSample();
    expect((await world.get(`/v1/${list}/${id}`)).body.detail).not.toContain(`"${other}"`);
  });
});

test('what lies within a place is found anew when the record has changed', async () => {
  const db = fresh();
  await using world = await appOn(db);
  load(db, { 'a.json': minimal().file });
  expect(await world.ids('/v1/places?within=low-vale')).toEqual(['lowford']);
  const named = [{ name: 'Old Mill', script: 'Latn', language: 'en', kind: 'name' }];
  const mill = { id: 'old-mill', kind: 'place', name: 'Old Mill', type: 'building', names: named };
  load(db, { 'b.json': { entities: [{ ...mill, parent: 'lowford' }] } });
  expect(await world.ids('/v1/places?within=low-vale')).toEqual(['lowford', 'old-mill']);
  load(db, { 'b.json': { entities: [mill] } });
  expect(await world.ids('/v1/places?within=low-vale')).toEqual(['lowford']);
});

test('GET /v1/people/{id} names the id that is meant in another case or with other marks', async () => {
  await using world = await onSample();
  for (const id of ['ZIVA-MULLER', 'Ziva-Muller', 'ziva_muller', 'ziva-mulller']) {
    const { status, body } = await world.get(`/v1/people/${id}`);
    expect(status).toBe(404);
    expect(body.detail).toMatch(/ The nearest is "ziva-muller"\.$/);
  }
  expect((await world.get('/v1/people/ZI')).body.detail).toContain('ziva-muller');
  expect((await world.get('/v1/people/XYZ')).body.detail).not.toContain('nearest');
});
