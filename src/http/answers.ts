// Answers kept in memory, ready to send, within a limit of bytes: those not asked for longest go first.
import { LRUCache } from 'lru-cache';

type Headers = Record<string, string>;
type Sent = { [name: string]: number | string | string[] | undefined };

/** The headers of a 200 and of a 304, and the body, compressed where it was asked for so. */
export type Answer = { headers: Headers; unchanged: Headers; body: Buffer };

const SEEN = 10_000; // tags remembered, about a megabyte
const OBJECTS = 1500; // bytes of an entry beside its texts, about
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

/** What tells of a body, and is left out where none is sent. */
export const isOfBody = (header: string): boolean => /^(content-|link$)/.test(header);

export function makeAnswer(sent: Sent, body: Buffer): Answer {
  const headers = Object.entries(sent).map(([name, value]) => [name, `${value}`]);
  return {
    headers: Object.fromEntries(headers),
    unchanged: Object.fromEntries(headers.filter(([name = '']) => !isOfBody(name))),
    body,
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
