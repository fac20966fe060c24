// The formats of answers: which one a client wants, and records written in it.
import { pipeline, Readable } from 'node:stream';
import { stringify } from 'csv-stringify';
import Negotiator from 'negotiator';
import { wordAmong } from '#db/invalid.ts';
import { Problem } from './problem.ts';

/** Each format with its media type; the first is the answer where a client names none. */
const MEDIA_TYPES = {
  json: 'application/json',
  csv: 'text/csv',
  ndjson: 'application/x-ndjson',
  jsonld: 'application/ld+json',
} as const;
export type Format = keyof typeof MEDIA_TYPES;
export const FORMATS = Object.keys(MEDIA_TYPES) as Format[];

export const contentType = (format: Format): string =>
  `${MEDIA_TYPES[format]}; charset=utf-8${format === 'csv' ? '; header=present' : ''}`;

/**
 * The format of `format=`, else the one that the Accept header likes best.
 * @throws InvalidValue for an unknown name, Problem 406 where nothing acceptable can be had.
 */
export function chooseFormat(named: string | undefined, accept: string | undefined): Format {
  if (named !== undefined) return wordAmong(named, FORMATS, 'json');
  if (accept === undefined) return 'json';
  const types = Object.values(MEDIA_TYPES);
  const plain = accept.replace(/;\s*(?!q=)[^;,]+/g, ''); // charset and the like decide nothing here
  const liked = new Negotiator({ headers: { accept: plain } }).mediaType([...types]);
  const format = FORMATS.find((word) => MEDIA_TYPES[word] === liked);
  if (format !== undefined) return format;
  throw new Problem(406, 'not-acceptable', `This can be had as ${types.join(', ')}.`);
}

/** Records, given as JSON texts, one to a line. */
export const toNdjson = (records: Iterable<string>): Readable =>
  Readable.from(
    (function* () {
      for (const record of records) yield `${record}\n`;
    })(),
  );

/**
 * Records as CSV (RFC 4180), given as JSON texts; a header always. A text that a spreadsheet would run
 * as a formula is preceded by an apostrophe.
 */
export function toCsv(records: Iterable<string>, columns: string[]): Readable {
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
  value === null || value === undefined ? null : (value as Record<string, unknown>)[name];
