// Corrections of the invented record, made by the path that the command takes.

import type { Db } from '#db/open.ts';
import type { RecordKind } from '#db/vocabulary.ts';
import { type CorrectionReport, correctRecord } from '#record/correct.ts';
import type { Correction } from '#record/correction-schema.ts';
import { readCorrections } from '#record/files.ts';
import { refusalsOf, writeFiles } from './minimal.ts';

/** Makes corrections as a file `corrections.json` says. */
export function correct(db: Db, corrections: unknown[], checkOnly = false): CorrectionReport {
  const [path = ''] = writeFiles({ 'corrections.json': { corrections } });
  return correctRecord(db, readCorrections(path), { checkOnly });
}

/** What corrections are refused for, in a line each. */
export const refusedCorrections = (db: Db, corrections: unknown[]): string[] =>
  refusalsOf(() => correct(db, corrections)).map(
    ({ record, field, problem }) => `${record} ${field}: ${problem}`,
  );

const reason = 'the desk looked again';

export const set = (kind: RecordKind, id: string, fields: object): Correction => ({
  action: 'correct',
  kind,
  id,
  reason,
  set: fields as Record<string, unknown>,
});

export const retract = (kind: RecordKind, id: string): Correction => ({
  action: 'retract',
  kind,
  id,
  reason,
});

export const merge = (
  kind: RecordKind,
  id: string,
  into: string,
  rest: object = {},
): Correction => ({
  action: 'merge',
  kind,
  id,
  into,
  reason,
  ...rest,
});
