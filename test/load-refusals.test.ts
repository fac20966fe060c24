// What a load refuses: where, why, what is allowed instead, and that nothing is kept.
import { expect, test } from 'vitest';
import type { Refusal } from '#record/refusal.ts';
import {
  articleOf,
  bytesOf,
  fresh,
  load,
  type Minimal,
  minimal,
  refusalsOf,
  spanOf,
  TEXT,
} from './minimal.ts';

/** Loads onto a minimal record; proves that the database stays as it was. */
function refused(contents: Record<string, object | string>): Refusal[] {
  using db = fresh();
  load(db, { 'held.json': minimal().file });
  const before = bytesOf(db);
  const refusals = refusalsOf(() => load(db, contents));
  expect(bytesOf(db).equals(before)).toBe(true);
  return refusals;
}

const LENGTH = [...TEXT].length;
const CONTENT = spanOf(TEXT, 'the old bridge would close');
const INSIDE = `start below end, and end at most ${LENGTH}`;
const EXACT = 'the printed characters, left out only for the content of an indirect quote';
const SLUG = 'lower-case letters, digits and single hyphens, like volodymyr-zelensky';
const ADDRESS =
  'another word than histogram and comparison, at whose address there is something else';
const SPEAKS = 'a person or organization or group';
const AMONG_TYPES = 'person, organization, group, place';
const COMPARATORS =
  'exact, approximately, more_than, at_least, nearly, less_than, at_most, between, vague';
const RELATIONS = 'identical, truncated, extended, translation, paraphrase, altered';
const LOOP = 'a parent that is not itself a part of this';
const ORIGINS = 'paraphrase for indirect quotes, verbatim or rewritten for the others';
const ONE = 'a value that no other has';
const known = (kind: string) => `the id of a record of ${kind} that the files or the database hold`;
const like = (kind: string, near: string) => `${known(kind)}, like ${near}`;
const both = (a: string, b: string) => `both ${a} and ${b}, or neither`;

type Wrong = [part: string, change: object, field: string, problem: string, allowed: string];

