// The smallest record that holds every kind, about an invented town; positions are computed.
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { onTestFinished } from 'vitest';
import { type Db, openDatabase } from '#db/open.ts';
import { readRecordFiles } from '#record/files.ts';
import { type LoadOptions, loadRecord, type Report } from '#record/load.ts';
import { type Refusal, RefusedRecord } from '#record/refusal.ts';

/** An emoji and Cyrillic stand before everything that has a position. */
export const TEXT = `🌊 Низина: news of the flood
Mayor Ada Quill said the old bridge would close. “We risk no crossing [tonight],” she told the Herald.
The council of Lowford counted more than 40 flooded homes.
`;

export type Minimal = ReturnType<typeof minimal>;

export const sha256 = (text: string | Buffer): string =>
  createHash('sha256').update(text).digest('hex');

/** Where words stand in a text, in code points. */
export function spanOf(text: string, exact: string): { start: number; end: number } {
  const at = text.indexOf(exact);
  if (at < 0) throw new Error(`"${exact}" is not in the text`);
  const start = [...text.slice(0, at)].length;
  return { start, end: start + [...exact].length };
}

/** An article without quotes, figures and mentions. */
export const articleOf = (id: string, text: string) => ({
  id,
  language: 'en',
  abstract: `What ${id} reports.`,
  text: { sha256: sha256(text), length: [...text].length },
});

/** A fresh record file, and its parts by name: changing a part changes the file. */
export function minimal() {
  const mayor = {
    id: 'ada-quill',
    kind: 'person',
    name: 'Ada Quill',
    position: 'Mayor',
    affiliation: 'lowford-council',
    country: 'GB',
    wikidata_id: 'Q900001',
    names: [
      { name: 'Ada Quill', script: 'Latn', language: 'en', kind: 'name' },
      { name: 'Ада Квілл', script: 'Cyrl', language: 'uk', kind: 'transliteration' },
    ],
  };
  const council = {
    ...entity('lowford-council', 'organization', 'Lowford Council', 'government'),
    parent: 'lowford-authorities',
  };
  const authorities = entity('lowford-authorities', 'organization', 'Authorities', 'government');
  const herald = entity('lowford-herald', 'organization', 'Lowford Herald', 'media');
  const residents = entity('lowford-residents', 'group', 'Residents', 'people');
  const vale = entity('low-vale', 'place', 'Low Vale', 'region');
  const town = {
    ...entity('lowford', 'place', 'Lowford', 'city'),
    parent: 'low-vale',
    latitude: 52.5,
    longitude: -1.25,
    geonames_id: 900001,
  };
  const buildings = series('buildings-flooded', 'building');
  const homes = { ...series('homes-flooded', 'home'), parent: 'buildings-flooded' };
  const story = { id: 'lowford-flood', title: 'Lowford is flooded', source: 'lowford-herald' };
  const utterance = {
    id: 'no-crossing',
    title: 'Nobody is to cross the bridge',
    reference: 'quill-no-crossing',
  };
  const close = {
    ...quote('quill-bridge-closes', 'indirect', 'The bridge is to be shut.', 'paraphrase'),
    spans: [
      span('source', 'Mayor Ada Quill'),
      span('cue', 'said'),
      { role: 'content', ...spanOf(TEXT, 'the old bridge would close') },
    ],
  };
  const crossing = {
    ...quote('quill-no-crossing', 'direct', 'We risk no crossing [tonight],', 'verbatim'),
    addressee: 'lowford-herald',
    said_on: '2021-05-04',
    said_on_accuracy: 'day',
    attribution: [{ role: 'reporter', agent: 'lowford-herald' }],
    utterance: 'no-crossing',
    relation: 'identical',
    spans: [
      span('content', 'We risk no crossing [tonight],'),
      span('insertion', '[tonight]'),
      span('source', 'she'),
      span('cue', 'told'),
    ],
  };
  const figure = {
    id: 'council-homes-flooded',
    series: 'homes-flooded',
    value: 40,
    comparator: 'more_than',
    expression: 'more than 40',
    start: spanOf(TEXT, 'more than 40').start,
    claimant: 'lowford-council',
    attribution: [{ role: 'outlet', agent: 'lowford-herald' }],
  };
  const mention = {
    entity: 'lowford',
    exact: 'Lowford',
    kind: 'name',
    starts: [spanOf(TEXT, 'Lowford').start],
  };
  const article = {
    ...articleOf('flood-news', TEXT),
    headline: 'News of the flood',
    publisher: 'lowford-herald',
    authors: ['lowford-herald'],
    published_on: '2021-05-05',
    published_on_accuracy: 'day',
    dateline: 'lowford',
    story: 'lowford-flood',
    story_relation: 'original',
    quotes: [close, crossing],
    figures: [figure],
    mentions: [mention],
  };
  const file = {
    entities: [mayor, council, authorities, herald, residents, vale, town],
    series: [buildings, homes],
    stories: [story],
    utterances: [utterance],
    articles: [article] as object[],
  };
  const entities = { mayor, council, authorities, vale, town };
  const parts = { buildings, homes, story, utterance, article, close, crossing, figure, mention };
  return { file, ...entities, ...parts };
}

