// Answers kept in memory, ready to send, within a limit of bytes: those not asked for longest go first.
import { LRUCache } from 'lru-cache';

export type Headers = Record<string, string>;
type Answer = { headers: Headers; body: Buffer };

const SEEN = 10_000; // tags remembered, about a megabyte
const OBJECTS = 1000; // bytes of an entry beside its texts, about
const MOST = 1 / 8; // no answer takes more of the memory

/** An empty store; `bytes` is what all its entries may take. */
export const makeAnswers = (bytes: number): LRUCache<string, Answer> =>
  new LRUCache({
    maxSize: bytes,
    maxEntrySize: Math.ceil(bytes * MOST),
    sizeCalculation: ({ headers, body }, key) =>
      OBJECTS + key.length + Object.values(headers).join('').length + body.length,
  });

/**
 * Whether a tag was asked about lately. Most answers are asked for once, and to keep one costs half of
 * what making it does: so they are kept from the second time on.
 */
export function rememberTags(): (tag: string) => boolean {
  const seen = new Set<string>();
  return (tag) => {
    if (seen.has(tag)) return true;
    if (seen.size === SEEN) seen.clear();
    seen.add(tag);
    return false;
  };
}

/**
 * The bytes of a body in memory of their own: zlib and short texts get parts of larger blocks, which
 * would be kept with them.
 */
export function ownBytes(body: string | Buffer): Buffer {
  const bytes = Buffer.allocUnsafeSlow(Buffer.byteLength(body));
  if (typeof body === 'string') bytes.write(body);
  else body.copy(bytes);
  return bytes;
}
