// Records as CSV (RFC 4180), cut from the bytes of their JSON: to parse and to stringify each record
// would take many times as long. The fields stand in the order of their declaration, nulls included.
import type { z } from 'zod';
import { giveBack } from './answers.ts';
import { columnsOf, objectIn } from './resource.ts';

/** Records as lines of JSON, and how many they are. */
export type Batch = { lines: Buffer; count: number };

/** A field, the columns below it where it is an object, and how many columns it takes. */
type Field = { name: string; below: Field[] | null; width: number };

/** Doubles quotes at the worst; a column may get an apostrophe, two quotes and a comma of its own. */
const MOST_FOR_A_BYTE = 2;
const MOST_FOR_A_COLUMN = 4;

const [TAB, LF, CR, QUOTE, APOSTROPHE, COMMA, COLON, BACKSLASH] = [9, 10, 13, 34, 39, 44, 58, 92];
const [OPEN_LIST, CLOSE_LIST, OPEN, CLOSE, NULL, HEXADECIMAL] = [91, 93, 123, 125, 110, 117];
/** What a spreadsheet would run as a formula begins so, as csv-stringify has it. */
const FORMULA = new Set([TAB, CR, ...Buffer.from('=+-@')]);
const FULL_WIDTH = ['＝', '＋', '－', '＠'].map((sign) => Buffer.from(sign));
const ESCAPED: Record<number, number> = { 98: 8, 102: 12, 110: LF, 114: CR, 116: TAB };

/**
 * The header, then the lines of records of the shape of a schema, a batch of JSON lines at a time, whose
 * memory is given back.
 */
export function* csvOf(schema: z.ZodObject, batches: Iterable<Batch>): Generator<Buffer> {
  const fields = fieldsOf(schema);
  const columns = widthOf(fields);
  yield Buffer.from(`${columnsOf(schema)}\r\n`);
  let room = Buffer.alloc(0); // used again: memory that is new to the process costs more than the walk
  for (const { lines, count } of batches) {
    const most = MOST_FOR_A_BYTE * lines.length + count * columns * MOST_FOR_A_COLUMN;
    if (room.length < most) room = Buffer.allocUnsafeSlow(most);
    const cut = new Cut(lines, room);
    while (cut.at < lines.length) cut.line(fields);
    giveBack(lines);
    yield Buffer.from(room.subarray(0, cut.to));
  }
}

const fieldsOf = (schema: z.ZodObject): Field[] =>
  Object.entries(schema.shape).map(([name, field]) => {
    const inner = objectIn(field);
    const below = inner === undefined ? null : fieldsOf(inner);
    return { name, below, width: below === null ? 1 : widthOf(below) };
  });

const widthOf = (fields: Field[]): number => fields.reduce((sum, { width }) => sum + width, 0);

/** One walk over the bytes of records; `at` and `to` are where it reads and writes. */
class Cut {
  at = 0;
  to = 0;
  readonly from: Buffer;
  readonly out: Buffer;

  constructor(from: Buffer, out: Buffer) {
    this.from = from;
    this.out = out;
  }

  line(fields: Field[]): void {
    this.object(fields);
    this.at += 1; // the line end
    this.out[this.to - 1] = CR; // in the place of the last comma
    this.out[this.to] = LF;
    this.to += 1;
  }

  /** Every value with a comma behind it. */
  object(fields: Field[]): void {
    for (const { name, below, width } of fields) {
      this.at += name.length + 4; // a brace or comma, two quotes, a colon
      if (this.from[this.at - 1] !== COLON)
        throw new TypeError(`the JSON has no ${name} in its place`);
      if (this.from[this.at] === NULL) {
        this.at += 4;
        for (let column = 0; column < width; column += 1) this.put(COMMA);
      } else if (below === null) {
        this.value();
        this.put(COMMA);
      } else this.object(below);
    }
    this.at += 1; // the closing brace
  }

  put(byte: number): void {
    this.out[this.to] = byte;
    this.to += 1;
  }

  value(): void {
    const first = this.from[this.at];
    if (first === QUOTE) this.text();
    else if (first === OPEN || first === OPEN_LIST) this.document();
    else this.plain();
  }

  /** A number, true or false. */
  plain(): void {
    const { from } = this;
    for (; from[this.at] !== COMMA && from[this.at] !== CLOSE; this.at += 1) {
      this.put(from[this.at] as number);
    }
  }

  text(): void {
    const { from, out, to: begin } = this;
    let [at, to, quoted] = [this.at + 1, begin, false];
    if (isFormula(from, at)) out[to++] = APOSTROPHE;
    for (let byte = from[at] as number; byte !== QUOTE; byte = from[at] as number) {
      if (byte === COMMA) quoted = true;
      if (byte === BACKSLASH) {
        at += 1;
        byte = unescaped(from, at);
        if (from[at] === HEXADECIMAL) at += 4;
        if (byte === QUOTE) out[to++] = QUOTE;
        if (byte === QUOTE || byte === CR || byte === LF) quoted = true;
      }
      out[to++] = byte;
      at += 1;
    }
    if (quoted) {
      out.copyWithin(begin + 1, begin, to);
      out[begin] = QUOTE;
      out[to + 1] = QUOTE;
      to += 2;
    }
    this.at = at + 1;
    this.to = to;
  }

  /** A list, or an object whose fields are not columns, as JSON; in quotes but where it is empty. */
  document(): void {
    const { from, out } = this;
    if (from[this.at + 1] === CLOSE_LIST) {
      this.put(OPEN_LIST);
      this.put(CLOSE_LIST);
      this.at += 2;
      return;
    }
    let [at, to, depth, inText] = [this.at, this.to, 0, false];
    out[to++] = QUOTE;
    do {
      const byte = from[at++] as number;
      out[to++] = byte;
      if (byte === QUOTE) {
        out[to++] = QUOTE;
        inText = !inText;
      } else if (byte === BACKSLASH) {
        const escaped = from[at++] as number;
        out[to++] = escaped;
        if (escaped === QUOTE) out[to++] = QUOTE;
      } else if (!inText && (byte === OPEN || byte === OPEN_LIST)) depth += 1;
      else if (!inText && (byte === CLOSE || byte === CLOSE_LIST)) depth -= 1;
    } while (depth > 0);
    out[to++] = QUOTE;
    this.at = at;
    this.to = to;
  }
}

function isFormula(from: Buffer, at: number): boolean {
  const first = from[at] as number;
  if (first === FULL_WIDTH[0]?.[0]) {
    return FULL_WIDTH.some((sign) => from.compare(sign, 0, 3, at, at + 3) === 0);
  }
  return FORMULA.has(first === BACKSLASH ? unescaped(from, at + 1) : first);
}

/** What stands behind a backslash; SQLite writes only control characters, of one byte, in hexadecimal. */
function unescaped(from: Buffer, at: number): number {
  const byte = from[at] as number;
  return byte === HEXADECIMAL
    ? Number.parseInt(from.toString('latin1', at + 1, at + 5), 16)
    : (ESCAPED[byte] ?? byte);
}
