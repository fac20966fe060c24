// Record files and article texts as parts that are loaded one after the other.
import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import type { Part } from './bulk.ts';
import { readRecordFiles, readTextFiles } from './files.ts';

const MOST = 16_000_000; // bytes of files that are read and written together

/** Files in their order, several of small ones at a time; the texts of articles come after them. */
export const partsOf = (records: string[], texts: string[]): Part[] => [
  ...grouped(records).map((paths) =>
    partOf(paths, () => ({ files: readRecordFiles(paths), texts: [] })),
  ),
  ...grouped(texts).map((paths) =>
    partOf(paths, () => ({ files: [], texts: readTextFiles(paths) })),
  ),
];

function grouped(paths: string[]): string[][] {
  const groups: string[][] = [];
  let size = Number.POSITIVE_INFINITY;
  for (const path of paths) {
    const more = sizeOf(path);
    if (size + more > MOST) {
      groups.push([]);
      size = 0;
    }
    groups.at(-1)?.push(path);
    size += more;
  }
  return groups;
}

/** A file that was changed makes another part. */
function partOf(paths: string[], read: Part['read']): Part {
  const name = createHash('sha256');
  for (const path of paths) {
    const { size = 0, mtimeMs = 0 } = statSync(path, { throwIfNoEntry: false }) ?? {};
    name.update(`${path} ${size} ${mtimeMs}\n`);
  }
  return { name: name.digest('hex'), size: paths.map(sizeOf).reduce((a, b) => a + b, 0), read };
}

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;
