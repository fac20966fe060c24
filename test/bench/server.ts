// Starts servers as processes of their own and asks how much they have used.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { devNull } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Usage } from './probe.ts';

const PROBE = new URL('probe.ts', import.meta.url).href;
const PATIENCE = 60_000; // milliseconds until a server has to answer

export type Server = { port: number; usage: () => Promise<Usage>; stop: () => Promise<void> };
export type Start = {
  /** The module that serves. */
  path: string;
  args?: string[];
  env?: Record<string, string>;
  cwd?: string;
  /** Modules that are loaded before it, as `--import` takes them, and what else stands before its file. */
  imports?: string[];
  flags?: string[];
  /** The file that takes what it prints; its errors, too, where it is quiet. */
  log?: string;
  quiet?: boolean;
  port: number;
  /** The path that it answers with 200 once it is ready. */
  ready: string;
};

/** A program file of the benchmarks or of the project. */
export const fileOf = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** @throws where the server ends, or has not answered in time. */
export async function startServer(start: Start): Promise<Server> {
  const {
    path,
    args = [],
    env = {},
    imports = [],
    flags = [],
    cwd = process.cwd(),
    log = devNull,
    quiet = false,
    port,
    ready,
  } = start;
  const output = openSync(log, 'w');
  const child = fork(path, args, {
    cwd,
    env: { ...process.env, ...env, NODE_ENV: 'production' },
    execArgv: [...flags, ...[PROBE, ...imports].flatMap((module) => ['--import', module])],
    stdio: ['ignore', output, quiet ? output : 'inherit', 'ipc'],
  });
  closeSync(output);
  await untilAnswers(`http://127.0.0.1:${port}${ready}`, child);
  const usage = (): Promise<Usage> => {
    const answer = messageOf<Usage>(child);
    child.send('usage');
    return answer;
  };
  const stop = async () => {
    const ended = once(child, 'exit');
    child.kill();
    await ended;
  };
  return { port, usage, stop };
}

/** The next message of a process. @throws where it ends without one. */
export function messageOf<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    const ended = () => reject(new Error(`${child.spawnargs.slice(-2).join(' ')} has ended.`));
    child.once('exit', ended);
    child.once('message', (message) => {
      child.off('exit', ended);
      resolve(message as T);
    });
  });
}

/** Asks until there is an answer; a process that ends gives none. */
export async function untilAnswers(url: string, child: ChildProcess): Promise<void> {
  const until = performance.now() + PATIENCE;
  while (performance.now() < until && child.exitCode === null && child.signalCode === null) {
    const answer = await fetch(url, { signal: AbortSignal.timeout(PATIENCE) }).catch(
      () => undefined,
    );
    if (answer?.ok) {
      await answer.arrayBuffer();
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  child.kill('SIGKILL');
  throw new Error(`${url} did not answer.`);
}
