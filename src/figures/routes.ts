// What can be asked of a figure beside its record.
import { eq, sql } from 'drizzle-orm';
import { readProof } from '#articles/proof.ts';
import { anchorProofAnswer } from '#articles/schema.ts';
import { figures } from '#db/tables.ts';
import { missing } from '#http/missing.ts';
import { operation } from '#http/operation.ts';
import { figureList } from './queries.ts';

const { start, end, expression: exact } = figures;
const role = sql<'content'>`'content'`;

export const figureAnchor = operation({
  method: 'GET',
  path: '/figures/{id}/anchor',
  operationId: 'prove_figure',
  summary: 'Whether the words of a figure stand where it says',
  tag: 'figures',
  list: figureList,
  parameters: {},
  answer: {
    name: 'AnchorProof',
    description: 'Its positions beside what the text has there now',
    schema: anchorProofAnswer,
  },
  failures: ['Merged', 'Gone', 'NotFound', 'UriTooLong'],
  respond: ({ db, id }) => {
    const proof = readProof(db, 'figures', figures, id, (key) =>
      db.select({ role, start, end, exact }).from(figures).where(eq(figures.id, key)).all(),
    );
    if (proof === undefined) throw missing(db, figureList, id);
    return { data: proof };
  },
});
