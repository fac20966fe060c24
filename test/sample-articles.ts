// The two articles of the invented record: their texts, and what was said and counted in them.
// Positions are computed from the texts.
import type { z } from 'zod';
import type { recordFileSchema } from '#record/schema.ts';
import { sha256, spanOf } from './minimal.ts';

type Input = z.input<typeof recordFileSchema>;
type Article = NonNullable<Input['articles']>[number];
type Quote = NonNullable<Article['quotes']>[number];
type Figure = NonNullable<Article['figures']>[number];
type Mention = NonNullable<Article['mentions']>[number];

// An emoji stands first, so that code points and UTF-16 units differ everywhere after it; a fraction
// and a decomposed letter are what texts hold in several forms.
const GAZETTE = `🌊 Old Bridge “will be rebuilt”, mayor says

Mayor Živa Müller told the residents: “We will rebuild the bridge [of 1871]. Nobody in Stari Most sleeps outside tonight.”
“It’s a once-in-a-lifetime flood,” she added on Sunday.
The water came “like a train through the café”, fire chief Petar Petrov told the River News Agency.
A firefighter said that at most 3 pumps were working near the Mill Museum.
“Thank you, Mayor Müller! ½ the town is home.” the residents replied.
The fire service counted 12 flooded houses in Lipovo, as the River News Agency reported; the council spoke of about 15, this newspaper saw more than 10.
At least 30 houses were flooded in Dolna; nearly 40 by Sunday, less than 50 in all.
Between 200 and 250 people had to leave. Dozens slept at friends. The water stood 1.5 metres high in Stari Most.
`;
const DAILY = `Кметът: ще построим моста

„Ще построим моста отново“, каза Жива Мюллер пред River News Agency.
„Водата на Дунаи\u0306 дойде бързо“, каза Петър Петров.
`;

const words = (text: string, role: Quote['spans'][number]['role'], exact: string) => ({
  role,
  ...spanOf(text, exact),
  exact,
});
const gazette = (role: Parameters<typeof words>[1], exact: string) => words(GAZETTE, role, exact);
const daily = (role: Parameters<typeof words>[1], exact: string) => words(DAILY, role, exact);

const quote = (
  id: string,
  speaker: string,
  spans: Quote['spans'],
  rest: Partial<Quote> = {},
): Quote => ({
  id,
  type: 'direct',
  content: spans.flatMap(({ role, exact }) => (role === 'content' ? [exact] : [])).join(' '),
  content_origin: 'verbatim',
  language: 'en',
  location: 'body',
  speaker,
  said_on: '2031-05-03',
  said_on_accuracy: 'day',
  spans,
  ...rest,
});

const REBUILD =
  'We will rebuild the bridge [of 1871]. Nobody in Stari Most sleeps outside tonight.';
const quotes: Quote[] = [
  quote(
    'headline',
    'ziva-muller',
    [gazette('content', 'will be rebuilt'), gazette('source', 'mayor')],
    {
      type: 'mixed',
      content_origin: 'rewritten',
      location: 'headline',
      utterance: 'rebuild-the-bridge',
      relation: 'altered',
    },
  ),
  quote(
    'rebuild',
    'ziva-muller',
    [
      gazette('source', 'Mayor Živa Müller'),
      gazette('cue', 'told'),
      gazette('content', REBUILD),
      gazette('insertion', '[of 1871]'),
    ],
    {
      speaker_role: 'Mayor',
      addressee: 'lipovo-residents',
      occasion: 'town meeting, evening',
      utterance: 'rebuild-the-bridge',
      relation: 'identical',
    },
  ),
  quote(
    'lifetime',
    'ziva-muller',
    [gazette('content', 'It’s a once-in-a-lifetime flood,'), gazette('cue', 'added')],
    {
      continues: 'rebuild',
      said_on: '2031-05-04',
    },
  ),
  quote(
    'train',
    'petar-petrov',
    [
      gazette('content', 'like a train through the café'),
      gazette('source', 'fire chief Petar Petrov'),
    ],
    {
      type: 'mixed',
      attribution: [{ role: 'agency', agent: 'river-news' }],
    },
  ),
  quote(
    'pumps',
    'lipovo-firefighter',
    [
      gazette('source', 'A firefighter'),
      gazette('cue', 'said'),
      {
        role: 'content',
        ...spanOf(GAZETTE, 'that at most 3 pumps were working near the Mill Museum'),
      },
    ],
    {
      type: 'indirect',
      content: 'Few pumps run beside the museum.',
      content_origin: 'paraphrase',
      said_on: '2031-05-04',
    },
  ),
  quote(
    'thanks',
    'lipovo-residents',
    [gazette('content', 'Thank you, Mayor Müller! ½ the town is home.'), gazette('cue', 'replied')],
    {
      addressee: 'ziva-muller',
      said_on: '2031-05-04',
    },
  ),
];
const translated: Quote[] = [
  quote(
    'rebuild-bg',
    'ziva-muller',
    [daily('content', 'Ще построим моста отново'), daily('source', 'Жива Мюллер')],
    {
      language: 'bg',
      addressee: 'river-news',
      attribution: [
        { role: 'translator', agent: 'boris-petrov' },
        { role: 'agency', agent: 'river-news' },
      ],
      utterance: 'rebuild-the-bridge',
      relation: 'translation',
    },
  ),
  quote(
    'fast-bg',
    'petar-petrov',
    [daily('content', 'Водата на Дунаи\u0306 дойде бързо'), daily('source', 'Петър Петров')],
    {
      language: 'bg',
      said_on: null,
      said_on_accuracy: null,
    },
  ),
];

