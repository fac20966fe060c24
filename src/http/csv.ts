// Records as CSV (RFC 4180): one flat row each, a header always.
import { pipeline, Readable } from 'node:stream';
import { stringify } from 'csv-stringify';
import { z } from 'zod';

/** The columns of a record: nested objects by dotted path, arrays as one column of JSON. */
export function columnsOf(schema: z.ZodObject, prefix = ''): string[] {
  return Object.entries(schema.shape).flatMap(([name, field]) => {
    const inner = field instanceof z.ZodNullable ? field.unwrap() : field;
    return inner instanceof z.ZodObject
      ? columnsOf(inner, `${prefix}${name}.`)
      : [`${prefix}${name}`];
  });
}

/**
 * Streams records, given as JSON texts. A text that a spreadsheet would run as a formula is
 * preceded by an apostrophe.
 */
export function toCsv(records: Iterable<string>, schema: z.ZodObject): Readable {
  const columns = columnsOf(schema);
  const paths = columns.map((column) => column.split('.'));
  const rows = function* () {
    for (const record of records) {
      const parsed: unknown = JSON.parse(record);
      yield paths.map((path) => path.reduce(step, parsed));
    }
  };
  const csv = stringify({
    header: true,
    columns,
    escape_formulas: true,
    record_delimiter: 'windows',
    quoted_match: /[\r\n]/,
    cast: { boolean: String, object: (value) => JSON.stringify(value) },
  });
  // A failure destroys the stream, which ends the answer; there is nobody else to tell.
  return pipeline(Readable.from(rows()), csv, () => {});
}

const step = (value: unknown, name: string): unknown =>
  value === null ? null : (value as Record<string, unknown>)[name];
