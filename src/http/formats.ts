// The formats of answers: which one a client wants, and records written in it.
import { pipeline, Readable } from 'node:stream';
import { type Options, stringify } from 'csv-stringify';
import { stringify as stringifySync } from 'csv-stringify/sync';
import { LRUCache } from 'lru-cache';
import Negotiator from 'negotiator';
import type { z } from 'zod';
import { wordAmong } from '#db/invalid.ts';
import { type Batch, csvOf } from './csv.ts';
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

/** Programs send few different Accept headers, and reading one costs as much as an answer kept. */
const accepted = new LRUCache<string, Format | 'none'>({ max: 100, memoMethod: likedBest });

/** The format that an Accept header likes best, 'none' where nothing acceptable can be had. */
export const acceptedFormat = (accept: string | undefined): Format | 'none' =>
  accept === undefined ? 'json' : accepted.memo(accept);

function likedBest(accept: string): Format | 'none' {
  const types = Object.values(MEDIA_TYPES);
  const plain = accept.replace(/;\s*(?!q=)[^;,]+/g, ''); // charset and the like decide nothing here
  const liked = new Negotiator({ headers: { accept: plain } }).mediaType([...types]);
  return FORMATS.find((word) => MEDIA_TYPES[word] === liked) ?? 'none';
}

/**
 * The format of `format=`, else the one that the Accept header likes best.
 * @throws InvalidValue for an unknown name, Problem 406 where nothing acceptable can be had.
 */
export function chooseFormat(named: string | undefined, accept: string | undefined): Format {
  if (named !== undefined) return wordAmong(named, FORMATS, 'json');
  const format = acceptedFormat(accept);
  if (format !== 'none') return format;
  const types = Object.values(MEDIA_TYPES);
  throw new Problem(406, 'not-acceptable', `This can be had as ${types.join(', ')}.`);
}

type Lines = 'csv' | 'ndjson';

/** Records, given as JSON texts, one to a line. */
export const toLines = (format: Lines, records: string[], columns: string[]): string =>
  format === 'csv'
    ? stringifySync(records.map(rowOf(columns)), optionsOf(columns))
    : records.map((record) => `${record}\n`).join('');

/** Any number of whole records, given as batches of JSON lines, as a stream of bytes. */
export const streamWhole = (format: Lines, batches: Iterable<Batch>, schema: z.ZodObject) =>
  Readable.from(format === 'csv' ? csvOf(schema, batches) : linesOf(batches), {
    objectMode: false,
  });

function* linesOf(batches: Iterable<Batch>): Generator<Buffer> {
  for (const { lines } of batches) yield lines;
}

/** Any number of records as a stream. */
export const streamLines = (format: Lines, records: Iterable<string>, columns: string[]) =>
  format === 'csv' ? streamCsv(records, columns) : streamNdjson(records);

export const streamNdjson = (records: Iterable<string>): Readable =>
  Readable.from(
    (function* () {
      for (const record of records) yield `${record}\n`;
    })(),
  );

function streamCsv(records: Iterable<string>, columns: string[]): Readable {
  const row = rowOf(columns);
  const rows = function* () {
    for (const record of records) yield row(record);
  };
  // A failure destroys the stream, which ends the answer; there is nobody else to tell.
  return pipeline(Readable.from(rows()), stringify(optionsOf(columns)), () => {});
}

/**
 * CSV as in RFC 4180, a header always. A text that a spreadsheet would run as a formula is preceded by
 * an apostrophe.
 */
const optionsOf = (columns: string[]): Options => ({
  header: true,
  columns,
  escape_formulas: true,
  record_delimiter: 'windows',
  quoted_match: /[\r\n]/,
  cast: { boolean: String, object: (value) => JSON.stringify(value) },
});

/** The values of a record, given as JSON text; a column may be a dotted path. */
function rowOf(columns: string[]): (record: string) => unknown[] {
  const paths = columns.map((column) => column.split('.'));
  return (record) => {
    const parsed: unknown = JSON.parse(record);
    return paths.map((path) => path.reduce(step, parsed));
  };
}

const step = (value: unknown, name: string): unknown =>
  value === null || value === undefined ? null : (value as Record<string, unknown>)[name];
