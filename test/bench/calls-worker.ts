// Times the questions of one database, one after another, as the process that may be killed when
// one of them does not end. Its argument is the file; its parent sends the questions that are left,
// or none, to be told which there are.
import { once } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import { appOnFile } from './app.ts';
import { type Question, questionsOf } from './questions.ts';
import { quantile } from './statistics.ts';
import { yardstickOf } from './yardstick.ts';

const MOST_SAMPLES = 100;
const ENOUGH = 100; // milliseconds for the samples of a question
const TOO_LONG = 2000; // milliseconds
const PLAIN_TEXT = { 'content-type': 'text/plain' };
const WARM = 20; // questions asked before the first is timed

/** What the parent is told: that it may send, of what is about to be timed, and of what came out, in milliseconds. */
export type Told =
  | { about: 'ready' }
  | { about: 'questions'; questions: Question[] }
  | { about: 'start' }
  | { about: 'end'; timed: Timed; yardstick: number };
export type Timed = {
  median: number;
  p99: number;
  /** Of processor time, the median: what waiting for a busy machine does not lengthen. */
  cpu: number;
  samples: number;
  status: number;
  bytes: number;
};

/** Waits until it is sent: what follows may hold up the process for long. */
const tell = (told: Told) =>
  new Promise<void>((resolve) => {
    process.send?.(told, () => resolve());
  });
const { app, close } = await appOnFile(process.argv[2] ?? '');

async function ask({ url, body }: Pick<Question, 'url' | 'body'>) {
  const posted = { method: 'POST', payload: body, headers: PLAIN_TEXT } as const;
  const asked = { url, ...(body !== undefined && posted) };
  const [began, before] = [performance.now(), process.cpuUsage()];
  const { statusCode: status, rawPayload } = await app.inject(asked);
  const { user, system } = process.cpuUsage(before);
  const milliseconds = performance.now() - began;
  await turn(); // else what the answer leaves behind is kept until the last one
  return { milliseconds, cpu: (user + system) / 1000, status, bytes: rawPayload.length };
}

/** The first time only warms up, unless it is too long to ask again. */
async function time(question: Question): Promise<Timed> {
  const first = await ask(question);
  let spent = first.milliseconds;
  const samples = spent > TOO_LONG ? [first] : [];
  const isEnough = () => samples.length >= MOST_SAMPLES || spent > ENOUGH;
  while (samples.length === 0 || !isEnough()) {
    const sample = await ask(question);
    samples.push(sample);
    spent += sample.milliseconds;
  }
  const timings = samples.map(({ milliseconds }) => milliseconds);
  return {
    median: quantile(timings, 0.5),
    p99: quantile(timings, 0.99),
    cpu: quantile(
      samples.map(({ cpu }) => cpu),
      0.5,
    ),
    samples: samples.length,
    status: first.status,
    bytes: first.bytes,
  };
}

const yardstick = yardstickOf();
for (let warm = 0; warm < WARM; warm += 1) await ask({ url: '/v1/quotes?limit=20' });
const left = once(process, 'message') as Promise<[Question[]]>;
await tell({ about: 'ready' });
let [questions] = await left;
if (questions.length === 0) {
  questions = await questionsOf(app);
  await tell({ about: 'questions', questions });
}
for (const question of questions) {
  await tell({ about: 'start' });
  await tell({ about: 'end', timed: await time(question), yardstick: yardstick() });
}
await close();
process.disconnect?.();
