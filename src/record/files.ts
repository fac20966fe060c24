// Reads record files and article texts from disk.
import { hash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ParseError, parse } from 'jsonc-parser';
import type { z } from 'zod';
import { correctionFileSchema } from './correction-schema.ts';
import { type Refusal, RefusedRecord, refusalsOf } from './refusal.ts';
import { type RecordFile, recordFileSchema } from './schema.ts';

/** A record file that has the right shape; `file` is its path as told to people. */
export type ReadFile = { file: string; content: RecordFile };
export type ReadCorrections = { file: string; content: z.infer<typeof correctionFileSchema> };

/** A feed of changes in NDJSON. */
export type Feed = { file: string; lines: string[] };

/** The text of an article: what it is named by, how long it is in code points, and its characters. */
export type ArticleText = { file: string; sha256: string; length: number; content: string };

const BUNDLED = fileURLToPath(new URL('../../seed', import.meta.url));

/** The files of the record that comes with the program. */
export const bundledFiles = (): string[] => recordFilesIn(BUNDLED);

const RECORD_FOLDER = 'a folder of record files (*.json)';

const recordFilesIn = (folder: string): string[] =>
  filesIn(folder, RECORD_FOLDER).filter(
    (path) => path.endsWith('.json') && !path.endsWith('.schema.json'),
  );

/**
 * Files as they are, and of folders the record files in them.
 * @throws RefusedRecord for a folder that is empty, or cannot be read.
 */
export const recordFiles = (paths: string[]): string[] =>
  paths.flatMap((path) => {
    if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return [path];
    const files = recordFilesIn(path);
    if (files.length > 0) return files;
    throw new RefusedRecord([holdsNone(path, 'record file', RECORD_FOLDER)]);
  });

/** @throws RefusedRecord with what is wrong in all of the files. */
export function readRecordFiles(paths: string[]): ReadFile[] {
  const refusals: Refusal[] = [];
  const files = paths.flatMap((path): ReadFile[] => {
    try {
      return [readFile(path, recordFileSchema, 'record.schema.json')];
    } catch (error) {
      if (!(error instanceof RefusedRecord)) throw error;
      refusals.push(...error.refusals);
      return [];
    }
  });
  if (refusals.length > 0) throw new RefusedRecord(refusals);
  return files;
}

/** @throws RefusedRecord with what is wrong in the file. */
export const readCorrections = (path: string): ReadCorrections =>
  readFile(path, correctionFileSchema, 'correction.schema.json');

function readFile<S extends z.ZodType>(
  path: string,
  schema: S,
  format: string,
): { file: string; content: z.infer<S> } {
  const file = relative(process.cwd(), path);
  let content: unknown;
  try {
    content = parseJson(readText(path));
  } catch (error) {
    throw new RefusedRecord([unreadable(file, error, `a JSON file in the format of ${format}`)]);
  }
  const parsed = schema.safeParse(content);
  if (!parsed.success) throw new RefusedRecord(refusalsOf(file, content, parsed.error, format));
  return { file, content: parsed.data };
}

const readText = (path: string): string =>
  new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path));

/** The lines of a feed of changes, empty ones left out. @throws RefusedRecord for an unreadable file. */
export function readFeed(path: string): Feed {
  const file = relative(process.cwd(), path);
  try {
    return {
      file,
      lines: readText(path)
        .split('\n')
        .filter((line) => line.trim() !== ''),
    };
  } catch (error) {
    throw new RefusedRecord([unreadable(file, error, 'an NDJSON file of /v1/changes')]);
  }
}

/** Parses JSON; an error tells line and column, which the engine's own often does not. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const errors: ParseError[] = [];
    parse(text, errors, { disallowComments: true });
    const before = text.slice(0, errors[0]?.offset ?? text.length).split('\n');
    const place = `line ${before.length} column ${(before.at(-1) ?? '').length + 1}`;
    throw new Error(`${(error as Error).message.replace(/\s+/g, ' ')} (${place})`);
  }
}

/** The texts in a folder. Positions count code points of the characters exactly as they are. */
export const readTexts = (folder: string): ArticleText[] => readTextFiles(listTexts(folder));

/** @throws RefusedRecord with every file that holds no text. */
export function readTextFiles(paths: string[]): ArticleText[] {
  const refusals: Refusal[] = [];
  const texts = paths.flatMap((path): ArticleText[] => {
    const file = relative(process.cwd(), path);
    try {
      const bytes = readFileSync(path);
      const content = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
      if (content.includes('\0')) throw new Error('it holds a NUL');
      const sha256 = hash('sha256', bytes);
      return [{ file, sha256, length: [...content].length, content }];
    } catch (error) {
      refusals.push(unreadable(file, error, 'a text in UTF-8'));
      return [];
    }
  });
  if (refusals.length > 0) throw new RefusedRecord(refusals);
  return texts;
}

/** @throws RefusedRecord for a folder that is none, or holds nothing. */
export function listTexts(folder: string): string[] {
  const allowed = 'a folder of article texts';
  const paths = filesIn(folder, allowed);
  if (paths.length > 0) return paths;
  throw new RefusedRecord([holdsNone(folder, 'file', allowed)]);
}

const holdsNone = (folder: string, what: string, allowed: string): Refusal => ({
  file: folder,
  record: '',
  field: '',
  problem: `holds no ${what}`,
  allowed,
});

/**
 * Every file below a folder but hidden ones, in the order of their names.
 * @throws RefusedRecord where that is no folder, or holds a link that leads nowhere.
 */
function filesIn(folder: string, allowed: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => !/(^|[\\/])\./.test(path))
      .map((path) => join(folder, path))
      .filter((path) => statSync(path).isFile())
      .sort();
  } catch (error) {
    throw new RefusedRecord([unreadable(folder, error, allowed)]);
  }
}

const unreadable = (file: string, error: unknown, allowed: string): Refusal => ({
  file,
  record: '',
  field: '',
  problem: `cannot be read: ${(error as Error).message}`,
  allowed,
});
