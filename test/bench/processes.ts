// One process and several on the same file, asked in turns: what more of them bring where there are cores.
import { availableParallelism, cpus } from 'node:os';
import { setTimeout as rest } from 'node:timers/promises';
import { newPages, type Options, startRecord, timed } from './http.ts';
import { median } from './statistics.ts';

const ROUNDS = 3;
const LOOK = 1000; // milliseconds in which it is looked how busy the machine is by itself

/** Pages of 20 quotes a second, new each time. */
export type Several = {
  quotes: number;
  processes: number;
  rate: number;
  /** As many times what one process answers. */
  times: number;
  cores: number;
  /** Cores that nothing used before the load, which itself takes up to one. */
  free: number;
};

export async function measureProcesses(
  db: string,
  quotes: number,
  { port, seconds, progress }: Options,
): Promise<Several> {
  const processes = Math.max(2, availableParallelism());
  const free = await freeCores();
  const one = await startRecord(db, port, 'silent');
  const several = await startRecord(db, port + 1, 'silent', { PROCESSES: `${processes}` });
  try {
    progress(`${quotes} quotes: ${processes} processes`);
    const page = { ...newPages('processes'), awake: false }; // else it takes a core from them
    const rounds: { one: number; several: number }[] = [];
    for (let turn = 0; turn <= ROUNDS; turn += 1) {
      rounds.push({
        one: (await timed(one, page, seconds)).rate,
        several: (await timed(several, page, seconds)).rate,
      });
    }
    const [_warm, ...counted] = rounds;
    return {
      quotes,
      processes,
      rate: median(counted.map((round) => round.several)),
      times: median(counted.map((round) => round.several / round.one)),
      cores: cpus().length,
      free,
    };
  } finally {
    await Promise.all([one.stop(), several.stop()]);
  }
}

async function freeCores(): Promise<number> {
  const times = () =>
    cpus().reduce(
      (sum, { times: { idle, user, nice, sys, irq } }) => ({
        idle: sum.idle + idle,
        all: sum.all + idle + user + nice + sys + irq,
      }),
      { idle: 0, all: 0 },
    );
  const before = times();
  await rest(LOOK);
  const after = times();
  return (cpus().length * (after.idle - before.idle)) / (after.all - before.all);
}
