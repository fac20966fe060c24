// An utterance alone: its wordings side by side, each against the reference, word by word.
import { describe, expect, test } from 'vitest';
import { openDatabase } from '#db/open.ts';
import { loadRecord } from '#record/load.ts';
import { recordFileSchema } from '#record/schema.ts';
import { alignerWith, wordsOf } from '#utterances/alignment.ts';
import { appOn, onRecord } from './app.ts';
import { articleOf, spanOf } from './minimal.ts';
import { onSample } from './sample.ts';

const align = (reference: string, wording: string) => alignerWith(reference)(wording);

type Json = ReturnType<typeof JSON.parse>;
type Wording = {
  content: string;
  type?: 'direct' | 'mixed' | 'indirect';
  content_origin?: 'verbatim' | 'rewritten' | 'paraphrase';
  language?: string;
  relation?: string;
  insertions?: string[];
};

/** The n-th wording in an article of its own, the reference first. */
function articleWording({ insertions = [], ...wording }: Wording, index: number) {
  const { type = 'direct', content, language = 'en', relation = 'identical' } = wording;
  const exact = type === 'indirect' ? null : content;
  let from = 0;
  const inserted = insertions.map((words) => {
    const at = content.indexOf(words, from);
    from = at + words.length;
    const start = [...content.slice(0, at)].length;
    return { role: 'insertion', start, end: start + [...words].length, exact: words };
  });
  return {
    ...articleOf(`article-${index}`, `${content}${index}`),
    published_on: `2031-05-${10 + index}`,
    published_on_accuracy: 'day',
    quotes: [
      {
        id: `wording-${index}`,
        type,
        content,
        content_origin: wording.content_origin ?? (type === 'indirect' ? 'paraphrase' : 'verbatim'),
        language,
        location: 'body',
        utterance: 'said',
        relation,
        spans: [{ role: 'content', ...spanOf(content, content), exact }, ...inserted],
      },
    ],
  };
}

/** What `GET /v1/utterances/{id}` shows of a reference and other wordings of it. */
async function worded(reference: Wording | string, ...others: (Wording | string)[]): Promise<Json> {
  const wordings = [reference, ...others].map((one) =>
    typeof one === 'string' ? { content: one } : one,
  );
  const db = openDatabase(':memory:');
  const content = recordFileSchema.parse({
    utterances: [{ id: 'said', title: 'Said', reference: 'wording-0' }],
    articles: wordings.map(articleWording),
  });
  loadRecord(db, [{ file: 'wordings.json', content }]);
  await using world = await appOn(db);
  const { status, body, text } = await world.get('/v1/utterances/said');
  expect(status, text).toBe(200);
  return body.data;
}

/** The second of two wordings, against the first. */
const against = async (reference: Wording | string, other: Wording | string): Promise<Json> =>
  (await worded(reference, other)).wordings[1];

/** A diff in a line: `kept -dropped- +added+`. */
const lineOf = ({ diff }: Json): string =>
  diff
    .map(({ operation, text }: Json) => {
      const sign = { kept: '', dropped: '-', added: '+' }[operation as 'kept'];
      return `${sign}${text.trim()}${sign}`;
    })
    .join(' ');

const REFERENCE = 'We will rebuild the bridge, and nobody sleeps outside tonight.';

