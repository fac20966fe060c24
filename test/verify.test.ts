// POST /v1/verify: every verdict, with its evidence. Marks, numbers, names: verify-reading.test.ts;
// bad bodies and bounds: verify-bodies.test.ts.
import { afterAll, describe, expect, test } from 'vitest';
import { type Verification, verificationSchema } from '#verify/schema.ts';
import { onRecord } from './app.ts';
import { COMMON, HEADLINE, LETTER, onFlood, PUMPS, SHORT, send } from './verify-record.ts';

const flood = await onFlood();
afterAll(() => flood[Symbol.asyncDispose]());

type Check = Verification['data'][number];
type Quotation = Extract<Check, { kind: 'quotation' }>;
type Figure = Extract<Check, { kind: 'number' }>;

async function checks(text: string): Promise<Check[]> {
  const { status, body } = await send(flood, text);
  expect(status, JSON.stringify(body)).toBe(200);
  const { data } = verificationSchema.parse(body);
  const points = [...text];
  for (const { start, end, text: exact } of data) {
    expect(points.slice(start, end).join('')).toBe(exact);
  }
  return data;
}
const quotation = async (text: string) =>
  (await checks(text)).find(({ kind }) => kind === 'quotation') as Quotation;
const numbers = async (text: string) =>
  (await checks(text)).filter(({ kind }) => kind === 'number') as Figure[];
const figure = async (text: string) => (await numbers(text))[0] as Figure;
const verdicts = async (text: string) => (await checks(text)).map(({ verdict }) => verdict);

describe('a quotation is found', () => {
  test('in the same words, with its utterance and the other wordings', async () => {
    const found = await quotation(`“${PUMPS}” said Ada Quill.`);
    expect(found).toMatchObject({
      verdict: 'found',
      speaker: { words: 'Ada Quill', cue: { words: 'said' }, entity: { id: 'ada-quill' } },
      speaker_is: 'same',
    });
    expect(found.evidence).toMatchObject([
      {
        quote: { id: 'quill-pumps', article: { id: 'morning' }, link: '/v1/quotes/quill-pumps' },
        match: { method: 'exact', similarity: 1, coverage: 1, part: false, diff: [] },
        utterance: { id: 'pumps', other_wordings: [{ id: 'herald-headline' }] },
      },
    ]);
  });

  test.each([
    ['other marks and apostrophes', `‘${PUMPS.toUpperCase()}’`],
    ['no punctuation', '"if you will not send us pumps then lend us your lorries and your boats"'],
    ['other white space', `"${PUMPS.replaceAll(' ', '\u00a0 ')}"`],
    ['full-width letters', `"Ｉｆ ｙｏｕ ${PUMPS.slice(7)}"`],
    [
      'an insertion left out',
      '"Dear neighbours, never answered and nobody mended the western dyke"',
    ],
    ['an insertion of its own', `"${PUMPS.replace('us pumps', 'us [in Lowford] pumps')}"`],
    ['dashes', `"${PUMPS.replace(', then', ' – then')}"`],
  ])('whatever its form: %s', async (_, text) => {
    expect((await quotation(text)).verdict).toBe('found');
  });

  test.each([
    ['tags', `<p>“${PUMPS}” <a href="/quill">Ada Quill</a> said.</p>`, PUMPS],
    [
      'tags without white space',
      `<p>Ada Quill: “${PUMPS}”</p><p>“No,” Bruno Stern said.</p>`,
      PUMPS,
    ],
    ['tags inside the marks', `"<i>${PUMPS}</i>" Ada Quill said.`, `${PUMPS}`],
    ['stars', `**“${PUMPS}”** Ada Quill said.`, PUMPS],
    ['a star', `*"${PUMPS}"* **Ada Quill** said.`, PUMPS],
    ['low lines', `_"${PUMPS}"_ Ada Quill said.`, PUMPS],
    ['escapes', `\\"${PUMPS}\\" Ada Quill said.`, PUMPS],
    ['entities', `&quot;${PUMPS}&quot; Ada Quill said.`, PUMPS],
    ['a name in stars before a colon', `**Ada Quill**: &ldquo;${PUMPS}&rdquo;`, PUMPS],
  ])('beside markup: %s', async (_, text, exact) => {
    const found = await quotation(`🌊 ${text}`);
    expect(found).toMatchObject({ verdict: 'found', speaker_is: 'same', text: exact });
    expect(found.speaker?.words).toBe('Ada Quill');
  });

  test('as a part of a longer quote, whose share is told', async () => {
    const { verdict, evidence } = await quotation('"lend us your lorries and your boats"');
    expect(verdict).toBe('found');
    expect(evidence[0]?.match).toMatchObject({ part: true, coverage: 0.47 });
  });

  test('in two spans around its cue, each a part', async () => {
    const [first, second] = await checks(
      '"If you will not send us pumps," said Quill, "then lend us your lorries and your boats!"',
    );
    expect([first?.verdict, second?.verdict]).toEqual(['found', 'found']);
    expect((second as Quotation).speaker?.words).toBe('Quill');
  });

  test('where words are left out and an ellipsis says so', async () => {
    const { verdict, evidence } = await quotation(
      '"If you will not send us pumps … lend us boats"',
    );
    expect(verdict).toBe('found_altered');
    expect(evidence[0]?.match.diff).toContainEqual({ change: 'dropped', words: 'then' });
    const whole = await quotation('"If you will not send us pumps … your boats"');
    expect(whole.verdict).toBe('found');
  });

  test('of one or two words only where they are the whole quote', async () => {
    expect((await quotation(`It was "${SHORT}".`)).verdict).toBe('found');
    expect(await quotation('He has "boats".')).toMatchObject({
      verdict: 'not_found',
      explanation: expect.stringContaining('Of so few words (1)'),
    });
  });

  test('but not where the record only reports it, which is told', async () => {
    for (const [text, id] of [
      ['Nobody will rebuild the drowned mill by the old weir', 'stern-reported'],
      ['Rain is coming', 'stern-rain'],
    ]) {
      const { verdict, explanation, evidence } = await quotation(`“${text},” Bruno Stern said.`);
      expect([verdict, evidence]).toEqual(['not_found', []]);
      const told = `as words that were said: they paraphrase what Bruno Stern said (quote ${id})`;
      expect(explanation).toContain(told);
    }
    const { explanation } = await quotation('“Nobody will rebuild the mill by the weir”');
    expect(explanation).not.toContain('paraphrase');
  });

  test('in a headline that has its own words, and says so', async () => {
    const { verdict, explanation } = await quotation(`"${HEADLINE}"`);
    expect(verdict).toBe('found');
    expect(explanation).toContain('as the headline puts it in its own words');
  });

  test('in a script without spaces', async () => {
    expect((await quotation('「水 は 来る、水 は 去る」')).verdict).toBe('found');
  });
});

