// Tells people how loading goes and what came of it.
import type { Report } from './load.ts';

const STEP = 5000; // records between two lines of progress

/** A line every few thousand records; short work prints nothing. */
export function progressLines(stream: NodeJS.WritableStream) {
  return (done: number, total: number): void => {
    if (done % STEP === 0) {
      stream.write(`${done} of ${total} records (${Math.floor((100 * done) / total)}%)\n`);
    }
  };
}

/** The closing table: what was loaded, verified and left as it was. */
export function reportTable({ records, texts, anchors }: Report, checkOnly: boolean): string {
  const rows = Object.entries(records).map(([kind, { inserted, corrected, unchanged }]) => [
    kind,
    inserted,
    corrected,
    unchanged,
  ]);
  const cells = [['records', 'inserted', 'corrected', 'unchanged'], ...rows];
  const table = cells.map((row) =>
    row
      .map((cell, index) => (index === 0 ? `${cell}`.padEnd(12) : `${cell}`.padStart(11)))
      .join(''),
  );
  const changed = Object.values(records).some((tally) => tally.inserted + tally.corrected > 0);
  return [
    ...table,
    `texts: ${texts.attached} attached now, ${texts.held} held, ${texts.missing} not held`,
    `anchors: ${anchors.verified} verified, ${anchors.unverified} unverified`,
    checkOnly
      ? 'Checked only; nothing was loaded.'
      : changed || texts.attached > 0
        ? 'Loaded.'
        : 'Nothing has changed.',
  ].join('\n');
}
