// Several processes on one address, which share nothing but the database file: started, replaced where
// one dies, ended together.
import cluster, { type Worker } from 'node:cluster';
import type { Logger } from 'pino';

const REST = 2000; // milliseconds from start to start, so that one that always dies takes little

/**
 * Ends when its processes have: well where they were told to, else with the code of the last one that
 * could not be started while no other served.
 */
export function keepProcesses(
  count: number,
  logger: Logger,
  announce: (address: string) => void,
): void {
  const started = new Set<Worker>();
  const serving = new Set<Worker>();
  let ending = false;

  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, end);
  // The first shows whether the address can be had: where it cannot, one message is enough.
  start().once('message', (address) => {
    announce(address);
    while (started.size < count) start();
  });

  function start(): Worker {
    const startedAt = Date.now();
    const worker = cluster.fork();
    started.add(worker);
    worker.once('message', () => serving.add(worker));
    worker.once('exit', (code, signal) => {
      started.delete(worker);
      const served = serving.delete(worker);
      if (ending) return;
      if (served || serving.size > 0) {
        logger.error({ died: worker.process.pid, code, signal }, 'a process died and is replaced');
        setTimeout(() => ending || start(), Math.max(0, startedAt + REST - Date.now()));
      } else {
        process.exitCode = code || 1;
        end();
      }
    });
    return worker;
  }

  function end(): void {
    ending = true;
    for (const worker of started) worker.process.kill('SIGTERM');
  }
}
