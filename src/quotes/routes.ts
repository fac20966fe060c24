// What can be asked of a quote beside its record.
import { asc, eq } from 'drizzle-orm';
import { readProof } from '#articles/proof.ts';
import { anchorProofAnswer } from '#articles/schema.ts';
import { quoteSpans, quotes } from '#db/tables.ts';
import { missing } from '#http/missing.ts';
import { operation } from '#http/operation.ts';
import { quoteList } from './queries.ts';

const { role, start, end, exact } = quoteSpans;

export const quoteAnchor = operation({
  method: 'GET',
  path: '/quotes/{id}/anchor',
  operationId: 'prove_quote',
  summary: 'Whether the words of a quote stand where it says',
  tag: 'quotes',
  list: quoteList,
  parameters: {},
  answer: {
    name: 'AnchorProof',
    description: 'Its positions beside what the text has there now',
    schema: anchorProofAnswer,
  },
  failures: ['Merged', 'Gone', 'NotFound', 'UriTooLong'],
  respond: ({ db, id }) => {
    const proof = readProof(db, 'quotes', quotes, id, (key) =>
      db
        .select({ role, start, end, exact })
        .from(quoteSpans)
        .where(eq(quoteSpans.quoteId, key))
        .orderBy(asc(quoteSpans.position))
        .all(),
    );
    if (proof === undefined) throw missing(db, quoteList, id);
    return { data: proof };
  },
});
