// Whether the process lives, and whether it can answer.
import type { FastifyInstance, RouteShorthandOptions } from 'fastify';
import { Problem } from './problem.ts';

/** `probe` reads what answers are made of, and throws where it cannot. */
export function serveHealth(app: FastifyInstance, probe: () => void): void {
  const options: RouteShorthandOptions = {
    onRequest: (_request, reply, done) => {
      reply.header('cache-control', 'no-store');
      done();
    },
  };
  app.get('/health/live', options, async () => ({ status: 'live' }));
  app.get('/health/ready', options, async (request) => {
    try {
      probe();
    } catch (error) {
      request.log.error({ reqId: request.id, err: error }, 'the database does not answer');
      throw new Problem(503, 'not-ready', 'The database does not answer; the log says why.');
    }
    return { status: 'ready' };
  });
}