describe('a quotation is found altered', () => {
  test('with a dropped, a replaced and an added word in the diff', async () => {
    const { verdict, evidence, explanation } = await quotation(
      '"If you will not send us pumps, lend us all your barges and your boats!"',
    );
    expect(verdict).toBe('found_altered');
    expect(evidence[0]?.match.method).toBe('in_order');
    const changes = evidence[0]?.match.diff.filter(({ change }) => change !== 'kept');
    expect(changes).toEqual([
      { change: 'dropped', words: 'then' },
      { change: 'added', words: 'all' },
      { change: 'dropped', words: 'lorries' },
      { change: 'added', words: 'barges' },
    ]);
    expect(explanation).toContain('“then” is dropped, “all” is added');
  });

  test('in another rendering that shares the telling words, with its low similarity', async () => {
    const { verdict, evidence } = await quotation(
      '"Send pumps, or boats and lorries must be lent"',
    );
    expect(verdict).toBe('found_altered');
    expect(evidence[0]?.match).toMatchObject({ method: 'shared' });
    expect(evidence[0]?.match.similarity).toBeLessThan(0.6);
  });

  test('inside a longer quotation that nobody made', async () => {
    const { verdict, evidence } = await quotation(
      `"${PUMPS} And bring sandbags, blankets, torches, bread and soup to the mill before the evening comes."`,
    );
    expect(verdict).toBe('found_altered');
    expect(evidence[0]?.match.coverage).toBe(1);
  });

  test('and is not, where only common words are alike', async () => {
    expect(
      await verdicts('"If you will not then you will" and "This will not be us then"'),
    ).toEqual(['not_found', 'not_found']);
  });
});

