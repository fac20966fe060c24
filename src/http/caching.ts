// Caching by the version of the data: an answer is known by version, URL and what was negotiated, so
// neither asking whether it has changed nor naming it needs the answer itself.
import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { FastifyInstance, FastifyRequest } from 'fastify';
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
    if (isUnchanged(request, etag, modified)) return reply.code(304).send();
  });

  // Only answers are named: a failure may be gone with the next request.
  app.addHook('onSend', async (_request, reply) => {
    if (reply.statusCode < 400) return;
    for (const header of ['etag', 'last-modified']) reply.removeHeader(header);
    reply.header('cache-control', 'no-store');
  });
}

function etagOf({ url, headers }: FastifyRequest, version: string): string {
  const { accept = '', 'accept-encoding': encoding = '' } = headers;
  const asked = createHash('sha256').update([version, url, accept, encoding].join('\n'));
  return `"${asked.digest('base64url').slice(0, 22)}"`;
}

/** If-None-Match decides; If-Modified-Since only where it is not given (RFC 9110, 13.2.2). */
function isUnchanged({ headers }: FastifyRequest, etag: string, modified: string): boolean {
  const match = headers['if-none-match'];
  if (match === undefined)
    return Date.parse(modified) <= Date.parse(headers['if-modified-since'] ?? '');
  return match
    .split(',')
    .map((one) => one.trim().replace(/^W\//, ''))
    .includes(etag);
}