const figure = (
  id: string,
  of: string,
  comparator: Figure['comparator'],
  value: number | null,
  expression: string,
  claimant: string | null,
  as_of: string | null,
  rest: Partial<Figure> = {},
): Figure => ({
  id,
  series: of,
  comparator,
  value,
  expression,
  start: spanOf(GAZETTE, expression).start,
  claimant,
  as_of,
  as_of_accuracy: as_of === null ? null : 'day',
  ...rest,
});

const FIRST = '2031-05-03';
const SECOND = '2031-05-04';
const figures: Figure[] = [
  figure('pumps-3', 'pumps', 'at_most', 3, 'at most 3 pumps', 'lipovo-firefighter', SECOND, {
    quote: 'pumps',
  }),
  figure(
    'houses-12',
    'houses-lipovo',
    'exact',
    12,
    '12 flooded houses',
    'lipovo-fire-service',
    FIRST,
    {
      attribution: [{ role: 'agency', agent: 'river-news' }],
    },
  ),
  figure('houses-15', 'houses-lipovo', 'approximately', 15, 'about 15', 'lipovo-council', FIRST),
  figure('houses-10', 'houses-lipovo', 'more_than', 10, 'more than 10', null, FIRST),
  figure(
    'houses-30',
    'houses-dolna',
    'at_least',
    30,
    'At least 30 houses',
    'lipovo-fire-service',
    FIRST,
  ),
  figure('houses-40', 'houses-dolna', 'nearly', 40, 'nearly 40', 'lipovo-fire-service', SECOND),
  figure('houses-50', 'houses-dolna', 'less_than', 50, 'less than 50', 'lipovo-council', SECOND),
  figure(
    'people-200',
    'people',
    'between',
    200,
    'Between 200 and 250 people',
    'lipovo-council',
    SECOND,
    { value_max: 250 },
  ),
  figure('people-dozens', 'people', 'vague', null, 'Dozens', null, null),
  figure('water-1', 'water', 'exact', 1.5, '1.5 metres', null, SECOND),
];

/** Every place at which words stand. */
const mention = (of: string, exact: string, text: string): Mention => ({
  entity: of,
  exact,
  kind: 'name',
  starts: [...text.matchAll(new RegExp(exact, 'g'))].map(
    ({ index }) => [...text.slice(0, index)].length,
  ),
});

const article = (id: string, text: string, rest: Partial<Article>): Article => ({
  id,
  language: 'en',
  published_on_accuracy: 'day',
  abstract: '',
  story: 'lipovo-flood',
  text: { sha256: sha256(text), length: [...text].length },
  ...rest,
});

export const articles: Article[] = [
  article('gazette-flood', GAZETTE, {
    headline: 'Old Bridge “will be rebuilt”, mayor says',
    abstract: 'A river leaves its bed; the mayor makes a promise.',
    publisher: 'lipovo-gazette',
    authors: ['petar-petrov', 'lipovo-gazette'],
    url: 'https://gazette.example/flood',
    published_on: SECOND,
    dateline: 'stari-most',
    story_relation: 'original',
    quotes,
    figures,
    mentions: [
      mention('stari-most', 'Stari Most', GAZETTE),
      mention('lipovo', 'Lipovo', GAZETTE),
      mention('river-news', 'River News Agency', GAZETTE),
      mention('ziva-muller', 'Müller', GAZETTE),
    ],
  }),
  article('daily-flood', DAILY, {
    headline: 'Кметът: ще построим моста',
    abstract: 'The mayor is quoted in translation.',
    publisher: 'dolna-daily',
    language: 'bg',
    published_on: '2031-05-05',
    story_relation: 'back_translation',
    quotes: translated,
    mentions: [mention('ziva-muller', 'Жива Мюллер', DAILY)],
  }),
];

/** The texts as files of a folder are read. */
export const texts = Object.entries({ 'gazette.txt': GAZETTE, 'daily.txt': DAILY }).map(
  ([file, content]) => ({ file, content, sha256: sha256(content), length: [...content].length }),
);
