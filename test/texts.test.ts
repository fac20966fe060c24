// Attaching article texts: by their SHA-256, with every anchor proved, or not at all.
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import type { Db } from '#db/open.ts';
import { readTexts } from '#record/files.ts';
import { reportTable } from '#record/report.ts';
import {
  articleOf,
  bytesOf,
  dump,
  fresh,
  load,
  minimal,
  refusalsOf,
  sha256,
  spanOf,
  TEXT,
  temporaryFolder,
  writeFiles,
} from './minimal.ts';

/** Reads texts from a folder that holds these files. */
function textsOf(contents: Record<string, string | Buffer>) {
  const [path = ''] = writeFiles(contents);
  return readTexts(dirname(path));
}

/** Loads a record with texts, as one does who holds them. */
function attach(db: Db, file: object, text: string | Buffer = TEXT) {
  return load(db, { 'all.json': file }, { texts: textsOf({ 'flood.txt': text }) });
}

test('a text is attached by its SHA-256, and every anchor is verified and counted', () => {
  using db = fresh();
  const report = attach(db, minimal().file);
  expect(report).toMatchObject({ attached: 1, counts: { texts: { held: 1, missing: 0 } } });
  expect(report.counts?.anchors).toMatchObject({ verified: 4, unverified: 0 }); // two quotes, a figure, a mention
  const { texts, quotes, figures, mentions } = dump(db);
  expect(texts).toMatchObject([{ sha256: sha256(TEXT), content: TEXT }]);
  for (const row of [quotes, figures, mentions].flat()) {
    expect(row).toMatchObject({ anchor_status: 'verified' });
  }
});

test('a text is attached to a record that was loaded before', () => {
  using db = fresh();
  expect(load(db, { 'all.json': minimal().file }).counts?.anchors).toMatchObject({
    verified: 0,
    unverified: 4,
  });
  const { records, attached, counts } = attach(db, {});
  expect(records.articles).toEqual({ inserted: 0, corrected: 0, unchanged: 0 });
  expect(attached).toBe(1);
  expect(counts?.anchors).toMatchObject({ verified: 4, unverified: 0 });
});

test('attaching again attaches nothing and says so', () => {
  using db = fresh();
  attach(db, minimal().file);
  const before = bytesOf(db);
  const report = attach(db, minimal().file);
  expect(report).toMatchObject({ attached: 0, counts: { texts: { held: 1, missing: 0 } } });
  expect(reportTable(report, false)).toMatch(/\nNothing has changed\.$/);
  expect(bytesOf(db).equals(before)).toBe(true);
});

test('texts are found in folders of folders, and hidden files are left alone', () => {
  const [path = ''] = writeFiles({ '.hidden': 'x', 'one.txt': 'one' });
  mkdirSync(join(dirname(path), 'empty'));
  expect(readTexts(dirname(path)).map(({ content }) => content)).toEqual(['one']);
});

test('positions count code points: an emoji is one character, a byte order mark is one', () => {
  const marked = '\uFEFF🌊🌊 Мер: “Ні 🌉 мосту,” said Ada.';
  const [text] = textsOf({ 'marked.txt': marked });
  expect(text).toMatchObject({
    content: marked,
    length: [...marked].length,
    sha256: sha256(marked),
  });

  using db = fresh();
  const { file, crossing } = minimal();
  const exact = 'Ні 🌉 мосту,';
  const { start, end } = spanOf(marked, exact);
  expect([start, end]).toEqual([10, 21]);
  const quote = { ...crossing, utterance: null, relation: null, content: exact };
  const spans = [{ role: 'content', start, end, exact }];
  const article = { ...articleOf('marked', marked), quotes: [{ ...quote, spans }] };
  const record = { ...file, utterances: [], articles: [article] };
  expect(attach(db, record, marked).counts?.anchors).toMatchObject({ verified: 1, unverified: 0 });
});

test('carriage returns and composed letters stay as they are', () => {
  const text = 'e\u0301 é\r\nline\r';
  const [read] = textsOf({ 'crlf.txt': text });
  expect(read).toMatchObject({ content: text, length: 11 });
});

test('a correction of a quote is verified again where the text is held', () => {
  using db = fresh();
  attach(db, minimal().file);
  const { file, close } = minimal();
  close.content = 'The old bridge is going to be shut.';
  const { records, counts } = load(db, { 'all.json': file });
  expect(records.quotes).toEqual({ inserted: 0, corrected: 1, unchanged: 1 });
  expect(counts?.anchors).toMatchObject({ verified: 4, unverified: 0 });
});

test('a correction of a quote to words that the held text does not have is refused', () => {
  using db = fresh();
  attach(db, minimal().file);
  const before = bytesOf(db);
  const { file, close } = minimal();
  Object.assign(close.spans[1] ?? {}, { exact: 'says' });
  expect(refusalsOf(() => load(db, { 'all.json': file }))).toEqual([
    {
      file: 'all.json',
      record: 'quill-bridge-closes',
      field: 'spans[1].exact',
      problem: '"says" does not match the text, which has "said" there',
      allowed: 'the characters that stand at the position',
    },
  ]);
  expect(bytesOf(db).equals(before)).toBe(true);
});