describe('a wording against the reference', () => {
  // biome-ignore format: a table, one wording a line
  test.each([
    ['has all its words', REFERENCE, 'identical', REFERENCE, 1, '10 words kept, 0 dropped, 0 added'],
    ['leaves out the end', 'We will rebuild the bridge', 'truncated', 'We will rebuild the bridge -and nobody sleeps outside tonight.-', 0.667, '5 words kept, 5 dropped, 0 added'],
    ['leaves out the beginning', 'Nobody sleeps outside tonight.', 'truncated', '-We will rebuild the bridge, and- Nobody sleeps outside tonight.', 0.571, '4 words kept, 6 dropped, 0 added'],
    ['leaves out words within', 'We will rebuild the bridge tonight.', 'truncated', 'We will rebuild the bridge -and nobody sleeps outside- tonight.', 0.75, '6 words kept, 4 dropped, 0 added'],
    ['goes on', `${REFERENCE} Thank you.`, 'extended', `${REFERENCE} +Thank you.+`, 0.909, '10 words kept, 0 dropped, 2 added'],
    ['begins earlier', `Friends! ${REFERENCE}`, 'extended', `+Friends!+ ${REFERENCE}`, 0.952, '10 words kept, 0 dropped, 1 added'],
    ['has another word', 'We will repair the bridge, and nobody sleeps outside tonight.', 'altered', 'We will -rebuild- +repair+ the bridge, and nobody sleeps outside tonight.', 0.9, '9 words kept, 1 dropped, 1 added'],
    ['lacks a not', 'We will rebuild the bridge, and somebody sleeps outside tonight.', 'altered', 'We will rebuild the bridge, and -nobody- +somebody+ sleeps outside tonight.', 0.9, '9 words kept, 1 dropped, 1 added'],
    ['has half of the words', 'We will rebuild the bridge, then roads, schools, houses, shops', 'altered', 'We will rebuild the bridge, -and nobody sleeps outside tonight.- +then roads, schools, houses, shops+', 0.5, '5 words kept, 5 dropped, 5 added'],
  ])('%s: %s', async (_what, content, measured, line, similarity, reason) => {
    const wording = await against(REFERENCE, content);
    expect(wording.decided).toEqual({ by: 'annotation', measured, reason });
    expect(lineOf(wording)).toBe(line);
    expect(wording.similarity).toBe(similarity);
  });

  test('of which less than half is kept tells nothing of how it came about', async () => {
    const wording = await against(REFERENCE, 'The crossing stands again soon, and all have beds.');
    expect(wording.similarity).toBeLessThan(0.5);
    expect(wording.decided.measured).toBeNull();
    expect(wording.decided.reason).toMatch(/too few to tell how it came about$/);
  });

  test('with no word in common is dropped and added whole', async () => {
    const wording = await against('We will rebuild', 'Crossings stand again');
    expect(wording.similarity).toBe(0);
    expect(lineOf(wording)).toBe('-We will rebuild- +Crossings stand again+');
  });

  test('in the same words in another order is altered', async () => {
    const wording = await against('tonight we rebuild it', 'we rebuild it tonight');
    expect(wording.decided.measured).toBe('altered');
    expect(lineOf(wording)).toBe('-tonight- we rebuild it +tonight+');
  });

  test('that repeats a word has it added, and one that repeats it less has it dropped', async () => {
    const [once, thrice] = ['We will never, sleep', 'We will never, never, never sleep'];
    expect((await against(once, thrice)).decided).toMatchObject({
      measured: 'extended',
      reason: '4 words kept, 0 dropped, 2 added',
    });
    expect((await against(thrice, once)).decided).toMatchObject({
      measured: 'truncated',
      reason: '4 words kept, 2 dropped, 0 added',
    });
  });

  test('reported without marks is a paraphrase, whatever its words', async () => {
    const indirect = await against(REFERENCE, { content: REFERENCE, type: 'indirect' });
    expect(indirect).toMatchObject({ verbatim: false, similarity: 1 });
    expect(indirect.decided.measured).toBe('paraphrase');
    expect(indirect.decided.reason).toBe(
      'reported without marks; 10 words kept, 0 dropped, 0 added',
    );
  });

  test('in another language is a translation, compared with no word', async () => {
    const bulgarian = await against(REFERENCE, {
      content: 'Ще построим моста',
      language: 'bg',
      relation: 'translation',
    });
    expect(bulgarian).toMatchObject({ verbatim: true, diff: null, similarity: null });
    expect(bulgarian.decided).toEqual({
      by: 'annotation',
      measured: 'translation',
      reason: 'in bg, the reference in en',
    });
  });

  test('keeps the relation that was annotated, beside what the words alone tell', async () => {
    const wording = await against(REFERENCE, {
      content: 'We will rebuild',
      relation: 'translation',
    });
    expect(wording).toMatchObject({ relation: 'translation', decided: { measured: 'truncated' } });
  });

  test.each([
    ['case', 'WE Will Rebuild', 'we will rebuild'],
    ['punctuation', '“We, will … rebuild!”', 'We will rebuild'],
    ['dashes and line ends', 'once-in-a-lifetime\nflood', 'once – in a lifetime flood'],
    ['the form of apostrophes', "It's Kyiv's", 'It’s Kyivʼs'],
    ['a missing apostrophe', "Don't", 'Dont'],
    ['accents', 'Živa Müller café', 'Ziva Muller cafe'],
    ['composed and decomposed letters', 'café', 'cafe\u0301'],
    ['full-width letters', 'Ｗｅ will', 'We will'],
    ['an emoji', 'We will 🌊 rebuild', 'We will rebuild'],
  ])('is not altered by %s', async (_what, reference, other) => {
    expect(await against(reference, other)).toMatchObject({
      decided: { measured: 'identical' },
      similarity: 1,
    });
  });

  test('shows what is kept as it is printed in the wording', async () => {
    const { diff } = await against('“We’ll REBUILD, friends”', "We'll rebuild: friends!");
    expect(diff).toEqual([{ operation: 'kept', text: "We'll rebuild: friends!" }]);
  });

  test('its kept and added parts are the wording, its kept and dropped ones the reference', async () => {
    const pairs = [
      [REFERENCE, 'No: we will mend the old bridge tonight, tonight!'],
      ['... and so on', 'And so forth ...'],
      ['Ще построим моста отново', 'Отново ще построим дома'],
    ] as const;
    for (const [reference, content] of pairs) {
      const { diff, spoken } = await against(reference, content);
      const of = (dropped: string) =>
        diff.filter(({ operation }: Json) => operation !== dropped).map(({ text }: Json) => text);
      expect(of('dropped').join('')).toBe(spoken);
      expect(wordsOf(of('added').join(' ')).keys).toEqual(wordsOf(reference).keys);
    }
  });
});

