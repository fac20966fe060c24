// Whether the process lives, and whether it can answer.
import { sql } from 'drizzle-orm';
import type { FastifyInstance } from 'fastify';
import type { Db } from '#db/open.ts';
import { articles } from '#db/tables.ts';
import { Problem } from './problem.ts';

export function serveHealth(app: FastifyInstance, db: Db): void {
  app.get('/health/live', async () => ({ status: 'live' }));
  app.get('/health/ready', async (request) => {
    try {
      db.select({ one: sql`1` }).from(articles).limit(1).all();
    } catch (error) {
      request.log.error({ err: error }, 'the database does not answer');
      throw new Problem(503, 'not-ready', 'The database does not answer; the log says why.');
    }
    return { status: 'ready' };
  });
}