/** Wrong words of the same length as those that the text has. */
const WRONG = [
  ['a quote', 'quill-no-crossing', 'spans[3].exact', 'tell', 'told'],
  ['a figure', 'council-homes-flooded', 'expression', 'more than 41', 'more than 40'],
  ['a mention', 'flood-news', `mentions at ${spanOf(TEXT, 'Lowford').start}`, 'Lawford', 'Lowford'],
] as const;

test.for(WRONG)('%s whose words are not at its position is refused', (row) => {
  const [, id, field, wrong, printed] = row;
  using db = fresh();
  load(db, { 'held.json': { ...minimal().file, articles: [], utterances: [] } });
  const before = bytesOf(db);
  const { file, crossing, figure, mention } = minimal();
  const part = { quote: crossing.spans[3], figure, mention };
  if (id === 'quill-no-crossing') Object.assign(part.quote ?? {}, { exact: wrong });
  else if (id === figure.id) figure.expression = wrong;
  else mention.exact = wrong;
  expect(refusalsOf(() => attach(db, file))).toEqual([
    {
      file: 'all.json',
      record: id,
      field,
      problem: `"${wrong}" does not match the text, which has "${printed}" there`,
      allowed: 'the characters that stand at the position',
    },
  ]);
  expect(bytesOf(db).equals(before)).toBe(true);
});

test('wrong words of a record that the database holds are refused in its name', () => {
  using db = fresh();
  const { file, figure } = minimal();
  figure.expression = 'more than 41';
  load(db, { 'all.json': file });
  expect(refusalsOf(() => attach(db, {}))).toMatchObject([
    { file: 'the database', record: figure.id, field: 'expression' },
  ]);
});

test('a text that fits no article is refused, and the others with it', () => {
  using db = fresh();
  const before = bytesOf(db);
  const texts = textsOf({ 'flood.txt': TEXT, 'other.txt': `${TEXT} ` });
  expect(refusalsOf(() => load(db, { 'all.json': minimal().file }, { texts }))).toEqual([
    {
      file: 'other.txt',
      record: '',
      field: '',
      problem: `has the SHA-256 ${sha256(`${TEXT} `)}, which fits no article`,
      allowed: 'the unchanged texts of articles that are in the files or the database',
    },
  ]);
  expect(bytesOf(db).equals(before)).toBe(true);
});

test('a text of another length than its article records is refused', () => {
  using db = fresh();
  const before = bytesOf(db);
  const length = [...TEXT].length;
  const { file, article } = minimal();
  article.text.length += 1;
  expect(refusalsOf(() => attach(db, file))).toEqual([
    {
      file: 'all.json',
      record: 'flood-news',
      field: 'text.length',
      problem: `is ${length + 1}, but the text has ${length} characters`,
      allowed: `${length}`,
    },
  ]);
  expect(bytesOf(db).equals(before)).toBe(true);
});

test('a text with a NUL character, which SQLite would cut, is refused', () => {
  using db = fresh();
  const text = `${TEXT}\0`;
  const { file, article } = minimal();
  Object.assign(article, { text: articleOf('flood-news', text).text });
  expect(refusalsOf(() => attach(db, file, text))).toHaveLength(1);
});

test('bytes that are no UTF-8 are refused', () => {
  const latin1 = Buffer.from('caf\u00e9', 'latin1');
  expect(refusalsOf(() => textsOf({ 'good.txt': TEXT, 'latin1.txt': latin1 }))).toMatchObject([
    {
      file: 'latin1.txt',
      problem: expect.stringMatching(/^cannot be read: /),
      allowed: 'a text in UTF-8',
    },
  ]);
});

test('a folder without files, and one that does not exist, are refused', () => {
  const empty = temporaryFolder();
  const allowed = 'a folder of article texts';
  expect(refusalsOf(() => readTexts(empty))).toMatchObject([{ problem: 'holds no file', allowed }]);
  const missing = refusalsOf(() => readTexts(join(empty, 'missing')));
  expect(missing).toMatchObject([
    { file: 'missing', problem: expect.stringContaining('ENOENT'), allowed },
  ]);
});

test('a text that an article had before stays, and its newer one is the one in use', () => {
  using db = fresh();
  attach(db, minimal().file);
  const { file, article } = minimal();
  const newer = `${TEXT}Corrected on Thursday.\n`;
  Object.assign(article, { text: articleOf('flood-news', newer).text });
  expect(attach(db, file, newer)).toMatchObject({
    attached: 1,
    counts: { texts: { held: 2, missing: 0 }, anchors: { verified: 4, unverified: 0 } },
  });
});