/** A part of the minimal record by its path, what is set in it, and the one refusal of that. */
// biome-ignore format: a table, one refusal a line
const WRONG: Wrong[] = [
  // the shape
  ['figure', { value: '40' }, 'value', '"40" cannot be used', 'number'],
  ['figure', { expression: undefined }, 'expression', 'is missing', 'string'],
  ['figure', { series: null }, 'series', 'null cannot be used', 'string'],
  ['close', { says: 1 }, '', '"says" is not known here', 'the fields that record.schema.json names'],
  ['mayor', { kind: 'robot' }, 'kind', '"robot" cannot be used', AMONG_TYPES],
  ['mayor', { kind: undefined }, 'kind', 'is missing', AMONG_TYPES],
  ['figure', { comparator: 'over' }, 'comparator', '"over" cannot be used', COMPARATORS],
  ['crossing', { relation: 'same' }, 'relation', '"same" cannot be used', RELATIONS],
  ['story', { id: 'Flood' }, 'id', '"Flood" cannot be used', SLUG],
  ['story', { id: 'a--b' }, 'id', '"a--b" cannot be used', SLUG],
  ['story', { id: 'histogram' }, 'id', '"histogram" cannot be used', ADDRESS],
  ['figure', { id: 'comparison' }, 'id', '"comparison" cannot be used', ADDRESS],
  ['article.text', { length: 1.5 }, 'text.length', '1.5 cannot be used', 'a whole number'],
  ['article.text', { length: 0 }, 'text.length', '0 cannot be used', 'more than 0'],
  ['story', { title: '' }, 'title', '"" cannot be used', 'at least 1 character'],
  ['story', { id: 'a'.repeat(151) }, 'id', `"${'a'.repeat(99)} cannot be used`, 'at most 150 characters'],
  ['mayor', { names: [] }, 'names', '[] cannot be used', 'at least 1 entry'],
  ['article', { language: 'English' }, 'language', '"English" cannot be used', 'an ISO 639 code like en'],
  ['mayor', { country: 'uk' }, 'country', '"uk" cannot be used', 'an ISO 3166-1 alpha-2 code like UA'],
  ['mayor.names.1', { script: 'cyr' }, 'names[1].script', '"cyr" cannot be used', 'an ISO 15924 code like Latn'],
  // what it refers to
  ['crossing', { speaker: 'ada-quil' }, 'speaker', '"ada-quil" is unknown', like('entities', 'ada-quill')],
  ['crossing', { speaker: 'lowford' }, 'speaker', '"lowford" is a place', SPEAKS],
  ['crossing.attribution.0', { agent: 'lowford' }, 'attribution[0].agent', '"lowford" is a place', SPEAKS],
  ['crossing.attribution.0', { agent: 'ada-q' }, 'attribution[0].agent', '"ada-q" is unknown', like('entities', 'ada-quill')],
  ['crossing', { addressee: 'ada-q' }, 'addressee', '"ada-q" is unknown', like('entities', 'ada-quill')],
  ['close', { utterance: 'no', relation: 'altered' }, 'utterance', '"no" is unknown', like('utterances', 'no-crossing')],
  ['figure', { series: 'homes' }, 'series', '"homes" is unknown', like('series', 'homes-flooded')],
  ['figure', { claimant: 'ada-q' }, 'claimant', '"ada-q" is unknown', like('entities', 'ada-quill')],
  ['article', { story: 'lowford-food' }, 'story', '"lowford-food" is unknown', like('stories', 'lowford-flood')],
  ['article', { story: 'sunshine' }, 'story', '"sunshine" is unknown', known('stories')],
  ['article', { publisher: 'ada-q' }, 'publisher', '"ada-q" is unknown', like('entities', 'ada-quill')],
  ['article', { dateline: 'low-val' }, 'dateline', '"low-val" is unknown', like('entities', 'low-vale')],
  ['mention', { entity: 'low-val' }, 'mentions[0].entity', '"low-val" is unknown', like('entities', 'low-vale')],
  ['homes', { place: 'low-val' }, 'place', '"low-val" is unknown', like('entities', 'low-vale')],
  ['homes', { place: 'ada-quill' }, 'place', '"ada-quill" is a person', 'a place'],
  ['mayor', { affiliation: 'lowford' }, 'affiliation', '"lowford" is a place', 'a organization or group'],
  // what belongs together
  ['crossing', { said_on: '2022-02-30' }, 'said_on', '"2022-02-30" cannot be used', 'a day of the calendar, YYYY-MM-DD'],
  ['crossing', { said_on_accuracy: null }, 'said_on_accuracy', 'is missing beside said_on', both('said_on', 'said_on_accuracy')],
  ['article', { published_on: null }, 'published_on', 'is missing beside published_on_accuracy', both('published_on', 'published_on_accuracy')],
  ['figure', { as_of: '2021-05-04' }, 'as_of_accuracy', 'is missing beside as_of', both('as_of', 'as_of_accuracy')],
  ['crossing', { relation: null }, 'relation', 'is missing beside utterance', both('utterance', 'relation')],
  ['article', { story_relation: null }, 'story_relation', 'is missing beside story', both('story', 'story_relation')],
  ['town', { longitude: null }, 'longitude', 'is missing beside latitude', both('latitude', 'longitude')],
  ['figure', { comparator: 'between', value_max: 39 }, 'value_max', '39 is below value 40', 'a number from 40 up'],
  ['figure', { comparator: 'between' }, 'value_max', 'null does not go with between', 'a number only for between'],
  ['figure', { value_max: 50 }, 'value_max', '50 does not go with more_than', 'a number only for between'],
  ['figure', { comparator: 'vague' }, 'value', '40 does not go with vague', 'null exactly where it is vague'],
  ['figure', { value: null }, 'value', 'null does not go with more_than', 'null exactly where it is vague'],
  ['crossing', { content_origin: 'paraphrase' }, 'content_origin', 'paraphrase does not go with direct', ORIGINS],
  ['mayor', { name: 'Ada Q' }, 'name', '"Ada Q" is not among names', 'one of Ada Quill, Ада Квілл'],
  ['mayor.names.1', { name: 'Ada Quill' }, 'names[1].name', '"Ada Quill" stands twice', 'each spelling once'],
  ['council', { wikidata_id: 'Q900001' }, 'wikidata_id', 'Q900001 belongs to ada-quill', ONE],
  ['vale', { geonames_id: 900001 }, 'geonames_id', '900001 belongs to lowford', ONE],
  ['mention', { starts: [9, 9] }, 'mentions[0]', '"Lowford" at 9 stands twice', 'each mention once'],
  // positions
  ['close.spans.2', { end: LENGTH + 1 }, 'spans[2].end', `${CONTENT.start} to ${LENGTH + 1} lies outside the text`, INSIDE],
  ['close.spans.2', { end: CONTENT.start }, 'spans[2].end', `${CONTENT.start} to ${CONTENT.start} lies outside the text`, INSIDE],
  ['figure', { start: LENGTH }, 'start', `${LENGTH} to ${LENGTH + 12} lies outside the text`, INSIDE],
  ['mention', { starts: [LENGTH] }, 'mentions[0].starts', `${LENGTH} to ${LENGTH + 7} lies outside the text`, INSIDE],
  ['close.spans.2', { start: 0 }, 'spans[2].start', '0 lies before the span above it', 'spans in text order'],
  ['close.spans.1', { exact: 'spoke' }, 'spans[1].exact', 'has 5 characters where the span has 4', 'exactly the characters from start to end'],
  ['close.spans.2', { exact: 'the old bridge would close' }, 'spans[2].exact', 'copies the article', EXACT],
  ['close.spans.1', { exact: null }, 'spans[1].exact', 'is missing', EXACT],
  ['close.spans.0', { role: 'insertion' }, 'spans[0]', 'is an insertion outside the content', 'a span within a content span'],
  ['crossing', { content: 'We risk it,' }, 'content', 'does not match its spans', 'the content spans joined by a space: "We risk no crossing [tonight],"'],
  // what leads back to itself
  ['crossing', { continues: 'quill-no-crossing' }, 'continues', '"quill-no-crossing" is no other quote of flood-news', 'a quote of the article'],
  ['council', { parent: 'lowford-council' }, 'parent', 'leads back to "lowford-council"', LOOP],
];

