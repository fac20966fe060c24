// How long the program takes to its first answer, what memory it then has, and how fast it hands out
// a whole list.
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Csv } from './csv-worker.ts';
import { type Options, startRecord } from './http.ts';
import { fileOf, messageOf, untilAnswers } from './server.ts';
import { median } from './statistics.ts';

const STARTS = 3;

export type Started = {
  quotes: number;
  /** Milliseconds from `npm start` to the first page of quotes, npm itself included. */
  first: number;
  /** Bytes after the first answer, mapped files not counted. */
  memory: number;
  csv: Csv;
};

export async function measureStart(
  db: string,
  quotes: number,
  { port, seconds, progress }: Options,
): Promise<Started> {
  const starts: number[] = [];
  for (let turn = 1; turn <= STARTS; turn += 1) {
    progress(`${quotes} quotes: start ${turn} of ${STARTS}`);
    starts.push(await firstAnswer(db, port));
  }
  const record = await startRecord(db, port, 'silent');
  const { memory } = await record.usage();
  await record.stop();
  progress(`${quotes} quotes as CSV`);
  const reader = fork(fileOf('csv-worker.ts'), [db, `${2 * seconds}`]);
  return { quotes, first: median(starts), memory, csv: await messageOf<Csv>(reader) };
}

async function firstAnswer(db: string, port: number): Promise<number> {
  const env = { ...process.env, ONRECORD_DB: db, PORT: `${port}`, LOG_LEVEL: 'silent' };
  const began = performance.now();
  const child = spawn('npm', ['start'], { env, stdio: 'ignore' });
  const ended = once(child, 'exit');
  await untilAnswers(`http://127.0.0.1:${port}/v1/quotes?limit=20`, child);
  const milliseconds = performance.now() - began;
  child.kill(); // npm hands the signal on
  await ended;
  return milliseconds;
}
