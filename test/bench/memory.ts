// The memory of this process, without the pages of files that the system maps into it.
import { readFileSync } from 'node:fs';

/** Bytes; where the system does not tell mapped pages apart they are in it. */
export function ownMemory(): number {
  try {
    const [, kilobytes] =
      readFileSync('/proc/self/status', 'utf8').match(/^RssAnon:\s+(\d+)/m) ?? [];
    if (kilobytes !== undefined) return 1024 * Number(kilobytes);
  } catch {
    // Not Linux.
  }
  return process.memoryUsage.rss();
}
