// Tells people how loading goes and what came of it.
import type { CorrectionReport } from './correct.ts';
import type { Report } from './load.ts';
import type { MirrorReport } from './mirror.ts';

const STEP = 5000; // records between two lines of progress

/** A line every few thousand records; short work prints nothing. */
export function progressLines(stream: NodeJS.WritableStream) {
  return (done: number, total: number): void => {
    if (done % STEP === 0) {
      stream.write(`${done} of ${total} records (${Math.floor((100 * done) / total)}%)\n`);
    }
  };
}

/** Rows of numbers under their names, those of each kind of record in one. */
function tableOf<T extends Record<string, number>>(tallies: Record<string, T>): string[] {
  const columns = Object.keys(Object.values(tallies)[0] ?? {});
  const rows = Object.entries(tallies).map(([kind, tally]) => [
    kind,
    ...columns.map((column) => tally[column]),
  ]);
  return [['records', ...columns], ...rows].map((row) =>
    row
      .map((cell, index) => (index === 0 ? `${cell}`.padEnd(12) : `${cell}`.padStart(11)))
      .join(''),
  );
}

/** The closing table: what was loaded, verified and left as it was. */
export function reportTable({ records, texts, anchors }: Report, checkOnly: boolean): string {
  const changed = Object.values(records).some((tally) => tally.inserted + tally.corrected > 0);
  return [
    ...tableOf(records),
    `texts: ${texts.attached} attached now, ${texts.held} held, ${texts.missing} not held`,
    `anchors: ${anchors.verified} verified, ${anchors.unverified} unverified`,
    checkOnly
      ? 'Checked only; nothing was loaded.'
      : changed || texts.attached > 0
        ? 'Loaded.'
        : 'Nothing has changed.',
  ].join('\n');
}

/** The closing table of corrections: what they changed, and how many were in force already. */
export function correctionTable(report: CorrectionReport, checkOnly: boolean): string {
  const changed = Object.values(report).some(
    ({ unchanged: _inForce, ...made }) => Math.max(...Object.values(made)) > 0,
  );
  return [
    ...tableOf(report),
    checkOnly
      ? 'Checked only; nothing was changed.'
      : changed
        ? 'Corrected.'
        : 'Nothing has changed.',
  ].join('\n');
}

/** What was made again of a feed of changes. */
export const mirrorLines = ({ made, held }: MirrorReport, checkOnly: boolean): string =>
  [
    `changes: ${made} made again, ${held} held before`,
    checkOnly ? 'Checked only; nothing was loaded.' : made > 0 ? 'Loaded.' : 'Nothing has changed.',
  ].join('\n');
