// Why a record is not loaded: file, record, field, what is wrong and what is allowed.
import type { z } from 'zod';

export type Refusal = {
  file: string;
  /** Public id of the record, or its path in the file where it has none. */
  record: string;
  field: string;
  problem: string;
  allowed: string;
};

/** Thrown with every refusal at once; by then nothing was written. */
export class RefusedRecord extends Error {
  readonly refusals: Refusal[];

  constructor(refusals: Refusal[]) {
    super(
      refusals
        .map(({ file, record, field, problem, allowed }) => {
          const where = [file, record, field].filter((part) => part !== '').join(' › ');
          return `${where}: ${problem}. Allowed: ${allowed}.`;
        })
        .join('\n'),
    );
    this.refusals = refusals;
  }
}

/** What zod found wrong in a file of a format, told by the record that it stands in. */
export function refusalsOf(
  file: string,
  content: unknown,
  error: z.ZodError,
  format: string,
): Refusal[] {
  return error.issues.map((issue) => {
    const { record, field, value } = locate(content, issue.path);
    const about = describe(issue, value, format);
    return { file, record, field, ...about };
  });
}

/** The innermost record with an id on the way to a path, the rest of the path, and what is there. */
function locate(content: unknown, path: readonly PropertyKey[]) {
  let value = content;
  let record = '';
  let from = 0;
  path.forEach((step, position) => {
    value = (value as Record<PropertyKey, unknown> | undefined)?.[step];
    const id = (value as { id?: unknown } | null | undefined)?.id;
    if (typeof step !== 'number' || (id === undefined && record !== '')) return;
    record = typeof id === 'string' ? id : pathName(path.slice(0, position + 1));
    from = position + 1;
  });
  return { record, field: pathName(path.slice(from)), value };
}

const pathName = (path: readonly PropertyKey[]): string =>
  path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
    .join('')
    .replace(/^\./, '');

function describe(
  issue: z.core.$ZodIssue,
  value: unknown,
  format: string,
): Pick<Refusal, 'problem' | 'allowed'> {
  const given =
    value === undefined ? 'is missing' : `${JSON.stringify(value).slice(0, 100)} cannot be used`;
  if (issue.code === 'unrecognized_keys') {
    return {
      problem: `${issue.keys.map((key) => `"${key}"`).join(', ')} is not known here`,
      allowed: `the fields that ${format} names`,
    };
  }
  if (issue.code === 'invalid_value') return { problem: given, allowed: issue.values.join(', ') };
  if (issue.code === 'too_small' || issue.code === 'too_big') {
    return { problem: given, allowed: boundOf(issue) };
  }
  if (issue.code === 'invalid_type' && issue.expected === 'int') {
    return { problem: given, allowed: 'a whole number' };
  }
  const options = 'options' in issue ? issue.options : undefined;
  if (Array.isArray(options)) return { problem: given, allowed: options.join(', ') };
  return {
    problem: given,
    allowed: issue.message.replace(/^must be |^Invalid input: expected |, received .*$/g, ''),
  };
}

const UNITS: Record<string, [one: string, several: string]> = {
  array: [' entry', ' entries'],
  string: [' character', ' characters'],
};

function boundOf(issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig): string {
  const [limit, words] =
    issue.code === 'too_small'
      ? [issue.minimum, ['at least', 'more than']]
      : [issue.maximum, ['at most', 'less than']];
  const [one, several] = UNITS[issue.origin] ?? ['', ''];
  return `${words[issue.inclusive === false ? 1 : 0]} ${limit}${limit === 1 ? one : several}`;
}
