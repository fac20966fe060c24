// An answer as the bytes of its JSON, made part by part. One letter beyond Latin 1 makes the text of
// all that stands with it twice as long: whole, a long answer takes twice the time and memory.

const DEPTH = 3; // the answer, its data, and the lists in there, whose elements are taken one by one
const LONG = 2000; // characters from which on a part is made bytes of

/** The bytes of plain data as JSON; members that are undefined are left out. */
export function jsonBytes(answer: object): Buffer {
  const parts: Buffer[] = [];
  let text = '';
  const write = (more: string) => {
    text += more;
    if (text.length < LONG) return;
    parts.push(Buffer.from(text));
    text = '';
  };
  writeTo(write, answer, DEPTH);
  return Buffer.concat([...parts, Buffer.from(text)]);
}

function writeTo(write: (text: string) => void, value: unknown, depth: number): void {
  if (depth === 0 || typeof value !== 'object' || value === null) {
    write(JSON.stringify(value));
    return;
  }
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  let before = `${open}`;
  for (const [name, member] of Object.entries(value)) {
    if (member === undefined) continue;
    write(open === '{' ? `${before}${JSON.stringify(name)}:` : before);
    writeTo(write, member, depth - 1);
    before = ',';
  }
  write(before === ',' ? `${close}` : `${open}${close}`);
}
