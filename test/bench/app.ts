// The application on a database of the benchmarks, in this process: silent, and keeping no answers.
import { pino } from 'pino';
import { bringUpToDate } from '#db/index.ts';
import { openDatabase } from '#db/open.ts';
import { INDEXED } from '#record/transaction.ts';
import { buildApp } from '../../src/app.ts';

export async function appOnFile(path: string) {
  const db = openDatabase(path);
  bringUpToDate(db, INDEXED);
  const app = buildApp({ db, logger: pino({ level: 'silent' }), cacheBytes: 0 });
  await app.ready();
  const close = async () => {
    await app.close();
    db.$client.close();
  };
  return { app, close };
}
