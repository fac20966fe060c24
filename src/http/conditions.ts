// The conditions of a request: whether the client already has what it would get.
import type { FastifyRequest } from 'fastify';

/** Whether If-None-Match holds this tag, compared weakly (RFC 9110, 13.1.2). */
export function isKnown({ headers }: FastifyRequest, etag: string | undefined): boolean {
  const { 'if-none-match': match } = headers;
  if (match === undefined) return false;
  return match === etag || tagsIn(match).some((tag) => tag === etag);
}

const tagsIn = (match: string): string[] =>
  match.split(',').map((one) => one.trim().replace(/^W\//, ''));

/** `*`, or the date where no tag is given (RFC 9110, 13.2.2). */
export function isStillGood({ headers }: FastifyRequest, lastModified: unknown): boolean {
  const { 'if-none-match': match, 'if-modified-since': since } = headers;
  if (match !== undefined) return tagsIn(match).includes('*');
  if (since === undefined) return false;
  return Date.parse(`${lastModified}`) <= Date.parse(since);
}