describe('a quotation is found with another speaker', () => {
  test('where the text names somebody else plainly', async () => {
    const found = await quotation(`"${PUMPS}" Bruno Stern told the council.`);
    expect(found).toMatchObject({
      verdict: 'found_other_speaker',
      speaker: { entity: { id: 'bruno-stern' } },
      speaker_is: 'other',
      explanation: 'On record word for word, by Ada Quill, not by Bruno Stern.',
    });
  });

  test('also where the words follow on those of whom the text names', async () => {
    const text = `“No,” said Bruno Stern. “${PUMPS}”`;
    expect(await verdicts(text)).toEqual(['not_found', 'found_other_speaker']);
  });

  test.each([
    ['a pronoun', `"${PUMPS}" she said.`, 'unknown'],
    ['nobody', `"${PUMPS}"`, 'unknown'],
    ['a role', `"${PUMPS}" the mayor of Oststadt said.`, 'unknown'],
    ['a name that is not on record', `"${PUMPS}" said Carla Unheard.`, 'unknown'],
    ['another spelling', `"${PUMPS}" said Ада Квілл.`, 'same'],
    ['who printed it', `"${PUMPS}" the Lowford Herald reported.`, 'relay'],
    ['the body that the speaker is of', `"${PUMPS}" Lowford Council said.`, 'part'],
    ['to whom it was said', `"${PUMPS}" she told Bruno Stern.`, 'unknown'],
    [
      'a name that is not on record, after the words of another',
      `“No,” said Bruno Stern. "${PUMPS}" said Carla Unheard.`,
      'unknown',
    ],
    ['whose adviser said it', `"${PUMPS}" an adviser to Bruno Stern said.`, 'unknown'],
    [
      'somebody in another sentence',
      `Bruno Stern left. "${PUMPS}" it rang out. He said no.`,
      'unknown',
    ],
  ])('but not for %s', async (_, text, relation) => {
    const found = (await checks(text)).filter(({ text: words }) => words === PUMPS) as Quotation[];
    expect(found).toMatchObject([{ verdict: 'found', speaker_is: relation }]);
  });

  test.each([
    ['', 'Ada Quill', ':'],
    ['', 'Mayor Ada Quill', ':'],
    ['“Well?” ', 'Ada Quill', ':'],
    ['', 'Ada Quill', ' told Bruno Stern:'],
    ['', 'Ada Quill', ' told Bruno Stern,'],
    ['', 'Ada Quill', ' tells Bruno Stern:'],
    ['', 'Ada Quill', ' said to Bruno Stern:'],
    ['', 'Ada Quill', ' asked Bruno Stern:'],
    ['', 'Ada Quill', ' urged Lowford Council:'],
    ['', 'Ada Quill', ' replied to Bruno Stern:'],
    ['', 'Ada Quill', ' said about Bruno Stern:'],
    ['', 'Ada Quill', ' said after meeting Bruno Stern:'],
    ['', 'Ada Quill', ' told Lowford Council and Bruno Stern:'],
    ['', 'Ada Quill', ', the mayor, said in a call with Bruno Stern:'],
    ['', 'Ada Quill', ' sagte zu Bruno Stern:'],
    ['Asked by Bruno Stern, ', 'Ada Quill', ' said:'],
  ])('by the speaker, not by whom a colon follows: %s%s%s', async (before, name, after) => {
    const found = await checks(`${before}${name}${after} “${PUMPS}”`);
    const same = { verdict: 'found', speaker_is: 'same', speaker: { entity: { id: 'ada-quill' } } };
    expect(found.at(-1)).toMatchObject(same);
    const swapped = after.replace('Bruno Stern', 'Ada Quill').replace('Lowford Council', 'all');
    const other = await checks(
      `${before}${name.replace('Ada Quill', 'Bruno Stern')}${swapped} “${PUMPS}”`,
    );
    expect(other.at(-1)).toMatchObject({ verdict: 'found_other_speaker', speaker_is: 'other' });
  });

  test.each([
    'Ada Quill’s message to Bruno Stern: Q',
    'Ada Quill, speaking to Bruno Stern: Q',
    'Ada Quill to Bruno Stern: Q',
    'Ada Quill begged Bruno Stern: Q',
    'Ada Quill Begs Bruno Stern: Q',
    'To Bruno Stern: Q',
    'Ada Quill, Bruno Stern: Q',
    'As Bruno Stern said no, Ada Quill begged Lowford Council: Q',
    'The mayor urged Bruno Stern: Q',
    'Q, she asked Bruno Stern.',
    'Q, Bruno Stern was told.',
    '“No,” said Bruno Stern. Q, the crowd in Lowford was told.',
  ])('but not where it is not plain who speaks: %s', async (text) => {
    const found = (await checks(text.replace('Q,', `“${PUMPS}”,`).replace(/Q$/, `“${PUMPS}”`))).at(
      -1,
    );
    expect(found).toMatchObject({ text: PUMPS, verdict: 'found', speaker_is: 'unknown' });
  });

  test('also where it is told who was spoken to', async () => {
    const [told, by] = ['Bruno Stern', 'Ada Quill'];
    expect(await quotation(`“${PUMPS}”, ${told} was told by ${by}.`)).toMatchObject({
      verdict: 'found',
      speaker: { words: by, cue: { words: 'told by' } },
      speaker_is: 'same',
    });
    expect(await quotation(`“${PUMPS}”, ${by} was told on Monday by ${told}.`)).toMatchObject({
      verdict: 'found_other_speaker',
      speaker: { words: told },
    });
  });

  test('but not of few words, which two may say alike', async () => {
    const { verdict, evidence } = await quotation(`"${COMMON}" said Ada Quill.`);
    expect([verdict, evidence[0]?.quote.id]).toEqual(['not_found', 'stern-see']);
  });
});

