// JSON put together from parts that are there already. Its bytes are taken as letters of Latin 1: so
// they are cut and joined as text is, without being decoded, and written in half the time.

/** JSON as the letters of its bytes, in parts that follow each other. */
export class Letters {
  readonly parts: readonly string[];

  constructor(parts: readonly string[]) {
    this.parts = parts;
  }

  /** Its bytes, with others before and after. */
  between(before: string, after: string): Buffer {
    const parts = [before, ...this.parts, after];
    const bytes = Buffer.allocUnsafe(parts.reduce((sum, { length }) => sum + length, 0));
    parts.reduce((at, part) => at + bytes.write(part, at, 'latin1'), 0);
    return bytes;
  }
}

/**
 * The fields of an object from one to that before another, with the comma before them. Within texts
 * quotes are escaped: where a name stands with its quotes, there a field begins.
 */
export function fieldsFrom(json: string, first: string, next: string): string {
  const begin = json.indexOf(`,"${first}":`);
  const end = json.indexOf(`,"${next}":`, begin);
  if (begin < 0 || end < 0) throw new TypeError(`the JSON has no ${first} before its ${next}`);
  return json.slice(begin, end);
}

/** Plain data as JSON, its bytes as letters. */
export function toLetters(data: unknown): string {
  const json = JSON.stringify(data);
  return Buffer.byteLength(json) === json.length ? json : Buffer.from(json).toString('latin1');
}
