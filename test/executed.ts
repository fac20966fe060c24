// What SQLite is asked while something is read.
import { vi } from 'vitest';
import type { Db } from '#db/open.ts';

/** The statements that are executed, each as often as it is. */
export function executed(db: Db, read: () => unknown): string[] {
  const spy = vi.spyOn(Object.getPrototypeOf(db.$client.prepare('select 1')), 'all');
  try {
    read();
    return spy.mock.contexts.map((one) => (one as unknown as { source: string }).source);
  } finally {
    spy.mockRestore();
  }
}
