// Caching by the version of the data: an answer is known by version, URL and what was negotiated, so
// neither asking whether it has changed nor naming it needs the answer itself.
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { sql } from 'drizzle-orm';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Db } from '#db/open.ts';
import { dataVersion } from '#db/tables.ts';

/** Strong ETag, Last-Modified and 304 on every GET of this scope; a new program has new answers. */
export function cacheByVersion(app: FastifyInstance, db: Db, program: string): void {
  const current = db
    .select({ version: dataVersion.version, changedAt: dataVersion.changedAt })
    .from(dataVersion)
    .where(sql`${dataVersion.id} = 1`)
    .prepare();

  app.addHook('onRequest', async (request, reply) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return;
    const data = current.get();
    if (data === undefined) return;
    const etag = etagOf(request, `${program}\n${data.version}`);
    const modified = new Date(data.changedAt).toUTCString();
    reply.headers({
      etag,
      'last-modified': modified,
      'cache-control': 'public, no-cache', // keep it, but ask whether it still holds
      vary: 'accept, accept-encoding',
    });
    if (tagsOf(request).includes(etag)) return reply.code(304).send();
  });

  // Conditions that name no answer of ours: they hold only where there is an answer.
  app.addHook('onSend', async (request, reply, payload) => {
    if (reply.statusCode !== 200 || !isStillGood(request, reply)) return payload;
    if (payload instanceof Readable) payload.destroy();
    for (const header of ['content-type', 'content-length', 'content-encoding']) {
      reply.removeHeader(header);
    }
    reply.code(304);
    return '';
  });
}

/** The tags of If-None-Match, compared weakly (RFC 9110, 13.1.2). */
const tagsOf = ({ headers }: FastifyRequest): string[] =>
  (headers['if-none-match'] ?? '').split(',').map((one) => one.trim().replace(/^W\//, ''));

/** If-None-Match decides; If-Modified-Since only where it is not given (RFC 9110, 13.2.2). */
function isStillGood(request: FastifyRequest, reply: FastifyReply): boolean {
  const { 'if-none-match': match, 'if-modified-since': since } = request.headers;
  if (match !== undefined) return tagsOf(request).includes('*');
  return Date.parse(`${reply.getHeader('last-modified')}`) <= Date.parse(since ?? '');
}

function etagOf({ url, headers }: FastifyRequest, version: string): string {
  const { accept = '', 'accept-encoding': encoding = '' } = headers;
  const asked = createHash('sha256').update([version, url, accept, encoding].join('\n'));
  return `"${asked.digest('base64url').slice(0, 22)}"`;
}
