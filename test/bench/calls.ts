// Times every question that the lists can be asked, in process, at several sizes of the record.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Told } from './calls-worker.ts';
import type { Question } from './questions.ts';
import { median } from './statistics.ts';

const WORKER = fileURLToPath(new URL('calls-worker.ts', import.meta.url));
export const LONGEST = 10_000; // milliseconds after which a question is given up
const OPENING = 120_000; // milliseconds until a worker must know what to ask
const GIVEN_UP = { median: null, p99: null, cpu: null, samples: 0, status: 0, bytes: 0 };

/** A question and its times in milliseconds, `null` where it was given up. */
export type Call = Omit<Question, 'body'> & {
  median: number | null;
  p99: number | null;
  cpu: number | null;
  samples: number;
  /** Of HTTP; 0 where it was given up. */
  status: number;
  bytes: number;
};
export type Calls = {
  quotes: number;
  calls: Call[];
  /** How many questions there are; those that time did not suffice for are not among the calls. */
  of: number;
  /** Milliseconds of processor time for a fixed piece of work, measured among the questions. */
  yardstick: number;
};

/** Times as many questions as the seconds suffice for. */
export async function timeCalls(
  path: string,
  quotes: number,
  seconds: number,
  progress: (line: string) => void,
): Promise<Calls> {
  const until = performance.now() + 1000 * seconds;
  const found: Found = { questions: [], calls: [], yardsticks: [] };
  do {
    await followWorker(path, found, until, () => {
      progress(`${quotes} quotes: ${found.calls.length} of ${found.questions.length} questions`);
    });
  } while (found.calls.length < found.questions.length && performance.now() < until);
  const { questions, calls, yardsticks } = found;
  return { quotes, calls, of: questions.length, yardstick: median(yardsticks) };
}

/** Each question that was asked has its call, at the same place. */
type Found = { questions: Question[]; calls: Call[]; yardsticks: number[] };

/** Until the worker ends, a question is given up, or time is over. */
function followWorker(
  path: string,
  found: Found,
  until: number,
  progress: () => void,
): Promise<void> {
  const worker = fork(WORKER, [path]);
  const keep = (timed: Omit<Call, keyof Question>) => {
    const { body: _body, ...question } = found.questions[found.calls.length] as Question;
    found.calls.push({ ...question, ...timed });
  };
  let asking = false;
  let timer = setTimeout(() => worker.kill('SIGKILL'), OPENING);
  worker.on('message', (told: Told) => {
    if (told.about === 'ready') {
      worker.send(found.questions.slice(found.calls.length));
      return;
    }
    clearTimeout(timer);
    if (told.about === 'questions') found.questions = told.questions;
    else if (told.about === 'end') {
      keep(told.timed);
      found.yardsticks.push(told.yardstick);
      asking = false;
    } else if (performance.now() > until) worker.kill();
    else {
      asking = true;
      progress();
      timer = setTimeout(() => worker.kill('SIGKILL'), LONGEST);
    }
  });
  return new Promise((resolve, reject) => {
    worker.on('error', reject);
    worker.on('exit', (code, signal) => {
      clearTimeout(timer);
      if (asking) keep(GIVEN_UP);
      if (code === 0 || signal !== null) resolve();
      else reject(new Error(`The process that times questions ended with ${code}.`));
    });
  });
}
