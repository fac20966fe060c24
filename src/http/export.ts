// The whole record to take away: every record as NDJSON, and the SQLite file without article texts.
import { once } from 'node:events';
import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { Worker } from 'node:worker_threads';
import Database from 'better-sqlite3';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { InvalidQuery } from '#db/invalid.ts';
import type { List } from '#db/list.ts';
import type { Db } from '#db/open.ts';
import { type Given, parseQuery } from '#db/query.ts';
import { readAll, readCount } from '#db/read.ts';
import { textOf } from '#db/statements.ts';
import { dataVersion } from '#db/tables.ts';
import { contentType, streamNdjson } from './formats.ts';
import type { Resource } from './resource.ts';

const PAGES_AT_A_TIME = 1000; // of the database, between which other requests are answered

/**
 * Article texts belong to their publishers: whoever may read them here may not hand them on. Their
 * words leave the search index, too, and the free pages of the file. Positions, hashes and what
 * people said stay, so that a holder of the texts can attach them again. All this takes SQLite one
 * long step, so it is the program of a worker: as text, since it then starts without loading ours.
 */
const REMOVE_TEXTS = `
  const { driver, path, stored } = require('node:worker_threads').workerData;
  const copy = new (require(driver))(path);
  copy.pragma('journal_mode = delete'); // one file, which opens in a folder that cannot be written
  copy.pragma('synchronous = off'); // a copy that a power cut spoils is made again
  for (const table of stored) copy.exec("delete from " + table); // it shows words of the texts, and is made anew
  copy.exec("delete from json_shapes");
  copy.exec("update texts set content = null where content is not null");
  copy.exec("insert into articles_fts(articles_fts) values ('rebuild')");
  copy.exec("insert into articles_index(articles_index) values ('delete-all')");
  copy.exec("delete from articles_unindexed");
  copy.exec("insert into articles_index(rowid, headline, abstract, keys) " +
    "select rank, headline, abstract, keys from articles_to_index");
  copy.exec('vacuum');
  copy.close();
`;
const driver = createRequire(import.meta.url).resolve('better-sqlite3');

type Ask = { Querystring: Given };

/** Registers `GET /export` and `GET /export.db`; `program` is the version of the program. */
export function serveExport(
  app: FastifyInstance,
  db: Db,
  resources: readonly Resource[],
  program: string,
): void {
  const lists = resources.map(({ list }) => list);
  app.get<Ask>('/export', async (request, reply) => {
    refuseParameters(request);
    reply
      .type(contentType('ndjson'))
      .header('content-disposition', 'attachment; filename="on-record.ndjson"');
    return request.method === 'HEAD' ? Readable.from([]) : streamNdjson(dump(db, lists, program));
  });
  app.get<Ask>('/export.db', async (request, reply) => {
    refuseParameters(request);
    reply
      .type('application/vnd.sqlite3')
      .header('content-disposition', 'attachment; filename="on-record.db"');
    if (request.method === 'HEAD') return Readable.from([]);
    const file = await copyWithoutTexts(db, lists);
    reply.header('content-length', (await file.stat()).size);
    return file.createReadStream();
  });
}

function refuseParameters({ query }: FastifyRequest<Ask>): void {
  const reasons = Object.keys(query).map((parameter) => ({
    parameter,
    reason: 'is no parameter of an export, which is whole',
    suggestion: 'leave it out, or ask a list with format=ndjson',
  }));
  if (reasons.length > 0) throw new InvalidQuery(reasons);
}

/** What the dump is of, then every record of every list by id; all of one state of the record. */
function* dump(db: Db, lists: List<unknown>[], program: string): Generator<string> {
  const snapshot = snapshotOf(db);
  try {
    const asked = lists.map((list) => ({
      list,
      query: parseQuery(snapshot, list, { sort: 'id', count: 'exact' }),
    }));
    const data = snapshot.select().from(dataVersion).get();
    const counts = asked.map(({ list, query }) => [
      list.name,
      readCount(snapshot, list, query).count,
    ]);
    yield JSON.stringify({
      header: {
        program_version: program,
        data_version: data?.version,
        changed_at: data?.changedAt,
        counts: Object.fromEntries(counts),
      },
    });
    for (const { list, query } of asked) {
      for (const batch of readAll(snapshot, list, query)) {
        for (const record of batch) yield `{"list":"${list.name}","record":${record}}`;
      }
    }
  } finally {
    if (snapshot !== db) snapshot.$client.close();
  }
}

/** A connection of its own that sees one state while others write; there is only one in memory. */
function snapshotOf(db: Db): Db {
  const { memory, name } = db.$client;
  if (memory) return db;
  const client = new Database(name, { readonly: true, fileMustExist: true });
  client.exec('begin');
  return drizzle({ client });
}

/**
 * The database as one file that whoever reads the handle has to itself. It has no name any more, so
 * that nothing is left of it, however the answer ends.
 */
async function copyWithoutTexts(db: Db, lists: List<unknown>[]): Promise<FileHandle> {
  const stored = lists.flatMap((list) => (list.stored ? textOf(list.stored) : []));
  const folder = await mkdtemp(join(tmpdir(), 'on-record-'));
  try {
    const path = join(folder, 'export.db');
    await db.$client.backup(path, { progress: () => PAGES_AT_A_TIME });
    await once(
      new Worker(REMOVE_TEXTS, { eval: true, workerData: { path, driver, stored } }),
      'exit',
    );
    return await open(path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