test.for(WRONG)('%s with %j is refused at "%s": %s', ([part, change, field, problem, allowed]) => {
  const record = minimal();
  const path = part.split('.');
  const at = path.reduce<object>((whole, step) => (whole as never)[step], record);
  Object.assign(at, change);
  const { id } = record[path[0] === 'mention' ? 'article' : (path[0] as 'mayor')];
  expect(refused({ 'all.json': record.file })).toEqual([
    { file: 'all.json', record: id, field, problem, allowed },
  ]);
});

test.for([
  ['an unexpected token', '{\n  "entities": [}\n'],
  ['a missing comma', '{\n  "entities": [1 2]\n'],
  ['an early end', '{\n  "entities": ['],
])('broken JSON is refused with its file and position: %s', ([, broken]) => {
  const told = refused({ 'good.json': minimal().file, 'broken.json': broken ?? '' });
  expect(told).toMatchObject([
    { file: 'broken.json', allowed: 'a JSON file in the format of record.schema.json' },
  ]);
  expect(told[0]?.problem).toMatch(/^cannot be read: .*(position 1[6-9]|line 2 column 1[4-7])/);
});

test('a record file that is not UTF-8 is refused', () => {
  const latin1 = Buffer.from('{"stories":[{"id":"cafe","title":"caf\u00e9"}]}', 'latin1');
  expect(refused({ 'latin1.json': latin1 })).toMatchObject([{ file: 'latin1.json', record: '' }]);
});

test('everything wrong in every file is told at once', () => {
  const [one, other] = [minimal(), minimal()];
  Object.assign(one.figure, { value: '40', comparator: 'over' });
  Object.assign(other.close, { type: 'said' });
  const told = refused({ 'one.json': one.file, 'other.json': other.file });
  expect(told.map(({ file, field }) => `${file} ${field}`)).toEqual([
    'one.json value',
    'one.json comparator',
    'other.json type',
  ]);
});

test.for([
  ['town', { latitude: 91 }],
  ['figure', { start: -1 }],
  ['mayor', { names: [] }],
  ['story', { title: '' }],
  ['article', { url: 'no url' }],
] as const)('the refusal of %s with %j tells what is allowed', ([part, change]) => {
  const record = minimal();
  Object.assign(record[part], change);
  const told = refused({ 'all.json': record.file });
  expect(told).toMatchObject([{ record: record[part].id, field: Object.keys(change)[0] }]);
  expect(told[0]?.allowed).not.toMatch(/^(Too|Invalid) /);
});

const second = (quotes: object[] = [], figures: object[] = []) => ({
  ...articleOf('second', `${TEXT}More of it.`),
  quotes,
  figures,
});

/** A second record of each kind with an id that the minimal record has. */
const TWICE = {
  entities: ({ town }: Minimal) => ['entities', town, 'lowford'],
  series: ({ homes }: Minimal) => ['series', homes, 'homes-flooded'],
  stories: ({ story }: Minimal) => ['stories', story, 'lowford-flood'],
  utterances: ({ utterance }: Minimal) => ['utterances', utterance, 'no-crossing'],
  articles: () => ['articles', articleOf('flood-news', 'Other news.'), 'flood-news'],
  quotes: ({ close }: Minimal) => ['articles', second([close]), 'quill-bridge-closes'],
  figures: ({ figure }: Minimal) => ['articles', second([], [figure]), 'council-homes-flooded'],
} as const;

