// The state of the record that an answer is made of: the version that the one write path counts.
import type { Db } from '#db/open.ts';
import { dataVersion } from '#db/tables.ts';

/** The same object for as long as the state lasts. */
export type State = { version: number; changedAt: string; lastModified: string };

/**
 * Asks for the state, anew on every call, since another process may write at any time; undefined where
 * there is none.
 */
export function followState(db: Db): () => State | undefined {
  const { version, changedAt } = dataVersion;
  const whole = db.select({ version, changedAt }).from(dataVersion).prepare();
  const { sql } = db.select({ version }).from(dataVersion).toSQL();
  const current = db.$client.prepare<[], number>(sql).pluck();
  let state: State | undefined;
  return () => {
    if (current.get() !== state?.version) {
      const data = whole.get();
      state = data && { ...data, lastModified: new Date(data.changedAt).toUTCString() };
    }
    return state;
  };
}
