// JSON put together from parts, each as the letters of its bytes.
import { expect, test } from 'vitest';
import { fieldsFrom, Letters, toLetters } from '#db/letters.ts';
import { alignWordings } from '#utterances/wordings.ts';
import { onRecord } from './app.ts';

test('parts in any script, put together, are the bytes of the JSON of the whole', () => {
  const whole = ['plain', 'Café', '戦争', 'Ще', '🚑', '"\\\n', null, 2.5, { a: ['ß'] }];
  const parts = whole.flatMap((one, index) => [index === 0 ? '[' : ',', toLetters(one)]);
  const bytes = new Letters([...parts, ']']).between('{"data":', '}');
  expect(`${bytes}`).toBe(JSON.stringify({ data: whole }));
});

test('bytes that are read as letters and cut are the same bytes again', () => {
  const record = Buffer.from('{"id":"a","name":"Ще 戦争 é"}');
  const letters = record.toString('latin1');
  const at = letters.indexOf(',"name":');
  const bytes = new Letters([letters.slice(0, at), letters.slice(at)]).between('', '');
  expect(bytes.equals(record)).toBe(true);
});

test('fields are cut where they begin, not where a text says that they do', () => {
  const json = JSON.stringify({ a: ',"b":"', b: [1], c: ',"d":', d: null, e: 1 });
  expect(fieldsFrom(json, 'b', 'd')).toBe(`,"b":[1],"c":${JSON.stringify(',"d":')}`);
  expect(() => fieldsFrom(json, 'd', 'b')).toThrow('the JSON has no d before its b');
  expect(() => fieldsFrom(json, 'x', 'e')).toThrow('the JSON has no x before its e');
});

test('wordings that say what divides them stay whole', async () => {
  await using world = await onRecord();
  const { body } = await world.get('/v1/utterances?id=not-iconic-ukraine-is');
  const [utterance] = body.data;
  const divisions = '"}},{"id":"x","type":"direct","article":{}}],"citation":"';
  for (const wording of utterance.wordings) wording.content += divisions;
  const { data } = JSON.parse(
    `${alignWordings(Buffer.from(JSON.stringify(utterance))).between('{"data":', '}')}`,
  );
  expect(data).toMatchObject(utterance);
  for (const wording of data.wordings) {
    expect(wording.spoken).toContain(divisions);
    expect(wording.decided).toBeDefined();
  }
});
