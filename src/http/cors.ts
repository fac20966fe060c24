// What every answer tells browsers. Any page may read: the record is public and answers depend on no
// cookie.
import type { FastifyInstance } from 'fastify';

export function allowReading(app: FastifyInstance): void {
  app.addHook('onRequest', (_request, reply, done) => {
    reply.headers({
      'access-control-allow-origin': '*',
      'access-control-expose-headers': 'etag, last-modified, link, content-disposition',
      'x-content-type-options': 'nosniff',
    });
    done();
  });
}

/** What OPTIONS answers, asked by a browser before a request or by a person. */
export const preflightHeaders = (allow: string): Record<string, string> => ({
  allow,
  'access-control-allow-methods': allow,
  'access-control-allow-headers': 'accept, content-type, if-none-match, if-modified-since',
  'access-control-max-age': '86400', // seconds
});
