// The process: settings, database, application, listening, and a clean end on signals.
import cluster from 'node:cluster';
import { existsSync } from 'node:fs';
import { type Logger, pino } from 'pino';
import { type Config, InvalidConfig, readConfig } from './config.ts';
import { type Db, openDatabase, UnusableDatabase } from './db/open.ts';
import { changes } from './db/tables.ts';
import { keepProcesses } from './processes.ts';

const PATIENCE = 5000; // milliseconds for requests under way when the process is told to end
const MEGABYTE = 2 ** 20;

/** A reader that stands still must not stop the server, nor fill its memory. */
const LOG = {
  sync: false,
  maxWrite: 4096, // bytes; so much of one process stays together in a pipe
  maxLength: 16 * MEGABYTE,
};

try {
  await run(readConfig());
} catch (error) {
  const expected = error instanceof InvalidConfig || error instanceof UnusableDatabase;
  const { code, message } = error as NodeJS.ErrnoException;
  if (expected) console.error(message);
  else if (code === 'EADDRINUSE') console.error(`${message}. Set PORT to a free port.`);
  else if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EACCES') {
    console.error(`${message}. Set HOST and PORT to an address that this machine may listen on.`);
  } else console.error(error);
  process.exit(1);
}

async function run(config: Config): Promise<void> {
  const logger = pino({ level: config.LOG_LEVEL }, pino.destination(LOG));
  const db = openDatabase(config.ONRECORD_DB);
  if (cluster.isWorker) {
    process.send?.(await serve(db, config, logger));
    return;
  }
  await loadIfEmpty(db, config, logger);
  if (config.PROCESSES === 1) announce(await serve(db, config, logger));
  else {
    db.$client.close();
    process.once('exit', () => closeLast(config.ONRECORD_DB));
    keepProcesses(config.PROCESSES, logger, announce);
  }
}

/** Processes that close the database at once may each leave what it has not yet written to the other. */
function closeLast(path: string): void {
  if (existsSync(`${path}-wal`)) openDatabase(path).$client.close();
}

/** What only some processes need is loaded where it is needed. */
async function loadIfEmpty(db: Db, { ONRECORD_DB }: Config, logger: Logger): Promise<void> {
  if (db.select().from(changes).limit(1).get() !== undefined) return;
  const { unfinished } = await import('./record/bulk.ts');
  const loading = unfinished(ONRECORD_DB);
  if (existsSync(loading)) {
    db.$client.close();
    throw new UnusableDatabase(
      `${ONRECORD_DB} holds no record yet, and a load in bulk that is to make it is not finished: ` +
        `go on with the same command, or delete ${loading} to begin with the bundled record.`,
    );
  }
  const { bundledFiles, readRecordFiles } = await import('./record/files.ts');
  const { loadRecord } = await import('./record/load.ts');
  const { records } = loadRecord(db, readRecordFiles(bundledFiles()));
  const { quotes, figures, articles } = records;
  logger.info(
    { articles: articles.inserted, quotes: quotes.inserted, figures: figures.inserted },
    `loaded the bundled record into ${ONRECORD_DB}`,
  );
}

/** The address, once it answers there. */
async function serve(db: Db, config: Config, logger: Logger): Promise<string> {
  const { HOST, PORT, CACHE_MB } = config;
  const { buildApp } = await import('./app.ts');
  const { bringUpToDate } = await import('./db/index.ts');
  const { INDEXED } = await import('./record/transaction.ts');
  bringUpToDate(db, INDEXED, (list) => logger.info({ list }, 'its stored JSON is made anew'));
  const app = buildApp({ db, logger, cacheBytes: CACHE_MB * MEGABYTE });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, async () => {
      setTimeout(() => app.server.closeAllConnections(), PATIENCE).unref();
      await app.close();
      db.$client.close();
      cluster.worker?.disconnect();
    });
  }
  return app.listen({ host: HOST, port: PORT, listenTextResolver: () => 'listening' });
}

function announce(address: string): void {
  console.log(`On Record serves at ${address}

  curl '${address}/v1/quotes?speaker=Zelenskyy&limit=2'
  curl '${address}/v1/figures?series=civilians-killed-ukraine&sort=as_of'
  curl '${address}/v1/figures?measure=killed&format=csv'
`);
}
