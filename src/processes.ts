// Several processes on one address, which share nothing but the database file: started, replaced where
// one dies, ended together.
import cluster, { type Worker } from 'node:cluster';
import type { Logger } from 'pino';

const REST = 2000; // milliseconds from start to start, so that one that dies at once takes little

/** Ends when no process is left: well where it was told to, else with the code of the last. */
export function keepProcesses(
  count: number,
  logger: Logger,
  announce: (address: string) => void,
): void {
  let ending = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      ending = true;
      for (const { process } of living()) process.kill('SIGTERM');
    });
  }
  // The first shows whether the address can be had; one message is enough where it cannot.
  start().once('message', (address) => {
    announce(address);
    for (let started = 1; started < count; started += 1) start();
  });

  function start() {
    const startedAt = Date.now();
    const worker = cluster.fork();
    worker.once('exit', (code, signal) => {
      if (ending) return;
      if (living().length === 0) {
        process.exitCode = code || 1;
        return;
      }
      logger.error({ died: worker.process.pid, code, signal }, 'a process died and is replaced');
      setTimeout(() => ending || start(), Math.max(0, startedAt + REST - Date.now())).unref();
    });
    return worker;
  }
}

const living = () =>
  Object.values(cluster.workers ?? {}).filter((worker) => worker?.isDead() === false) as Worker[];
