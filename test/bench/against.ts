// Tells what has changed since an earlier run. Processor time is compared by the yardstick of its own
// run, answers over HTTP by their share of the ceiling: a busier machine is not taken for slower code.
import type { Result } from './bench.ts';
import { digits, table } from './report.ts';
import { median } from './statistics.ts';

const ALIKE = 1.25; // times as slow or as fast, within which two runs are not told apart
const MOST_ROWS = 40;

type Cost = { name: string; cost: number };

/** Everything of a run that costs something, in numbers that other runs can be compared with. */
const costsOf = ({ calls, http, peers, started }: Result): Cost[] => [
  ...calls.flatMap(({ quotes, calls, yardstick }) =>
    calls.flatMap(({ name, cpu }) =>
      cpu === null ? [] : { name: `${quotes}: ${name}`, cost: cpu / yardstick },
    ),
  ),
  ...http.map(({ quotes, log, name, cpuShare }) => ({
    name: `${quotes}: ${name}, over HTTP, log ${log}`,
    cost: 1 / cpuShare,
  })),
  ...(peers?.compared.map(({ peer, name, times }) => ({
    name: `${peers.quotes}: ${name}, beside ${peer}`,
    cost: 1 / times,
  })) ?? []),
  ...started.map(({ quotes, first }) => ({ name: `${quotes}: npm start`, cost: first })),
];

export function changesTable(now: Result, before: Result): string {
  const was = new Map(costsOf(before).map(({ name, cost }) => [name, cost]));
  const changes = costsOf(now).flatMap(({ name, cost }) => {
    const earlier = was.get(name);
    return earlier === undefined ? [] : { name, ratio: cost / earlier };
  });
  if (changes.length === 0) return 'Nothing in the earlier run can be compared.';
  const changed = changes
    .filter(({ ratio }) => ratio > ALIKE || ratio < 1 / ALIKE)
    .toSorted((a, b) => Math.abs(Math.log(b.ratio)) - Math.abs(Math.log(a.ratio)));
  const slower = changed.filter(({ ratio }) => ratio > 1).length;
  const summary =
    `Of ${changes.length} that both runs have, ${slower} cost more than ${ALIKE} times as much as ` +
    `before, ${changed.length - slower} less than ${digits(1 / ALIKE)} times; the median is ` +
    `${digits(median(changes.map(({ ratio }) => ratio)))} times.`;
  const rows = changed.slice(0, MOST_ROWS).map(({ name, ratio }) => ({
    'changed most': name,
    'cost, of the earlier': `${digits(ratio)} ×`,
  }));
  return rows.length === 0 ? summary : `${summary}\n\n${table(rows)}`;
}
