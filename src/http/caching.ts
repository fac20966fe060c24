// Caching by the version of the data: an answer is known by version, URL and what was negotiated, so
// neither asking whether it has changed nor naming it needs the answer itself. Whole answers are kept
// in memory, ready to send, until the version changes.
import { hash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Db } from '#db/open.ts';
import { type Headers, makeAnswers, ownBytes, rememberTags } from './answers.ts';
import { settleEncoding } from './compression.ts';
import { isKnown, isStillGood } from './conditions.ts';
import { acceptedFormat } from './formats.ts';
import { followState, type State } from './state.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** What is asked, and of which state: under this the answer may be kept. */
    asked: { key: string; of: State } | null;
  }
}

type Options = {
  /** The version of the program; a new program has new answers. */
  program: string;
  /** What the answers in memory may take, in bytes; 0 keeps none. */
  bytes: number;
};

/** Strong ETag, Last-Modified and 304 on every GET of this scope, whose whole answers are kept. */
export function cacheByVersion(app: FastifyInstance, db: Db, { program, bytes }: Options): void {
  const answers = bytes > 0 ? makeAnswers(bytes) : undefined;
  const isSeen = rememberTags();
  const readState = followState(db);
  let known: State | undefined; // the state that the answers are of
  app.decorateRequest('asked', null);

  app.addHook('onRequest', (request, reply, done) => {
    const { method } = request;
    if (method !== 'GET' && method !== 'HEAD') return done();
    const state = readState();
    if (state !== known) answers?.clear();
    known = state;
    if (state === undefined) return done();
    const key = keyOf(request);
    const kept = method === 'GET' ? answers?.get(key) : undefined;
    const etag = kept?.headers.etag ?? etagOf(program, state, key);
    if (isKnown(request, etag) || (kept && isStillGood(request, state.lastModified))) {
      sendNow(reply, 304, { ...headersOf(reply), ...validators(state, etag) });
    } else if (kept) {
      sendNow(reply, 200, kept.headers, kept.body);
    } else {
      reply.headers(validators(state, etag));
      if (answers !== undefined && isSeen(etag)) request.asked = { key, of: state };
      done();
    }
  });

  // Conditions that name no answer of ours: they hold only where there is an answer.
  app.addHook('onSend', (request, reply, payload, done) => {
    const lastModified = reply.getHeader('last-modified');
    if (reply.statusCode !== 200 || !isStillGood(request, lastModified)) return done();
    if (payload instanceof Readable) payload.destroy();
    for (const name of Object.keys(reply.getHeaders()).filter(isOfBody)) reply.removeHeader(name);
    reply.code(304);
    done(null, request.method === 'HEAD' ? '' : null); // Fastify measures what HEAD leaves out
  });

  if (answers === undefined) return;
  // Behind the hook that compresses, which stands at each route, too.
  app.addHook('onRoute', (route) => {
    route.onSend = [route.onSend ?? [], keep].flat();
  });

  function keep(
    { asked, method }: FastifyRequest,
    reply: FastifyReply,
    payload: unknown,
    done: (error: null, payload?: unknown) => void,
  ) {
    const whole = typeof payload === 'string' || Buffer.isBuffer(payload);
    if (!whole || method !== 'GET' || reply.statusCode !== 200) return done(null);
    if (asked === null || asked.of !== known) return done(null); // it took too long
    const body = ownBytes(payload);
    reply.header('content-length', `${body.length}`);
    answers?.set(asked.key, { headers: headersOf(reply), body });
    done(null, body);
  }
}

const headersOf = (reply: FastifyReply) => reply.getHeaders() as Headers;

/** What tells of a body, and is left out where none is sent. */
const isOfBody = (header: string): boolean => /^(content-|link$)/.test(header);

/** Past Fastify: what is complete needs no hook, and hooks cost more than all the rest. */
function sendNow(reply: FastifyReply, status: number, headers: Headers, body?: Buffer): void {
  reply.hijack();
  reply.raw.writeHead(status, headers).end(body);
}

/** All that an answer depends on beside the state; JSON-LD names records by Host. */
const keyOf = (request: FastifyRequest): string =>
  `${request.url}\n${request.headers.host}\n${acceptedFormat(request.headers.accept)}\n${settleEncoding(request)}`;

const etagOf = (program: string, { version, changedAt }: State, key: string): string =>
  `"${hash('sha256', [program, version, changedAt, key].join('\n'), 'base64url').slice(0, 22)}"`;

const validators = ({ lastModified }: State, etag: string) => ({
  etag,
  'last-modified': lastModified,
  'cache-control': 'public, no-cache', // keep it, but ask whether it still holds
  vary: 'accept, accept-encoding',
});
