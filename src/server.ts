// The process: settings, database, application, listening, and a clean end on signals.
import { type Logger, pino } from 'pino';
import { buildApp } from './app.ts';
import { type Config, InvalidConfig, readConfig } from './config.ts';
import { type Db, openDatabase, UnusableDatabase } from './db/open.ts';
import { changes } from './db/tables.ts';
import { bundledFiles, readRecordFiles } from './record/files.ts';
import { loadRecord } from './record/load.ts';

const PATIENCE = 5000; // milliseconds for requests under way when the process is told to end

try {
  const config = readConfig();
  const logger = pino({ level: config.LOG_LEVEL });
  const db = openDatabase(config.ONRECORD_DB);
  loadIfEmpty(db, config, logger);
  await serve(db, config, logger);
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

function loadIfEmpty(db: Db, { ONRECORD_DB }: Config, logger: Logger): void {
  if (db.select().from(changes).limit(1).get() !== undefined) return;
  const { records } = loadRecord(db, readRecordFiles(bundledFiles()));
  const { quotes, figures, articles } = records;
  logger.info(
    { articles: articles.inserted, quotes: quotes.inserted, figures: figures.inserted },
    `loaded the bundled record into ${ONRECORD_DB}`,
  );
}

async function serve(db: Db, { HOST, PORT }: Config, logger: Logger): Promise<void> {
  const app = buildApp({ db, logger });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, async () => {
      setTimeout(() => app.server.closeAllConnections(), PATIENCE).unref();
      await app.close();
      db.$client.close();
    });
  }
  const address = await app.listen({
    host: HOST,
    port: PORT,
    listenTextResolver: () => 'listening',
  });
  console.log(`On Record serves at ${address}

  curl '${address}/v1/quotes?speaker=Zelenskyy&limit=2'
  curl '${address}/v1/figures?series=civilians-killed-ukraine&sort=as_of'
  curl '${address}/v1/figures?measure=killed&format=csv'
`);
}