const entity = (id: string, kind: string, name: string, type: string) => ({
  id,
  kind,
  name,
  type,
  names: [{ name, script: 'Latn', language: 'en', kind: 'name' }],
});

const series = (id: string, unit: string) => ({
  id,
  title: `Flooded: ${unit}`,
  measure: 'flooded',
  population: `${unit}s`,
  place: 'lowford',
  unit,
  temporality: 'stock',
});

const quote = (id: string, type: string, content: string, content_origin: string) => ({
  id,
  type,
  content,
  content_origin,
  language: 'en',
  location: 'body',
  speaker: 'ada-quill',
});

const span = (role: string, exact: string) => ({ role, ...spanOf(TEXT, exact), exact });

/** An empty database, closed at the end of the block that is `using` it. */
export function fresh(): Db & Disposable {
  const db = openDatabase(':memory:');
  return Object.assign(db, { [Symbol.dispose]: () => void db.$client.close() });
}

/** An empty folder for the length of one test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'on-record-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** Writes contents to files of a temporary folder, objects as JSON; returns their paths. */
export function writeFiles(contents: Record<string, object | string>): string[] {
  const folder = temporaryFolder();
  return Object.entries(contents).map(([name, content]) => {
    const path = join(folder, name);
    const raw = typeof content === 'string' || Buffer.isBuffer(content);
    writeFileSync(path, raw ? content : JSON.stringify(content));
    return path;
  });
}

/** Loads record files by the path that the command takes. */
export function load(
  db: Db,
  contents: Record<string, object | string>,
  options?: LoadOptions,
): Report {
  return loadRecord(db, readRecordFiles(writeFiles(contents)), { count: true, ...options });
}

/** Attaches one text to the article that names it. */
export function attachText(db: Db, content: string): Report {
  const text = { file: 'text.txt', sha256: sha256(content), length: [...content].length, content };
  return loadRecord(db, [], { texts: [text], count: true });
}

/** What work is refused for; files are told by their last name. */
export function refusalsOf(work: () => unknown): Refusal[] {
  try {
    work();
  } catch (error) {
    if (!(error instanceof RefusedRecord)) throw error;
    return error.refusals.map(({ file, ...rest }) => ({
      file: file.replace(/^.*\//, ''),
      ...rest,
    }));
  }
  throw new Error('nothing was refused');
}

/** All that a database holds, without what is left on its free pages, which nothing restores. */
export function bytesOf(db: Db): Buffer {
  const copy = new Database(db.$client.serialize());
  copy.exec('vacuum');
  const bytes = copy.serialize();
  copy.close();
  return bytes;
}

/** Every row of every table, but when it was recorded. */
export function dump(db: Db): Record<string, unknown[]> {
  const tables = db.$client
    .prepare<[], string>(
      "select name from sqlite_schema where type = 'table' and name not like '%fts%' and name not like '%index%' and name not like '\\_\\_%' escape '\\'",
    )
    .pluck()
    .all();
  return Object.fromEntries(
    tables.map((table) => [
      table,
      db.$client
        .prepare<[], Record<string, unknown>>(`select * from ${table} order by rowid`)
        .all()
        .map(({ recorded_at: _recordedAt, changed_at: _changedAt, ...row }) => row),
    ]),
  );
}
