// Reads all quotes as CSV, in process, for some seconds at most: how fast they come, and whether memory
// stays as it is. Its arguments: the file and the seconds.
import { appOnFile } from './app.ts';
import { ownMemory } from './memory.ts';

/** Rows a second; bytes before and at the most. */
export type Csv = { rate: number; before: number; most: number };

const NEWLINE = 10;
const [path = '', seconds = ''] = process.argv.slice(2);
const { app, close } = await appOnFile(path);
await app.inject('/v1/quotes?limit=100');
const before = ownMemory();
const answer = await app.inject({ url: '/v1/quotes?format=csv', payloadAsStream: true });
const began = performance.now();
let [rows, most, chunks] = [0, before, 0];
for await (const chunk of answer.stream() as AsyncIterable<Buffer>) {
  for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, at + 1)) rows += 1;
  chunks += 1;
  if (chunks % 100 === 0) most = Math.max(most, ownMemory());
  if (performance.now() - began > 1000 * Number(seconds)) break;
}
const rate = (1000 * rows) / (performance.now() - began);
const csv: Csv = { rate, before, most: Math.max(most, ownMemory()) };
await close();
process.send?.(csv, () => process.exit());