test.for(Object.keys(TWICE) as (keyof typeof TWICE)[])(
  'an id that stands twice among %s is refused, within a file and between files',
  (kind) => {
    const record = minimal();
    const [section, copy, id] = TWICE[kind](record) as [keyof Minimal['file'], object, string];
    const { file } = record;
    const allowed = 'an id that no other record of its kind has';
    const within = refused({ 'a.json': { ...file, [section]: [...file[section], copy] } });
    const between = refused({ 'a.json': file, 'b.json': { [section]: [copy] } });
    const problem = expect.stringMatching(
      new RegExp(`^stands twice among ${kind}, also in .*a.json$`),
    );
    expect(within).toEqual([{ file: 'a.json', record: id, field: 'id', problem, allowed }]);
    expect(between).toEqual([{ file: 'b.json', record: id, field: 'id', problem, allowed }]);
  },
);

type Change = (record: Minimal) => void;

/** Mistakes that take more than one part; each refusal as `record field: problem`. */
const TOGETHER: [fact: string, change: Change, ...refusals: string[]][] = [
  [
    'wordings of one utterance with two speakers',
    ({ close }) => {
      const second = { speaker: 'lowford-council', utterance: 'no-crossing' };
      Object.assign(close, second, { relation: 'altered' });
    },
    'quill-bridge-closes speaker: lowford-council is not the only speaker of the utterance no-crossing',
  ],
  [
    'an utterance without a wording among the quotes',
    ({ utterance }) => Object.assign(utterance, { reference: 'quill-bridge-closes' }),
    'no-crossing reference: "quill-bridge-closes" is no quote that words this utterance',
  ],
  [
    'a quote that continues one of another article',
    ({ file, close }) => {
      const continues = 'quill-no-crossing';
      file.articles.push(second([{ ...close, id: 'quill-again', continues }]));
    },
    'quill-again continues: "quill-no-crossing" is no other quote of second',
  ],
  [
    'a figure within a quote of another article',
    ({ file, figure }) => {
      const quote = 'quill-bridge-closes';
      file.articles.push(second([], [{ ...figure, id: 'again', quote }]));
    },
    'again quote: "quill-bridge-closes" is no quote of second',
  ],
  [
    'places within each other',
    ({ vale }) => Object.assign(vale, { parent: 'lowford' }),
    'low-vale parent: leads back to "low-vale"',
  ],
  [
    'organizations within each other',
    ({ authorities }) => Object.assign(authorities, { parent: 'lowford-council' }),
    'lowford-authorities parent: leads back to "lowford-authorities"',
  ],
  [
    'series that are part of each other',
    ({ buildings }) => Object.assign(buildings, { parent: 'homes-flooded' }),
    'buildings-flooded parent: leads back to "buildings-flooded"',
  ],
  [
    'a parent in the files that lies within its child in the database',
    ({ file, vale }) => Object.assign(file, only({ entities: [{ ...vale, parent: 'lowford' }] })),
    'low-vale parent: leads back to "low-vale"',
  ],
  [
    'the Wikidata id of an entity that the database holds',
    ({ file, vale }) =>
      Object.assign(file, only({ entities: [{ ...vale, wikidata_id: 'Q900001' }] })),
    'low-vale wikidata_id: Q900001 belongs to ada-quill',
  ],
  [
    'one text of two articles',
    ({ file }) => file.articles.push(articleOf('second', TEXT)),
    `second text.sha256: ${articleOf('second', TEXT).text.sha256} belongs to flood-news`,
  ],
  [
    'the text of an article that the database holds',
    ({ file }) => Object.assign(file, only({ articles: [articleOf('second', TEXT)] })),
    `second text.sha256: ${articleOf('second', TEXT).text.sha256} belongs to flood-news`,
  ],
  [
    'another kind for an entity that the database holds',
    ({ file, council }) => Object.assign(file, only({ entities: [{ ...council, kind: 'group' }] })),
    'lowford-council kind: is group, but the database holds a organization',
  ],
  [
    'two mentions at one position in different words',
    ({ article, mention }) => article.mentions.push({ ...mention, exact: 'Bowford' }),
    `flood-news mentions[1]: "Bowford" at ${spanOf(TEXT, 'Lowford').start} stands twice`,
  ],
  [
    'a direct quote whose content copies nothing',
    ({ crossing }) => Object.assign(crossing.spans[0] ?? {}, { exact: null }),
    'quill-no-crossing spans[0].exact: is missing',
    'quill-no-crossing content: does not match its spans',
  ],
  [
    'a quote without a span of content',
    ({ close }) => close.spans.pop(),
    'quill-bridge-closes spans: hold no content',
  ],
];

const only = (content: object) => ({
  entities: [],
  series: [],
  stories: [],
  utterances: [],
  articles: [],
  ...content,
});

test.for(TOGETHER)('%s: refused', ([, change, ...expected]) => {
  const record = minimal();
  change(record);
  const told = refused({ 'all.json': record.file });
  expect(told.map((one) => `${one.record} ${one.field}: ${one.problem}`)).toEqual(expected);
  expect(told.every(({ file, allowed }) => file === 'all.json' && allowed !== '')).toBe(true);
});