describe('words of other scripts', () => {
  // biome-ignore format: a table, one pair a line
  test.each([
    ['Cyrillic', 'uk', 'Ми відбудуємо міст, друзі', 'Ми відбудуємо дім, друзі', 'Ми відбудуємо -міст,- +дім,+ друзі'],
    ['Arabic', 'ar', 'سنعيد بناء الجسر غدا', 'سنعيد بناء البيت غدا', 'سنعيد بناء -الجسر- +البيت+ غدا'],
    ['Hebrew', 'he', 'נבנה את הגשר מחדש', 'נבנה את הבית מחדש', 'נבנה את -הגשר- +הבית+ מחדש'],
    ['Han, without spaces', 'zh', '我们将重建这座桥', '我们将重建这座学校', '我们将重建这座 -桥- +学校+'],
    ['Thai, without spaces', 'th', 'เราจะสร้างสะพานใหม่', 'เราจะสร้างบ้านใหม่', 'เราจะสร้าง -สะพาน- +บ้าน+ ใหม่'],
    ['Hangul', 'ko', '우리는 다리를 다시 짓는다', '우리는 집을 다시 짓는다', '우리는 -다리를- +집을+ 다시 짓는다'],
    ['Devanagari', 'hi', 'हम पुल फिर बनाएँगे', 'हम घर फिर बनाएँगे', 'हम -पुल- +घर+ फिर बनाएँगे'],
    ['Greek', 'el', 'Θα χτίσουμε τη γέφυρα', 'Θα χτίσουμε τη ΓΕΦΥΡΑ ξανά', 'Θα χτίσουμε τη ΓΕΦΥΡΑ +ξανά+'],
  ])('are told apart in %s', async (_script, language, reference, content, line) => {
    const wording = await against({ content: reference, language }, { content, language });
    expect(lineOf(wording)).toBe(line);
  });

  test.each([
    ['Russian my and mine', 'ru', 'мой дом', 'мои дом'],
    ['Ukrainian and', 'uk', 'її край', 'іі край'],
    ['Hindi vowels', 'hi', 'राम की बात', 'राम का बात'],
    ['Thai vowels', 'th', 'ดี', 'ดุ'],
    ['Japanese voiced sounds', 'ja', 'かき', 'かぎ'],
  ])('differ by the marks that make another word: %s', async (_what, language, one, other) => {
    const wording = await against({ content: one, language }, { content: other, language });
    expect(wording.decided.measured).not.toBe('identical');
    expect(wording.similarity).toBeLessThan(1);
  });

  test.each([
    ['Arabic vowel signs', 'ar', 'كَتَبَ الولد', 'كتب الولد'],
    ['Hebrew points', 'he', 'שָׁלוֹם', 'שלום'],
    ['Greek accents', 'el', 'γέφυρα', 'γεφυρα'],
    ['Ukrainian apostrophes', 'uk', 'мʼята пам’ять', "м'ята память"],
  ])('do not differ by marks that may be left out: %s', async (_what, language, one, other) => {
    const wording = await against({ content: one, language }, { content: other, language });
    expect(wording.decided.measured).toBe('identical');
  });
});