describe('a number', () => {
  test('matches the latest claim, and who claims what is told', async () => {
    const found = await figure('The Rescue Service counted 55 houses flooded in Lowford.');
    expect(found).toMatchObject({
      verdict: 'figure_matches',
      value: 55,
      comparator: 'exact',
      counted: 'houses flooded',
      claimant: { words: 'Rescue Service', entity: { id: 'rescue' } },
    });
    expect(found.series[0]?.series.id).toBe('houses-flooded');
    expect(found.series[0]?.claims).toMatchObject([
      {
        id: 'rescue-55',
        claimant: { id: 'rescue' },
        latest: true,
        relation: 'agrees',
        decides: true,
      },
      { id: 'rescue-40', latest: false, relation: 'conflicts', decides: true },
      { id: 'quill-300', claimant: { id: 'ada-quill' }, latest: true, decides: false },
    ]);
  });

  test('is outdated where the claimant has claimed another since', async () => {
    const found = await figure('In Lowford 40 houses are flooded, the Rescue Service said.');
    expect(found.verdict).toBe('figure_outdated');
    expect(found.explanation).toContain('replaced since, by Rescue Service “55 houses”');
  });

  test('conflicts where no claim allows it', async () => {
    const found = await figure('70 homes have been flooded in Lowford.');
    expect(found.verdict).toBe('figure_conflicts');
    expect(found.explanation).toContain('Ada Quill “more than 300” (as of 2031-05-02)');
  });

  test('is judged by the claims of whom the sentence names', async () => {
    expect(await verdicts('Ada Quill said 55 houses were flooded in Lowford.')).toEqual([
      'figure_conflicts',
    ]);
    expect(await verdicts('“55 houses were flooded in Lowford,” said Ada Quill.')).toEqual([
      'not_found',
      'figure_conflicts',
    ]);
    const other = await figure('Bruno Stern said 55 houses were flooded in Lowford.');
    expect(other.verdict).toBe('figure_matches');
    expect(other.explanation).toContain('No claim of Bruno Stern on it is on record');
  });

  test.each([
    ['somebody with a claim on it', 'Rescue Service said 55', 'figure_matches', 'same'],
    ['the body that the claimant is part of', 'Lowford Council said 55', 'figure_matches', 'same'],
    ['somebody with another claim', 'Ada Quill said 55', 'figure_conflicts', 'same'],
    ['somebody without any claim', 'Bruno Stern said 55', 'figure_matches', 'other'],
    ['nobody', 'In all 55', 'figure_matches', 'unknown'],
    ['a pronoun', 'She said 55', 'figure_matches', 'unknown'],
    ['a name that is not on record', 'Carla Unheard said 55', 'figure_matches', 'unknown'],
    ['who prints what others claim', 'The Lowford Herald reported 55', 'figure_matches', 'unknown'],
  ])('tells whether the claimant is the same: %s', async (_, said, verdict, relation) => {
    const found = await figure(`${said} houses were flooded in Lowford.`);
    expect(found).toMatchObject({ verdict, claimant_is: relation });
  });

  test.each([
    ['that nobody claims anything on', 'Ada Quill said 55 boats left.', 'not_found'],
    [
      'that articles alone give',
      'Ada Quill said nearly 90 people were displaced in Lowford.',
      'figure_matches',
    ],
  ])('has no other claimant where it is one %s', async (_, text, verdict) => {
    expect(await figure(text)).toMatchObject({ verdict, claimant_is: 'unknown' });
  });

  test.each([
    ['55 houses were not flooded in Lowford.', 'not'],
    ['55 houses weren’t flooded in Lowford.', 'weren’t'],
    ['“55 houses were never flooded in Lowford,” Bruno Stern said.', 'never'],
    ['It is not true that 55 houses were flooded in Lowford.', 'not'],
    ['It is false that, as of today, 55 houses were flooded in Lowford.', 'false'],
    ['There is no proof that 55 houses were flooded in Lowford.', 'no'],
    ['Ada Quill denies that more than 300 houses were flooded in Lowford.', 'denies'],
    ['Claims that 55 houses were flooded in Lowford are untrue.', 'untrue'],
    ['In Lowford not 55 but 40 houses were flooded.', 'not'],
    ['Nobody believes that 70 houses were flooded in Lowford.', 'Nobody'],
  ])('is not judged where the text denies it: %s', async (text, word) => {
    const { verdict, explanation, series } = await figure(text);
    expect(verdict).toBe('figure_denied');
    expect(explanation).toContain(`the text seems to deny it (“${word}”)`);
    expect(series).not.toEqual([]);
  });

  test.each([
    'No fewer than 50 houses were flooded in Lowford.',
    'Not only 55 houses were flooded in Lowford.',
    'There is no doubt that 55 houses were flooded in Lowford.',
    'Nobody denies that 55 houses were flooded in Lowford.',
    '55 houses, not barns, were flooded in Lowford.',
    '55 houses were flooded in Lowford for no reason.',
    'Bruno Stern denied that he left; 55 houses were flooded in Lowford.',
    'Bruno Stern denied nothing; 55 houses were flooded in Lowford.',
  ])('is judged where the negation is of something else: %s', async (text) => {
    expect((await figure(text)).verdict).toBe('figure_matches');
  });

  test('is named as the same where only its hedge differs', async () => {
    const found = await figure('Quill said 300 houses were flooded in Lowford.');
    expect(found.verdict).toBe('figure_conflicts');
    expect(found.explanation).toContain('The number is the same, the words around it are not.');
  });

  test.each([
    ['at least 50 houses', 'figure_matches'],
    ['about 60 houses', 'figure_matches'],
    ['50 to 60 houses', 'figure_matches'],
    ['more than 300 houses', 'figure_matches'],
    ['320 houses', 'figure_matches'],
    ['fewer than 50 houses', 'figure_outdated'],
    ['9,000 houses', 'not_found'], // not excluded by "more than 300", and claimed by nobody
  ])('is compared by its interval: %s', async (printed, verdict) => {
    expect(await verdicts(`In Lowford ${printed} were flooded.`)).toEqual([verdict]);
  });

  test('without digits matches the same word alone', async () => {
    expect(await verdicts('Dozens of sheep drowned in Lowford.')).toEqual(['figure_matches']);
    expect(await verdicts('Hundreds of sheep drowned in Lowford.')).toEqual(['not_found']);
    expect(await verdicts('12 sheep drowned in Lowford.')).toEqual(['not_found']);
  });

  test.each([
    ['another place', '55 houses were flooded in Oststadt.'],
    ['a place that is not on record', '55 houses were flooded in Elsewhere.'],
    ['a part of the place', 'In Lowford 55 people were displaced in Millbank.'],
    ['another measure', '55 houses were painted in Lowford.'],
    ['another population', '55 barns were flooded in Lowford.'],
    ['no place at all', '55 houses were flooded.'],
    ['another year', 'In 2019, 55 houses were flooded in Lowford.'],
    ['a single day', 'In the past 24 hours 55 houses were flooded in Lowford.'],
    ['a name of others', '55 Oststadt houses were flooded in Lowford.'],
  ])('means no series with %s', async (_, text) => {
    const found = (await numbers(text)).at(-1);
    expect([found?.verdict, found?.series]).toEqual(['not_found', []]);
  });

  test('far below every claim may count something smaller', async () => {
    const found = await figure('Quill said 3 houses were flooded in Lowford.');
    expect(found.verdict).toBe('not_found');
    expect(found.explanation).toContain('so far below Ada Quill “more than 300”');
  });

  test('takes the place from elsewhere in the text', async () => {
    expect(await verdicts('Lowford is under water. 55 houses have been flooded.')).toEqual([
      'figure_matches',
    ]);
  });
});

