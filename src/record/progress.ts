// Tells people how loading goes: lines, and for loading in bulk a bar.
import { type BulkProgress, LOADING } from './bulk.ts';

const STEP = 5000; // records between two lines of progress

/** A line every few thousand records; short work prints nothing. */
export function progressLines(stream: NodeJS.WritableStream) {
  return (done: number, total: number): void => {
    if (done % STEP === 0) {
      stream.write(`${done} of ${total} records (${Math.floor((100 * done) / total)}%)\n`);
    }
  };
}

const WIDTH = 30; // characters
const BYTES_PER_MB = 1e6;

/**
 * A bar that is drawn again and again where somebody watches, elsewhere a line for every tenth. Sizes are
 * told as quotes, or as bytes in MB.
 */
export function progressBar(stream: NodeJS.WriteStream, unit: 'quotes' | 'MB') {
  const began = performance.now();
  const number = (size: number) =>
    (unit === 'MB' ? size / BYTES_PER_MB : size).toLocaleString('en', {
      maximumFractionDigits: unit === 'MB' ? 1 : 0,
    });
  let told = '';
  return ({ step, done, now, total }: BulkProgress): void => {
    const share = total === 0 ? 1 : done / total;
    const rate = (1000 * now) / (performance.now() - began);
    const bar = '#'.repeat(Math.floor(WIDTH * share)).padEnd(WIDTH, '.');
    const left = now === 0 || done === total ? '' : `, ${timeOf((total - done) / rate)} left`;
    const loading = `[${bar}] ${number(done)} of ${number(total)} ${unit}, ${number(rate)} a second${left}`;
    const isLoading = step === LOADING;
    if (stream.isTTY) {
      stream.write(`\r\u001b[K${isLoading ? loading : `[${bar}] indexing: ${step}`}`);
      return;
    }
    const tenth = isLoading ? `${Math.floor(10 * share)}` : 'indexing';
    if (tenth !== told) stream.write(`${isLoading ? loading : 'indexing'}\n`);
    told = tenth;
  };
}

function timeOf(seconds: number): string {
  if (seconds < 60) return `${Math.ceil(seconds)} s`;
  return `${Math.ceil(seconds / 60)} min`;
}