test.each([
  ['a number', '2000 houses stand', '200 houses stand'],
  ['a decimal number', '2.5 metres', '25 metres'],
  ['a fraction', '½ the town is home', 'the town is home'],
])('%s counts as a word', async (_what, reference, content) => {
  expect((await against(reference, content)).similarity).toBeLessThan(1);
});

describe('editorial insertions', () => {
  test.each([
    [
      'within',
      'We will rebuild the bridge [of 1871].',
      ['[of 1871]'],
      'We will rebuild the bridge.',
    ],
    ['at the beginning', '[Friends,] we will rebuild', ['[Friends,]'], 'we will rebuild'],
    ['at the end', 'we will rebuild [the bridge]', ['[the bridge]'], 'we will rebuild'],
    [
      'twice in the same words',
      'We [all] will [all] rebuild',
      ['[all]', '[all]'],
      'We will rebuild',
    ],
    ['side by side', 'We [two] [all] will', ['[two]', '[all]'], 'We will'],
    ['in a word', 'We rebuild[s] it', ['[s]'], 'We rebuild it'],
    [
      'in the words that are spoken, too',
      'We (all) will, all of us',
      ['(all)'],
      'We will, all of us',
    ],
    ['around everything', '[nothing]', ['[nothing]'], ''],
    ['in another script', '我们[将]重建🌊[桥]', ['[将]', '[桥]'], '我们重建🌊'],
  ])('stand apart from what was spoken: %s', async (_where, content, insertions, spoken) => {
    const wording = (await worded({ content, insertions })).wordings[0];
    expect(wording).toMatchObject({ content, insertions, spoken });
  });

  test('are compared with nothing, neither in the wording nor in the reference', async () => {
    const inserted = { content: 'We will [soon] rebuild', insertions: ['[soon]'] };
    expect((await against('We will rebuild', inserted)).decided.measured).toBe('identical');
    expect((await against(inserted, 'We will rebuild')).decided.measured).toBe('identical');
    expect((await against(inserted, 'We will soon rebuild')).decided.measured).toBe('extended');
  });

  test('that are not declared are words as all others', async () => {
    const wording = await against('We will rebuild', 'We will [soon] rebuild');
    expect(wording).toMatchObject({ insertions: [], decided: { measured: 'extended' } });
    expect(lineOf(wording)).toBe('We will +[soon]+ rebuild');
    const quoted = await against('We said no', 'We said “never”, ‘no’');
    expect(lineOf(quoted)).toBe('We said +“never”,+ ‘no’');
  });
});

describe('very long wordings', () => {
  const text = (word: string, count: number) =>
    Array.from({ length: count }, (_, index) => `${word}${index}`).join(' ');

  test('that have much in common are compared', () => {
    const speech = text('a', 20_000);
    const alignment = align(speech, speech.replace('a10000 ', 'not a10000 '));
    expect(alignment).toMatchObject({ kept: 20_000, dropped: 0, added: 1 });
  });

  test('are compared with a short one', () => {
    expect(align(text('a', 9000), 'a4000 a4001 a4002')).toMatchObject({ kept: 3, dropped: 8997 });
  });

  test('that have little in common are not compared word by word, and the answer says so', async () => {
    expect(align(text('a', 4000), text('b', 4000))).toBeNull();
    const wording = await against(text('a', 4000), text('b', 4000));
    expect(wording).toMatchObject({ diff: null, similarity: null });
    expect(wording.decided).toEqual({
      by: 'annotation',
      measured: null,
      reason: 'too long and too different to compare word by word',
    });
  });
});

test('texts without a word are alike', () => {
  expect(align('…', '!?')).toEqual({ parts: [], kept: 0, dropped: 0, added: 0, similarity: 1 });
});