test('what is not on record is not found, and says that this is all that it says', async () => {
  const text = `The harbour master of Vandelia, 61, said “the lighthouse burned for seven nights, and we
    drank melted snow”. Some 4,200 lanterns were sold in 3 hours; 17 ships left, and 2.5 million
    crowns were raised. On 4 May 2031 “a thousand gulls” followed. "Nobody will rebuild the drowned
    mill by the old weir," it is said. ‘Our houses stay dry this year,’ an engineer told us; twelve
    engineers agreed, 80 people clapped, 31 dogs barked and at least 5 sheep were shorn.`;
  const found = await checks(text);
  expect(found.length).toBeGreaterThanOrEqual(11);
  for (const { verdict, text, explanation } of found) {
    expect([text, verdict]).toEqual([text, 'not_found']);
    expect(explanation).toMatch(/^Not on record here/);
  }
});

test('the answer is the same each time, and not kept by caches', async () => {
  const text = `“${LETTER}” said Quill. 40 houses were flooded in Lowford.`;
  const [once, again] = [await send(flood, text), await send(flood, text)];
  expect(again.body).toEqual(once.body);
  expect(once.headers['cache-control']).toBe('no-store');
  expect(once.headers.etag).toBeUndefined();
});

describe('on the bundled record', async () => {
  const record = await onRecord();
  afterAll(() => record[Symbol.asyncDispose]());

  test('every quotation in marks is found in its own words, and by its speaker', async () => {
    const { body } = await record.get('/v1/quotes?type=direct,mixed&limit=100');
    const quotes = body.data as { id: string; content: string; speaker: { name: string } | null }[];
    expect(quotes).toHaveLength(44);
    for (const { id, content, speaker } of quotes) {
      const text = `“${content}” said ${speaker?.name ?? 'somebody'}.`;
      const [found] = (await send(record, text)).body.data as Quotation[];
      expect([id, found?.verdict]).toEqual([id, 'found']);
      expect(['same', 'unknown']).toContain(found?.speaker_is);
    }
  });

  test.each([
    ['Russia says 498 of its soldiers were killed in Ukraine.', 'figure_matches'],
    ['Ukrainian officials said 9,000 soldiers were killed.', 'not_found'],
    ['9,000 soldiers were killed in Ukraine.', 'not_found'],
    ['Ukrainian officials say more than 2,000 civilians have been killed.', 'figure_matches'],
    ['Zelensky put the Russian death toll at about 9,000.', 'figure_matches'],
    ['The Ukrainian army says about 9,000 Russian soldiers were killed.', 'figure_matches'],
  ])('sides are told apart: %s', async (text, verdict) => {
    const found = (await send(record, text)).body.data as Figure[];
    expect(found.map((one) => one.verdict)).toEqual([verdict]);
  });

  test('an update replaces the count of an earlier copy of its story', async () => {
    const text =
      'The UN Human Rights Office counted 227 civilians killed in Ukraine, then 249 killed.';
    const found = (await send(record, text)).body.data as Figure[];
    expect(found.map(({ verdict }) => verdict)).toEqual(['figure_outdated', 'figure_matches']);
  });
});
