// Finding places of a text again in a newer version of it.
import { describe, expect, test } from 'vitest';
import { type Place, relocate } from '#record/relocate.ts';
import { spanOf } from './minimal.ts';

const lengthOf = (text: string) => [...text].length;

/** The place of the nth occurrence of some words, in code points. */
function place(text: string, words: string, nth = 1): Place & { words: string } {
  let unit = -1;
  for (let n = 0; n < nth; n += 1) unit = text.indexOf(words, unit + 1);
  if (unit < 0) throw new Error(`"${words}" stands fewer than ${nth} times in the text`);
  const start = lengthOf(text.slice(0, unit));
  return { start, end: start + lengthOf(words), words };
}

/** Where places are found, with the older text held and without; they have to agree. */
function found(places: Place[], older: string, newer: string): (number | null)[] {
  const length = lengthOf(older);
  const held = relocate(places, { length, content: older }, newer);
  expect(relocate(places, { length, content: null }, newer)).toEqual(held);
  return held;
}

const onlyHeld = (places: Place[], older: string, newer: string) =>
  relocate(places, { length: lengthOf(older), content: older }, newer);

const OLD = `The mill by the weir burns. Mayor Quill spoke of a black day for Lowford.
“We lost the mill and its wheel,” she said. “Nobody was hurt,” she said on Monday.
More than 40 men fought the fire in Lowford; 9 of them slept at the Old Bridge inn.
`;
const PLACES = [
  place(OLD, 'Mayor Quill'),
  place(OLD, 'Lowford'),
  place(OLD, 'We lost the mill and its wheel,'),
  place(OLD, 'said'),
  place(OLD, 'Nobody was hurt,'),
  place(OLD, 'said', 2),
  place(OLD, 'More than 40'),
  place(OLD, 'Lowford', 2),
];

test('in the same text everything stands where it stood', () => {
  expect(found(PLACES, OLD, OLD)).toEqual(PLACES.map(({ start }) => start));
});

test('a sentence before everything moves everything by its length', () => {
  const line = 'Fire at the weir 🔥\n';
  expect(found(PLACES, OLD, line + OLD)).toEqual(PLACES.map(({ start }) => start + lengthOf(line)));
});

test('what stands before and after an insertion moves each by its own distance', () => {
  const newer = OLD.replace('“Nobody', 'She wiped her face, and went on. “Nobody');
  const shift = lengthOf(newer) - lengthOf(OLD);
  expect(found(PLACES, OLD, newer)).toEqual(
    PLACES.map(({ start }, index) => start + (index < 4 ? 0 : shift)),
  );
});

test('a deleted sentence takes its own repeated words with it, and no others', () => {
  const newer = OLD.replace('“We lost the mill and its wheel,” she said. ', '');
  const [, , lost, said, hurt, again] = onlyHeld(PLACES, OLD, newer);
  expect([lost, said]).toEqual([null, null]);
  expect(hurt).toBe(spanOf(newer, 'Nobody').start);
  expect(again).toBe(spanOf(newer, 'said').start);
});

test('a changed word is not found, the words around it are', () => {
  const newer = OLD.replace('its wheel,', 'the wheel,');
  const starts = found(PLACES, OLD, newer);
  expect(starts.map((start) => start === null)).toEqual(PLACES.map((_, index) => index === 2));
});

test('paragraphs in another order are found by what surrounds their words', () => {
  const [first = '', second = '', third = ''] = OLD.split('\n');
  const newer = [third, second, first].join('\n');
  const starts = onlyHeld(PLACES, OLD, newer);
  expect(starts.map((start) => start !== null)).toEqual(PLACES.map(() => true));
  const [, lowford, , , , , , again] = starts;
  expect(again).toBe(place(newer, 'Lowford').start);
  expect(lowford).toBe(place(newer, 'Lowford', 2).start);
});

test('repeated words are told apart by what surrounds them', () => {
  const older = 'Ana said it rains today. Bo said it snows. Cy said it hails.';
  const newer = 'Bo said it snows. Dee kept quiet, as always. Cy said it hails.';
  const places = [1, 2, 3].map((nth) => place(older, 'said', nth));
  expect(onlyHeld(places, older, newer)).toEqual([
    null,
    place(newer, 'said').start,
    place(newer, 'said', 2).start,
  ]);
});

test('identical passages keep their order', () => {
  const line = 'The river rose again, and the town of Lowford waited for the night.\n';
  const older = `${line.repeat(12)}End.`;
  const newer = `Today:\n${line.repeat(12)}End.`;
  const places = Array.from({ length: 12 }, (_, index) => place(older, 'Lowford', index + 1));
  expect(found(places, older, newer)).toEqual(places.map(({ start }) => start + 7));
});