describe('GET /v1/utterances/{id}', () => {
  test('shows the reference without a diff, and every wording whether it is verbatim', async () => {
    await using world = await onSample();
    const { data } = (await world.get('/v1/utterances/rebuild-the-bridge')).body;
    expect(data.wordings).toMatchObject([
      { id: 'headline', verbatim: false, decided: { measured: null } },
      {
        id: 'rebuild',
        verbatim: true,
        spoken: 'We will rebuild the bridge. Nobody in Stari Most sleeps outside tonight.',
        insertions: ['[of 1871]'],
        diff: null,
        similarity: null,
        decided: { by: 'annotation', measured: 'identical', reason: 'the reference itself' },
      },
      { id: 'rebuild-bg', verbatim: true, diff: null, decided: { measured: 'translation' } },
    ]);
  });

  test('shows an utterance of one wording as its own reference', async () => {
    await using world = await onSample();
    const { data } = (await world.get('/v1/utterances/train')).body;
    expect(data.wordings).toHaveLength(1);
    expect(data.wordings[0]).toMatchObject({
      id: 'train',
      diff: null,
      decided: { reason: 'the reference itself' },
    });
  });

  test('shows in a list the wordings without what is computed', async () => {
    await using world = await onSample();
    const { body } = await world.get('/v1/utterances?id=rebuild-the-bridge');
    expect(Object.keys(body.data[0].wordings[0])).not.toContain('diff');
    expect(body.data[0].wordings[1].insertions).toEqual(['[of 1871]']);
  });

  test('with fields= shows these parts only', async () => {
    await using world = await onSample();
    const url = '/v1/utterances/rebuild-the-bridge';
    const { data } = (await world.get(`${url}?fields=id,wordings`)).body;
    expect(Object.keys(data)).toEqual(['id', 'wordings']);
    expect(data.wordings).toEqual((await world.get(url)).body.data.wordings);
    const [error] = await world.refused(`${url}?fields=wording`);
    expect(error).toMatchObject({ parameter: 'fields', suggestion: 'wordings' });
  });

  test('with format=csv is one row, the wordings as JSON in a column', async () => {
    await using world = await onSample();
    const url = '/v1/utterances/rebuild-the-bridge';
    const { text, headers } = await world.get(`${url}?format=csv`);
    expect(headers['content-type']).toContain('text/csv');
    const [columns, ...rows] = text.replace('\uFEFF', '').trimEnd().split('\r\n');
    expect(columns?.split(',').slice(0, 2)).toEqual(['id', 'title']);
    expect(columns).toContain(',reference,wordings,');
    expect(rows).toHaveLength(1);
    expect(rows[0]).toContain('""decided"":{""by"":""annotation""');
  });

  test('with format=jsonld is a work with its wordings as examples', async () => {
    await using world = await onSample();
    const { body } = await world.get('/v1/utterances/rebuild-the-bridge?format=jsonld');
    expect(body).toMatchObject({
      '@type': 'CreativeWork',
      workExample: [
        { wordingRelation: 'altered', '@type': 'Quotation' },
        { wordingRelation: 'identical' },
        { wordingRelation: 'translation', inLanguage: 'bg' },
      ],
    });
  });

  test('on the bundled record keeps every wording whole in its diff', async () => {
    await using world = await onRecord();
    const { body } = await world.get('/v1/utterances?wordings__gt=1&limit=100');
    const compared: string[] = [];
    for (const { id } of body.data) {
      const { data } = (await world.get(`/v1/utterances/${id}`)).body;
      for (const { id: wording, diff, spoken, insertions } of data.wordings) {
        for (const one of insertions) expect(spoken, wording).not.toContain(one);
        if (diff === null) continue;
        compared.push(wording);
        const shown = diff.filter(({ operation }: Json) => operation !== 'dropped');
        expect(shown.map(({ text }: Json) => text).join(''), wording).toBe(spoken);
      }
    }
    expect(compared.length).toBeGreaterThan(10);
  });

  test('on the bundled record a headline that changes the words is not verbatim', async () => {
    await using world = await onRecord();
    const { body } = await world.get('/v1/quotes?location=headline&content_origin=rewritten');
    expect(body.data.length).toBeGreaterThan(0);
    for (const { id, utterance } of body.data) {
      const { data } = (await world.get(`/v1/utterances/${utterance.id}`)).body;
      const wording = data.wordings.find((one: Json) => one.id === id);
      expect(wording, id).toMatchObject({ verbatim: false, location: 'headline' });
    }
  });
});

test('words of plain letters and marks are cut as those of any text are', () => {
  const texts = [
    "Don’t \"go\" at 9,000 feet... (Ada's 3rd) U.S. and re-opened/closed 50% of $5; it's 90's",
    "l'eau d’O2 and rock 'n' roll — yes – no… <b>a</b> x^2 {c} [d]",
    'Nothing\nbut\n\nlines - and   spaces!?',
  ];
  for (const text of texts) {
    const among = wordsOf(`${text} ∎é`).keys; // which no pattern cuts
    expect(wordsOf(text).keys).toEqual(among.slice(0, -1));
  }
});
