// A fresh in-memory application for a test, built as the server builds it.
import { pino } from 'pino';
import { expect, vi } from 'vitest';
import { buildApp } from '#app.ts';
import { bringUpToDate } from '#db/index.ts';
import { keyOf } from '#db/list.ts';
import { type Db, openDatabase } from '#db/open.ts';
import { readRows, textOf } from '#db/statements.ts';
import { bundledFiles, readRecordFiles } from '#record/files.ts';
import { loadRecord } from '#record/load.ts';
import { INDEXED } from '#record/transaction.ts';

/** Parsed JSON, undefined where the answer holds none; tests prove its shape. */
type Json = ReturnType<typeof JSON.parse>;

/** The media type of every failure (RFC 9457). */
export const PROBLEM = /^application\/problem\+json\b/;

export type TestApp = Awaited<ReturnType<typeof appOn>>;

const MEMORY = 2 ** 24; // bytes of answers kept

export async function appOn(db: Db, { cacheBytes = MEMORY } = {}) {
  bringUpToDate(db, INDEXED);
  const app = buildApp({ db, logger: pino({ level: 'silent' }), cacheBytes });
  await app.ready();

  const get = async (url: string) => {
    const { statusCode: status, headers, payload: text } = await app.inject({ method: 'GET', url });
    const body: Json = `${headers['content-type']}`.includes('json') ? JSON.parse(text) : undefined;
    return { status, headers, body, text };
  };
  return {
    app,
    db,
    get,
    /** The ids of a page, in order. */
    ids: async (url: string): Promise<string[]> => {
      const { status, body } = await get(url);
      expect(status, `${url} ${JSON.stringify(body)}`).toBe(200);
      return body.data.map(({ id }: { id: string }) => id);
    },
    /** The reasons for which a question is refused. */
    refused: async (url: string) => {
      const { status, headers, body } = await get(url);
      expect(status, url).toBe(400);
      expect(headers['content-type'], url).toMatch(PROBLEM);
      return body.errors as Json[];
    },
    [Symbol.asyncDispose]: async () => {
      await app.close();
      const [stale, miscounted] = db.$client.open ? [staleRecords(db), miscountedSeries(db)] : [];
      db.$client.close();
      expect(stale ?? [], 'records whose stored JSON is not what their tables tell').toEqual([]);
      expect(miscounted ?? [], 'series that have another number of figures').toEqual([]);
    },
  };
}

/** Whatever a test has done: the JSON beside each record is what the list would make of it now. */
export const staleRecords = (db: Db): string[] =>
  INDEXED.flatMap((list) => {
    const stored = textOf(list.stored as NonNullable<typeof list.stored>);
    return readRows<[string]>(
      db,
      `select ${textOf(list.id)} from ${textOf(list.from)}
        left join ${stored} on ${stored}.id = ${keyOf(list)}
        where ${stored}.json is not ${textOf(list.record)}`,
    ).map(([id]) => `${list.name}/${id}`);
  });

const miscountedSeries = (db: Db): string[] =>
  readRows<[string]>(
    db,
    `select slug from series where figures
      <> (select count(*) from figures where figures.series_id = series.id)`,
  ).flat();

let bundled: Buffer | undefined;

/** The application on the record that comes with the program, read once per worker. */
export function onRecord(options: Parameters<typeof appOn>[1] = {}): Promise<TestApp> {
  bundled ??= serializeBundled();
  return appOn(openDatabase(bundled), options);
}

export const emptyApp = (): Promise<TestApp> => appOn(openDatabase(':memory:'));

/** Recorded on a day that is known, which the examples of the API name. */
function serializeBundled(): Buffer {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-01-02T03:04:05.678Z') });
  const db = openDatabase(':memory:');
  loadRecord(db, readRecordFiles(bundledFiles()));
  vi.useRealTimers();
  const bytes = db.$client.serialize();
  db.$client.close();
  return bytes;
}
