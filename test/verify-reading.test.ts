// How a text is read before anything is looked up: quotations, numbers, sentences, positions.
import { describe, expect, test } from 'vitest';
import { plainOf } from '#verify/markup.ts';
import { quantitiesOf } from '#verify/numbers.ts';
import { quotationsOf } from '#verify/quotations.ts';
import { codePointsOf, sentencesOf, tokensOf } from '#verify/text.ts';
import { wordsOf } from '#verify/words.ts';

const quoted = (text: string) =>
  quotationsOf(text).map(({ start, end, closed, nested }) => {
    const state = [closed ? [] : ['unclosed'], nested ? ['nested'] : []].flat();
    return [text.slice(start, end), ...state].join(' | ');
  });

describe('quotations', () => {
  test.each([
    ['"One," he said.', ['One,']],
    ['“One,” he said.', ['One,']],
    ['„Eins“, sagte er. „Zwei”', ['Eins', 'Zwei']],
    ['«Un» et « deux » und »drei«', ['Un', 'deux', 'drei']],
    ['‹un› und ›zwei‹', ['un', 'zwei']],
    ['‘One,’ he said.', ['One,']],
    ["'One,' he said.", ['One,']],
    ['‚Eins‘', ['Eins']],
    ['「一」と『二』', ['一', '二']],
    ['”Ett” sade hon.', ['Ett']],
    ['＂One＂', ['One']],
    ['He opened "straight and closed curly”.', ['straight and closed curly']],
    ['("one") — "two"—"three"', ['one', 'two', 'three']],
  ])('of every style: %s', (text, found) => {
    expect(quoted(text)).toEqual(found);
  });

  test.each([
    "Don't say it's the mayors' own.",
    "In the '90s 'twas rock 'n' roll, the boys' choice.",
    'The soldiers’ homes and Ada’s boat.',
    'A 6" pipe and a 5\' ladder.',
    '“” "" «»',
    'A stray ” mark.',
  ])('are none: %s', (text) => {
    expect(quoted(text)).toEqual([]);
  });

  test('of single marks hold apostrophes', () => {
    expect(quoted("'I'm not leaving. It's the boys' boat,' she said")).toEqual([
      "I'm not leaving. It's the boys' boat,",
    ]);
  });

  test('inside others are told as nested', () => {
    expect(quoted('“He said ‘go now’ and left.”')).toEqual([
      'He said ‘go now’ and left.',
      'go now | nested',
    ]);
    expect(quoted('"He said "go now" and left."')).toContain('go now | nested');
  });

  test('over several paragraphs, with the mark repeated, are one', () => {
    const text = '“First.\n\n“Second.\n\n“Third,” she said.';
    expect(quoted(text)).toEqual(['First.\n\n“Second.\n\n“Third,']);
    expect(quoted('"First.\n"Second," she said.')).toEqual(['First.\n"Second,']);
  });

  test('over wrapped lines are one', () => {
    expect(quoted('She said: "We are\nleaving now," and left.')).toEqual(['We are\nleaving now,']);
  });

  test('that nothing closes end with their paragraph or line', () => {
    expect(quoted('“Never closed.\n\nNext “one”.')).toEqual(['Never closed. | unclosed', 'one']);
    expect(quoted('"Never closed.\nThen "one".')).toEqual(['Never closed. | unclosed', 'one']);
    expect(quoted('“Never closed.')).toEqual(['Never closed. | unclosed']);
  });
});

const numbers = (text: string) =>
  sentencesOf(text, tokensOf(text)).flatMap((sentence) =>
    quantitiesOf(sentence)
      .filter(({ weak }) => weak === null)
      .map(({ value, value_max: most, comparator, vague, unit }) =>
        [
          comparator,
          vague ?? value,
          ...(most === null ? [] : [most]),
          ...(unit ? [unit] : []),
        ].join(' '),
      ),
  );

