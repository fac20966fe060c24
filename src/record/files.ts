// Reads record files and article texts from disk.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ParseError, parse } from 'jsonc-parser';
import { type Refusal, RefusedRecord, refusalsOf } from './refusal.ts';
import { type RecordFile, recordFileSchema } from './schema.ts';

/** A record file that has the right shape; `file` is its path as told to people. */
export type ReadFile = { file: string; content: RecordFile };

/** The text of an article: what it is named by, how long it is in code points, and its characters. */
export type ArticleText = { file: string; sha256: string; length: number; content: string };

const BUNDLED = fileURLToPath(new URL('../../seed', import.meta.url));

/** The files of the record that comes with the program. */
export const bundledFiles = (): string[] =>
  filesIn(BUNDLED).filter((path) => path.endsWith('.json') && !path.endsWith('.schema.json'));

/** @throws RefusedRecord with what is wrong in all of the files. */
export function readRecordFiles(paths: string[]): ReadFile[] {
  const refusals: Refusal[] = [];
  const files = paths.flatMap((path): ReadFile[] => {
    const file = relative(process.cwd(), path);
    try {
      const content: unknown = parseJson(
        new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path)),
      );
      const parsed = recordFileSchema.safeParse(content);
      if (parsed.success) return [{ file, content: parsed.data }];
      refusals.push(...refusalsOf(file, content, parsed.error));
    } catch (error) {
      refusals.push(unreadable(file, error, 'a JSON file in the format of record.schema.json'));
    }
    return [];
  });
  if (refusals.length > 0) throw new RefusedRecord(refusals);
  return files;
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
export function readTexts(folder: string): ArticleText[] {
  const refusals: Refusal[] = [];
  const texts = listTexts(folder).flatMap((path): ArticleText[] => {
    const file = relative(process.cwd(), path);
    try {
      const bytes = readFileSync(path);
      const content = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
      if (content.includes('\0')) throw new Error('it holds a NUL');
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      return [{ file, sha256, length: [...content].length, content }];
    } catch (error) {
      refusals.push(unreadable(file, error, 'a text in UTF-8'));
      return [];
    }
  });
  if (refusals.length > 0) throw new RefusedRecord(refusals);
  return texts;
}

function listTexts(folder: string): string[] {
  try {
    const paths = filesIn(folder);
    if (paths.length > 0) return paths;
  } catch (error) {
    throw new RefusedRecord([unreadable(folder, error, 'a folder of article texts')]);
  }
  throw new RefusedRecord([
    {
      file: folder,
      record: '',
      field: '',
      problem: 'holds no file',
      allowed: 'a folder of article texts',
    },
  ]);
}

/** Every file below a folder but hidden ones, in the order of their names. */
const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => !/(^|[\\/])\./.test(path))
    .map((path) => join(folder, path))
    .filter((path) => statSync(path).isFile())
    .sort();

const unreadable = (file: string, error: unknown, allowed: string): Refusal => ({
  file,
  record: '',
  field: '',
  problem: `cannot be read: ${(error as Error).message}`,
  allowed,
});
