// What the filters of utterances mean, and which wordings an utterance has.
import { expect, test } from 'vitest';
import { onSample } from './sample.ts';

const SINGLE = ['fast-bg', 'lifetime', 'pumps', 'thanks', 'train'];

test.each([
  ['a speaker in any script', 'speaker=Жива Мюллер', ['lifetime', 'rebuild-the-bridge']],
  ['a day', 'said_on=2031-05-03', ['rebuild-the-bridge', 'train']],
  ['all but a day, also unknown ones', 'said_on__not=2031-05-03,2031-05-04', ['fast-bg']],
  ['how many wordings there are', 'wordings=3', ['rebuild-the-bridge']],
  ['more than one wording', 'wordings__gt=1', ['rebuild-the-bridge']],
  ['a single wording', 'wordings__lt=2', SINGLE],
  ['an article that words it', 'article=daily-flood', ['fast-bg', 'rebuild-the-bridge']],
  [
    'two articles that both word it',
    'article=daily-flood&article=gazette-flood',
    ['rebuild-the-bridge'],
  ],
  ['words of the reference', 'q=tonight', ['rebuild-the-bridge']],
  ['words of a translation', 'q=отново', ['rebuild-the-bridge']],
  ['words of one wording only, not of two together', 'q=tonight отново', []],
  ['a phrase of one wording only', 'q="моста отново"', ['rebuild-the-bridge']],
  ['no phrase that goes on in the next wording', 'q="rebuilt we"', []],
  ['words of a wording without those of another', 'q=tonight -отново', ['rebuild-the-bridge']],
  ['no words of a wording without its own', 'q=отново -моста', []],
])('GET /v1/utterances finds by %s: %s', async (_what, question, expected) => {
  await using world = await onSample();
  expect(await world.ids(`/v1/utterances?sort=id&${encodeURI(question)}`)).toEqual(expected);
});

test('GET /v1/utterances/{id} shows all wordings in order of appearance', async () => {
  await using world = await onSample();
  const { data } = (await world.get('/v1/utterances/rebuild-the-bridge')).body;
  expect(data).toMatchObject({
    title: 'The bridge will stand again',
    speaker: { id: 'ziva-muller' },
    said_on: '2031-05-03',
    reference: 'rebuild',
    wordings: [
      { id: 'headline', relation: 'altered', location: 'headline', content_origin: 'rewritten' },
      { id: 'rebuild', relation: 'identical', article: { id: 'gazette-flood' } },
      { id: 'rebuild-bg', relation: 'translation', language: 'bg', article: { id: 'daily-flood' } },
    ],
  });
});

test('a quote that is worded once is its own utterance, under its id', async () => {
  await using world = await onSample();
  for (const id of SINGLE) {
    const { data } = (await world.get(`/v1/utterances/${id}`)).body;
    expect(data).toMatchObject({ id, title: null, reference: id });
    expect(data.wordings).toEqual([expect.objectContaining({ id, relation: 'identical' })]);
  }
});

test('every quote is a wording of the utterance that it names', async () => {
  await using world = await onSample();
  for (const { id, utterance } of (await world.get('/v1/quotes')).body.data) {
    const { data } = (await world.get(`/v1/utterances/${utterance.id}`)).body;
    expect(data.wordings).toContainEqual(expect.objectContaining({ id }));
    expect(data.wordings).toHaveLength(utterance.wordings);
  }
});
