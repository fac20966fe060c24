// Answers kept in memory, ready to send, within a limit of bytes: those not asked for longest go first.
import { LRUCache } from 'lru-cache';

export type Headers = Record<string, string>;
type Answer = { headers: Headers; body: Buffer };

const SEEN = 16_384; // places for tags to be remembered, of four bytes each
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
 * what making it does: so they are kept from the second time on. Tags are remembered as numbers at the
 * place that each says, where the next one of that place stands over it: a set of texts would be work
 * for every collection of garbage.
 */
export function rememberTags(): (tag: string) => boolean {
  const seen = new Uint32Array(SEEN);
  return (tag) => {
    const number = numberOf(tag);
    const place = number % SEEN;
    const known = seen[place] === number;
    seen[place] = number;
    return known;
  };
}

/** A number of 32 bits for a text (FNV-1a). */
function numberOf(text: string): number {
  let number = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    number = Math.imul(number ^ text.charCodeAt(index), 0x01000193);
  }
  return number >>> 0;
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

/**
 * Gives the memory of bytes back at once, not when they are collected as garbage. What is made next then
 * stands where these stood, in memory that the processor still has at hand: for a page of 46 KB new
 * memory costs as much as sending it. Nothing may read the bytes any more.
 */
export function giveBack({ buffer, length }: Buffer): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength === length) buffer.transfer(0);
}
