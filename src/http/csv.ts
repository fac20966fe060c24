// Records as CSV (RFC 4180), cut from the bytes of their JSON: to parse and to stringify each record
// would take many times as long. The fields stand in the order of their declaration, nulls included.
import { getDefaultHighWaterMark } from 'node:stream';
import type { z } from 'zod';
import { giveBack } from './answers.ts';
import { cutLines, type Field } from './csv-cut.ts';
import { columnsOf, objectIn } from './resource.ts';

/** Records as lines of JSON, and how many they are. */
export type Batch = { lines: Buffer; count: number };

/** Doubles quotes at the worst; a column may get an apostrophe, two quotes and a comma of its own. */
const MOST_FOR_A_BYTE = 2;
const MOST_FOR_A_COLUMN = 4;
const MOST_BEYOND = 4; // what is copied word by word may end in the middle of one

/** Streams from here to the network: each waits as soon as it holds so many bytes, a chunk at least. */
const STREAMS = 4;
const HELD = getDefaultHighWaterMark(false);
const SPARE = 1.25; // room for batches that are somewhat larger than the first

/**
 * The header, then the lines of records of the shape of a schema, a batch of JSON lines at a time, whose
 * memory is given back. The chunks stand in a ring that is written over, as memory that is new to the
 * process costs as much as the walk. It is long enough for streams that wait for each other; who keeps
 * chunks for longer copies them.
 */
export function* csvOf(schema: z.ZodObject, batches: Iterable<Batch>): Generator<Buffer> {
  const fields = fieldsOf(schema);
  const columns = widthOf(fields);
  yield Buffer.from(`${columnsOf(schema)}\r\n`);
  let ring = Buffer.alloc(0);
  let begin = 0;
  for (const { lines, count } of batches) {
    const most = MOST_FOR_A_BYTE * lines.length + count * columns * MOST_FOR_A_COLUMN + MOST_BEYOND;
    if (ring.length < ringFor(most))
      ring = Buffer.allocUnsafeSlow(ringFor(Math.ceil(SPARE * most)));
    if (begin + most > ring.length) begin = 0;
    const end = cutLines(fields, lines, ring, begin);
    giveBack(lines);
    yield ring.subarray(begin, end);
    begin = end;
  }
}

/** What all streams may hold, and beside it the chunk that is made and the end where none fits. */
const ringFor = (most: number): number => STREAMS * (HELD + most) + 2 * most;

const fieldsOf = (schema: z.ZodObject): Field[] =>
  Object.entries(schema.shape).map(([name, field]) => {
    const inner = objectIn(field);
    const below = inner === undefined ? null : fieldsOf(inner);
    return { name, below, width: below === null ? 1 : widthOf(below) };
  });

const widthOf = (fields: Field[]): number => fields.reduce((sum, { width }) => sum + width, 0);
