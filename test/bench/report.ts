// Tells in tables what was measured.
import { type Call, type Calls, LONGEST } from './calls.ts';
import type { Measured } from './http.ts';
import type { Peers } from './peers.ts';
import type { Several } from './processes.ts';
import { KINDS } from './questions.ts';
import type { Started } from './start.ts';
import { median } from './statistics.ts';

const SLOWEST = 20;
const GOAL = { median: 1, p99: 5 }; // milliseconds in process

type Row = Record<string, string>;

/** A table as Markdown writes it: text to the left, numbers to the right. */
export function table(rows: Row[]): string {
  const columns = Object.keys(rows[0] ?? {}).map((name) => {
    const cells = rows.map((row) => row[name] ?? '');
    const width = Math.max(...[name, ...cells].map((cell) => cell.length));
    const numbers = cells.every((cell) => /^([\d.,]+ ?[×%]?|–|given up|)$/.test(cell));
    const padded = (cell: string) => (numbers ? cell.padStart(width) : cell.padEnd(width));
    const rule = numbers ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width);
    return [padded(name), rule, ...cells.map(padded)];
  });
  const lines = Array.from({ length: rows.length + 2 }, (_, at) =>
    columns.map((cells) => cells[at]),
  );
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** Three digits say enough of a timing. */
export const digits = (value: number): string =>
  Number.isNaN(value)
    ? '–'
    : Math.abs(value) >= 100
      ? Math.round(value).toLocaleString('en-US')
      : `${Number(value.toPrecision(3))}`;

const times = (value: number): string => (Number.isNaN(value) ? '–' : `${digits(value)} ×`);
const whole = (value: number): string => value.toLocaleString('en-US');
const megabytes = (bytes: number): string => digits(bytes / 2 ** 20);
/** A question that was given up took at least as long as it was waited for. */
const spent = (value: number | null): number => value ?? LONGEST;
const told = (value: number | null): string => (value === null ? 'given up' : digits(value));

const isAnswered = ({ status }: Call): boolean => status === 200 || status === 0;

/** Of each kind of question: the usual and the worst time, and how they grow with the record. */
export function callTables(sizes: Calls[]): string {
  const [smallest] = sizes;
  const kinds = KINDS.filter((kind) =>
    sizes.some(({ calls }) => calls.some((call) => call.kind === kind)),
  );
  const small = new Map(smallest?.calls.map((call) => [call.name, call.median]));
  const rows = kinds.flatMap((kind) =>
    sizes.map((size) => {
      const calls = size.calls.filter((call) => call.kind === kind && isAnswered(call));
      const growth = calls.flatMap(({ name, median: now }) => {
        const before = small.get(name);
        return size === smallest || !before || now === null ? [] : now / before;
      });
      return kindRow(kind, size.quotes, calls, growth);
    }),
  );
  const largest = sizes.at(-1);
  const slowest = (largest?.calls ?? [])
    .filter(isAnswered)
    .toSorted((a, b) => spent(b.median) - spent(a.median))
    .slice(0, SLOWEST)
    .map(({ name, median, p99, cpu }) => ({
      [`slowest at ${whole(largest?.quotes ?? 0)} quotes`]: name,
      'median ms': told(median),
      'p99 ms': told(p99),
      'CPU ms': told(cpu),
    }));
  const tables = [rows, slowest].filter(({ length }) => length > 0).map(table);
  return [...tables, ...sizes.flatMap(remarks)].join('\n\n');
}

const kindRow = (kind: string, quotes: number, calls: Call[], growth: number[]): Row => ({
  'in process': kind,
  quotes: whole(quotes),
  questions: whole(calls.length),
  'median ms': digits(median(calls.map((call) => spent(call.median)))),
  'CPU ms': digits(median(calls.map((call) => spent(call.cpu)))),
  'worst median': digits(Math.max(...calls.map((call) => spent(call.median)))),
  'worst p99': digits(Math.max(...calls.map((call) => spent(call.p99)))),
  [`above ${GOAL.median} or ${GOAL.p99} ms`]: whole(
    calls.filter((call) => spent(call.median) > GOAL.median || spent(call.p99) > GOAL.p99).length,
  ),
  growth: growth.length === 0 ? '' : times(median(growth)),
  'worst growth': growth.length === 0 ? '' : times(Math.max(...growth)),
});

function remarks({ quotes, calls, of }: Calls): string[] {
  const refused = calls.filter(({ status }) => status >= 400);
  if (of === 0) return [`${whole(quotes)} quotes: the record took too long to open.`];
  return [
    ...(calls.length < of
      ? [`${whole(quotes)} quotes: time was over after ${calls.length} of ${of} questions.`]
      : []),
    ...refused.map(
      ({ name, url, status }) => `${whole(quotes)} quotes: ${status} for ${name} (${url})`,
    ),
  ];
}

export const httpTable = (measured: Measured[]): string =>
  table(
    measured.map((one) => ({
      'over HTTP': one.name,
      quotes: whole(one.quotes),
      log: one.log,
      'share of the ceiling': digits(one.share),
      'by processor time': digits(one.cpuShare),
      'a second': digits(one.rate),
      'p50 ms': digits(one.p50),
      'p99 ms': digits(one.p99),
      'CPU µs': digits(one.cpu),
      KB: digits(one.bytes / 1000),
      'memory MB': megabytes(one.memory),
      refused: whole(one.refused),
    })),
  );

export const processTable = (several: Several): string =>
  table([
    {
      quotes: whole(several.quotes),
      processes: whole(several.processes),
      'pages a second': digits(several.rate),
      'times one process': times(several.times),
      cores: whole(several.cores),
      'free before': digits(several.free),
    },
  ]);

export const peerTable = ({ quotes, compared, missing }: Peers): string =>
  [
    ...(compared.length > 0
      ? [
          table(
            compared.map((one) => ({
              [`at ${whole(quotes)} quotes`]: one.peer,
              page: one.name,
              'a second': digits(one.rate),
              'On Record': digits(one.ours),
              'times as many': times(one.times),
              'p50 ms': digits(one.p50),
              KB: digits(one.bytes / 1000),
              'memory MB': megabytes(one.memory),
            })),
          ),
        ]
      : []),
    ...missing,
  ].join('\n\n');

export const startTable = (started: Started[]): string =>
  table(
    started.map((one) => ({
      quotes: whole(one.quotes),
      'npm start to first answer, ms': digits(one.first),
      'memory MB': megabytes(one.memory),
      'CSV in process, quotes a second': digits(one.csv.rate),
      'memory before, MB': megabytes(one.csv.before),
      'at the most, MB': megabytes(one.csv.most),
    })),
  );
