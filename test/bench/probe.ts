// Loaded before a server that is measured: answers its parent how much processor time and memory
// it has used, without touching the server.
import cluster from 'node:cluster';
import { ownMemory } from './memory.ts';

/** Microseconds of processor time since the start; bytes of memory. */
export type Usage = { cpu: number; memory: number };

process.on('message', (question) => {
  if (question !== 'usage') return;
  const { user, system } = process.cpuUsage();
  process.send?.({ cpu: user + system, memory: ownMemory() } satisfies Usage);
});
process.on('disconnect', () => process.exit()); // nothing that is measured outlives its parent
if (cluster.isPrimary) process.channel?.unref(); // the workers of a cluster live by theirs