describe('words are whole words', () => {
  test.each([
    ['Rus', 'Rus is old', 'Russia is new'],
    ['9', 'It took 9 men', 'It took 9,000 men'],
    ['498', 'It was 498 men', 'It was 1,498 men'],
    ['cafe', 'A cafe burns', 'A cafe\u0301 burns'],
    ['said', 'He said so', 'The aforesaid'],
  ])('%s of “%s” is not in “%s”', (words, older, newer) => {
    expect(found([place(older, words)], older, newer)).toEqual([null]);
  });

  test('a composed letter is not a decomposed one', () => {
    const [older, newer] = ['Caf\u00e9 Quill burns', 'Cafe\u0301 Quill burns'];
    expect(found([place(older, 'Caf\u00e9'), place(older, 'Quill')], older, newer)).toEqual([
      null,
      6,
    ]);
  });

  test('a number ends before the stop of its sentence', () => {
    const [older, newer] = ['They were 498 in all', 'They were 498.'];
    expect(found([place(older, '498')], older, newer)).toEqual([10]);
  });

  test('scripts without spaces have their words inside others', () => {
    const [older, newer] = ['今天在基辅的人', '今天在老基辅的人'];
    expect(found([place(older, '基辅')], older, newer)).toEqual([4]);
  });

  test('words that were cut out of a word are found as such again', () => {
    const older = 'The pro-Lowfordian league met';
    const cut = { ...place(older, 'Lowford') };
    expect(onlyHeld([cut], older, `Today: ${older}`)).toEqual([cut.start + 7]);
  });
});

test('positions count code points on either side', () => {
  const older = '🌊🌊 Низина: “Ні 🌉 мосту,” said Ada.';
  const newer = '🌊 Низина 🌊🌊: “Ні 🌉 мосту,” said Ada.';
  const places = [place(older, 'Ні 🌉 мосту,'), place(older, 'said')];
  expect(found(places, older, newer)).toEqual([
    place(newer, 'Ні 🌉 мосту,').start,
    place(newer, 'said').start,
  ]);
});

test('line ends of another kind move what stands on later lines', () => {
  const newer = OLD.replaceAll('\n', '\r\n');
  expect(found(PLACES, OLD, newer)).toEqual(
    PLACES.map(({ start }) => start + OLD.slice(0, start).split('\n').length - 1),
  );
});

test('words that another line end goes through are other words', () => {
  const older = 'They said: no more\nboats today, please.';
  const newer = older.replace('\n', '\r\n');
  expect(found([place(older, 'no more\nboats')], older, newer)).toEqual([null]);
});

test('short words far from where their neighbours suggest are not taken for them', () => {
  const padding = 'It was a long and quiet winter on the river. '.repeat(8);
  const older = `Ada Quill of Lowford opened it. ${padding}The end.`;
  const newer = `Ada Quill opened it. ${padding}The end came to Lowford.`;
  const places = [place(older, 'Ada Quill'), place(older, 'Lowford'), place(older, 'The end')];
  expect(onlyHeld(places, older, newer)[1]).toBeNull();
});

describe('a place whose words are not on record', () => {
  const reported = { ...place(OLD, 'a black day for Lowford'), words: null };

  test('has those of the older text, where that is held', () => {
    const newer = `Fire!\n${OLD}`;
    expect(onlyHeld([reported], OLD, newer)).toEqual([reported.start + 6]);
    expect(onlyHeld([reported], OLD, newer.replace('black', 'dark'))).toEqual([null]);
  });

  const unheld = (newer: string) =>
    relocate([...PLACES, reported], { length: lengthOf(OLD), content: null }, newer).at(-1);

  test('lies where it did between its neighbours, where the older text is not held', () => {
    expect(unheld(`Fire!\n${OLD}`)).toBe(reported.start + 6);
  });

  test('is not found where the distance between its neighbours has changed', () => {
    expect(unheld(OLD.replace('a black', 'a very black'))).toBeNull();
    expect(unheld(OLD.replace('Lowford.', 'Towford.'))).toBeNull();
  });

  test('is not found where nothing is known beside it', () => {
    const length = lengthOf(OLD);
    expect(relocate([reported], { length, content: null }, `${OLD}!`)).toEqual([null]);
  });
});

test('nothing is found in an empty text, and nothing is looked for without places', () => {
  expect(found(PLACES, OLD, '')).toEqual(PLACES.map(() => null));
  expect(found([], OLD, OLD)).toEqual([]);
});

test('a place that several records share is found once for all', () => {
  const twice = [place(OLD, 'Mayor Quill'), place(OLD, 'Mayor Quill')];
  expect(found(twice, OLD, `!${OLD}`)).toEqual(twice.map(({ start }) => start + 1));
});