describe('numbers', () => {
  test.each([
    ['2,000 boats, 2 000 boats, 2.000 boats, 2 000 boats', Array(4).fill('exact 2000')],
    [
      '1.5 million people, 1,5 million people, half a million',
      ['exact 1500000', 'exact 1500000', 'exact 500000'],
    ],
    [
      '$350 million, US$2bn and €3.2m',
      ['exact 350000000 USD', 'exact 2000000000 USD', 'exact 3200000 EUR'],
    ],
    ['a 40-mile queue 5km away', ['exact 40', 'exact 5']],
    ['nine, twenty-two, a hundred and five boats', ['exact 9', 'exact 22', 'exact 105']],
    ['two thousand three hundred and six', ['exact 2306']],
    ['a dozen, two dozen, three hundred thousand', ['exact 12', 'exact 24', 'exact 300000']],
    [
      'dozens of boats, hundreds of men, tens of thousands of gulls',
      ['vague dozens', 'vague hundreds', 'vague tens of thousands'],
    ],
    ['5-6 days, 5–6 days, five to six days, between 5 and 6 days', Array(4).fill('between 5 6')],
    ['2 to 3 million people', ['between 2000000 3000000']],
    ['rose from 9 to 22 dead', ['exact 9', 'exact 22']],
    ['won 3-2 in the end', ['exact 3', 'exact 2']],
    [
      'By 1 March 102 boats, by 24 February 12 and by March 1, 40 boats left',
      ['exact 102', 'exact 12', 'exact 40'],
    ],
  ])('%s', (text, found) => {
    expect(numbers(text)).toEqual(found);
  });

  test.each([
    ['more_than', 'more than 30|over 30|in excess of 30|>30'],
    ['at_least', 'at least 30|no fewer than 30|not less than 30|30+|30 or more'],
    ['nearly', 'nearly 30|almost 30|just under 30|close to 30'],
    ['less_than', 'fewer than 30|less than 30|under 30'],
    ['at_most', 'up to 30|as many as 30|at most 30|no more than 30|30 or fewer'],
    ['approximately', 'about 30|around 30|roughly 30|some 30|an estimated 30|30 or so|30-odd|~30'],
    ['exact', '30|exactly 30'],
  ])('with a hedge: %s', (comparator, hedged) => {
    for (const printed of hedged.split('|')) {
      expect([printed, ...numbers(`They saw ${printed} boats.`)]).toEqual([
        printed,
        `${comparator} 30`,
      ]);
    }
  });

  test.each([
    'by 2031 boats, since 1999 boats, in May 2031 boats and on 3 May 2031 boats',
    'on 3 May 2031, May 3, 24th of February, Feb. 24 and 2031-05-03, 03/05/2031',
    'at 10:30, 5 p.m., 9am and 1800 GMT',
    'Ada Quill, 44, aged 12, a 12-year-old, 13 years old',
    'page 3, No. 5, chapter 7, #9, [12], (3)',
    'a T-72, COVID-19, the G7, F16, the 1990s, version 1.2.3, 24/7',
    'https://example.org/2031/200 and a.b200@example.org',
    'the first time in 2031, a second round, the 8th day, 40%, 12 per cent',
  ])('are none: %s', (text) => {
    expect(numbers(text)).toEqual([]);
  });

  test('of a list are none', () => {
    expect(numbers('1. Boats\n2. Pumps\n3) Men')).toEqual([]);
  });
});

test('sentences end at full stops, not at abbreviations, decimals or inside quotations', () => {
  const text = 'Dr. Quill of the U.S. paid 1.5 million. She left… Then "Go!" rang out. It did.';
  expect(sentencesOf(text, tokensOf(text)).map((tokens) => tokens[0]?.text)).toEqual([
    'Dr',
    'She',
    'Then',
    'It',
  ]);
});

describe('markup', () => {
  test.each([
    ['<p>One</p><P class="a">two<br/>three</p>', '\n\nOne\n\n\n\ntwo\nthree\n\n'],
    ['<b>o</b>ne <a href="/x">two</a>', 'one two'],
    ['**one** *two* _three_ ***four***', 'one two three four'],
    ['&quot;one&QUOT; &amp;&nbsp;two', '"one" &\u00a0two'],
    ['\\"one\\"', '"one"'],
    ['**', '**'],
  ])('is left out: %s', (given, text) => {
    expect(plainOf(given).text).toBe(text);
  });

  test.each(['2*3 * 4', 'snake_case', 'a < b and c > d', '* item\n* item', 'C:\\new', '&c; R&D'])(
    'is none: %s',
    (given) => {
      expect(plainOf(given).text).toBe(given);
    },
  );

  test('leaves every place known', () => {
    const given = '<p>**“Öl”** &amp; 🌊</p>';
    const { text, startOf, endOf } = plainOf(given);
    const printed = (word: string) => {
      const start = text.indexOf(word);
      return given.slice(startOf(start), endOf(start + word.length));
    };
    for (const word of ['“', 'Öl', '🌊']) expect(printed(word)).toBe(word);
    expect(printed('&')).toBe('&amp;');
    expect(endOf(text.length)).toBe(given.length);
  });
});

test('positions count code points', () => {
  const codePoint = codePointsOf('a🌊b🌊🌊c');
  expect([0, 1, 3, 4, 8, 9].map(codePoint)).toEqual([0, 1, 2, 3, 5, 6]);
});

test('words are folded; insertions and omissions are told', () => {
  const words = wordsOf('“Ｗe’ll … send [Ada’s] Café—boats”');
  expect(words.map(({ form }) => form)).toEqual(['well', 'send', 'adas', 'cafe', 'boats']);
  expect(words.filter(({ inserted }) => inserted).map(({ form }) => form)).toEqual(['adas']);
  expect(words.filter(({ omission }) => omission).map(({ form }) => form)).toEqual(['send']);
});

test('words of plain letters and marks are cut as those of any text are', () => {
  const texts = [
    "Don’t \"go\" ... (Ada's 3rd [and last]) U.S. and . . . re-opened/closed 50% of $5; it's 90's",
    "l'eau d’O2 [of [the] council] rock 'n' roll — yes – no… x^2",
  ];
  for (const text of texts) {
    expect(wordsOf(text)).toEqual(wordsOf(`${text} é`).slice(0, -1)); // which no pattern cuts
  }
});
