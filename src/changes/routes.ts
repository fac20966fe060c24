// The history of each record, also of those that are no longer there.
import type { List } from '#db/list.ts';
import { isOf, kindOf, missing } from '#http/missing.ts';
import { operation } from '#http/operation.ts';
import { historyOf } from './queries.ts';
import { historyAnswer } from './schema.ts';

/** One operation for each list whose records have a history. */
export const historyOperations = (lists: readonly List<unknown>[]) =>
  lists.flatMap((list) => {
    const kind = kindOf(list);
    if (kind === undefined) return [];
    return operation({
      method: 'GET',
      path: `/${list.name}/{id}/history`,
      operationId: `get_history_of_${list.name}`,
      summary: `Every change of a record of ${list.name}, in order`,
      tag: list.name,
      list,
      parameters: {},
      answer: {
        name: 'History',
        description: 'Its changes, with what each changed and why',
        schema: historyAnswer,
      },
      failures: ['NotFound', 'UriTooLong'],
      respond: ({ db, id }) => {
        const data = historyOf(db, kind, id);
        const last = data.at(-1);
        if (last === undefined || !isOf(list, last.before ?? last.after)) {
          throw missing(db, list, id);
        }
        return { data };
      },
    });
  });
