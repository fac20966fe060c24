// What the commands on the record have in common: help, and failures in words.
import { existsSync } from 'node:fs';
import { InvalidConfig, readConfig } from '#config.ts';
import { type Db, openDatabase, UnusableDatabase } from '#db/open.ts';
import { RefusedRecord } from '#record/refusal.ts';

/** The options cannot be understood. */
export class Misuse extends Error {}

type Parsed = { values: { help?: boolean | undefined }; positionals: string[] };

/** Runs a command; `done` is what a refused file keeps from being done. */
export function runCommand<T extends Parsed>(
  usage: string,
  done: string,
  parse: () => T,
  run: (parsed: T) => void,
): void {
  try {
    const parsed = understood(parse);
    if (parsed.values.help) console.log(usage);
    else run(parsed);
  } catch (error) {
    if (error instanceof RefusedRecord) {
      console.error(error.message);
      const { length } = error.refusals;
      console.error(`Refused for ${length} reason${length === 1 ? '' : 's'}; nothing was ${done}.`);
    } else if (error instanceof UnusableDatabase || error instanceof InvalidConfig) {
      console.error(error.message);
    } else if (error instanceof Misuse) {
      console.error(`${error.message}\n\n${usage}`);
    } else {
      throw error;
    }
    process.exitCode = 1;
  }
}

/** The database of ONRECORD_DB, for what makes none. @throws UnusableDatabase where there is none. */
export function openExisting(): Db {
  const { ONRECORD_DB } = readConfig();
  if (!existsSync(ONRECORD_DB)) {
    throw new UnusableDatabase(`There is no database ${ONRECORD_DB}; npm run seed makes it.`);
  }
  return openDatabase(ONRECORD_DB);
}

function understood<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw new Misuse((error as Error).message);
  }
}
