// Tells people what came of loading, and what the anchors on record are worth.
import type { CorrectionReport } from './correct.ts';
import type { Report } from './load.ts';
import type { MirrorReport } from './mirror.ts';
import type { Moves } from './moves.ts';
import type { Mismatch, Proof } from './proof.ts';

/** Rows of cells under each other: the first to the left, numbers to the right. */
function tableOf(rows: (string | number)[][]): string[] {
  const first = Math.max(12, ...rows.map(([name]) => `${name}`.length));
  return rows.map(([name, ...cells]) =>
    [`${name}`.padEnd(first), ...cells.map((cell) => `${cell}`.padStart(11))].join(''),
  );
}

const rowsOf = (tallies: Record<string, Record<string, number>>) =>
  Object.entries(tallies).map(([name, tally]) => [name, ...Object.values(tally)]);

/** Tallies of each kind of record, under their names. */
const recordTable = (tallies: Record<string, Record<string, number>>): string[] =>
  tableOf([['records', ...Object.keys(Object.values(tallies)[0] ?? {})], ...rowsOf(tallies)]);

/** The closing table: what was loaded, verified and left as it was. */
export function reportTable(report: Report, checkOnly: boolean): string {
  const { records, attached, moves } = report;
  const changed = Object.values(records).some((tally) => tally.inserted + tally.corrected > 0);
  return [
    ...recordTable(records),
    ...countLines(report),
    checkOnly
      ? 'Checked only; nothing was loaded.'
      : changed || attached + moves.length > 0
        ? 'Loaded.'
        : 'Nothing has changed.',
  ].join('\n');
}

/** Texts, what moved to newer ones, and anchors; only what was counted. */
function countLines({ attached, moves, counts }: Report): string[] {
  const carried = moves.flatMap(linesOf);
  if (counts === undefined) return [`texts: ${attached} attached now`, ...carried];
  const { texts, anchors } = counts;
  const { verified, unverified, moved, orphaned } = anchors;
  const elsewhere = moved + orphaned > 0 ? `, ${moved} moved, ${orphaned} orphaned` : '';
  return [
    `texts: ${attached} attached now, ${texts.held} held, ${texts.missing} not held`,
    ...carried,
    `anchors: ${verified} verified, ${unverified} unverified${elsewhere}`,
  ];
}

/** The closing table of corrections: what they changed, and how many were in force already. */
export function correctionTable(report: CorrectionReport, checkOnly: boolean): string {
  const changed = Object.values(report).some(
    ({ unchanged: _inForce, ...made }) => Math.max(...Object.values(made)) > 0,
  );
  return [
    ...recordTable(report),
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

const linesOf = ({ article, sha256, moved, orphaned }: Moves): string[] => [
  `${article}: to the text ${sha256.slice(0, 12)}, ${moved} moved, ${orphaned.length} orphaned now`,
  ...orphaned.map((name) => `  orphaned: ${name}`),
];

/** Anchors by status and by article, what does not match, and a closing line. */
export function proofTable(proof: Proof): string {
  const { statuses, articles, texts, altered, mismatches } = proof;
  return [
    ...tableOf([
      ['anchors', 'match', 'differ', 'not held'],
      ...rowsOf(statuses),
      ['by article', '', '', ''],
      ...rowsOf(articles),
    ]).map((line) => line.trimEnd()),
    `texts: ${texts.held} held, ${texts.not_held} not held, ${altered.length} altered`,
    ...altered.map(
      ({ article, sha256, found }) =>
        `${article}: the text held as ${sha256} has the SHA-256 ${found}`,
    ),
    ...mismatches.map(toldOf),
    verdictOf(proof),
  ].join('\n');
}

const toldOf = ({ article, kind, record, role, start, end, exact, found }: Mismatch): string =>
  `${article} › ${kind} ${record} › ${role} ${start}–${end}: ` +
  (exact === null
    ? `the text ends before it`
    : `on record ${JSON.stringify(exact)}, in the text ${JSON.stringify(found)}`);

function verdictOf({ texts, altered, mismatches }: Proof): string {
  if (mismatches.length + altered.length > 0) {
    return `Not as on record: ${counted(mismatches, 'span')}, ${counted(altered, 'text')}.`;
  }
  return texts.held === 0
    ? 'No text is held, so nothing can be compared; npm run seed -- --texts DIR attaches texts.'
    : 'Every anchor in a held text has its words there.';
}

const counted = ({ length }: unknown[], noun: string): string =>
  `${length} ${noun}${length === 1 ? '' : 's'}`;
