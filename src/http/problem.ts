// Every failure answers with a problem document (RFC 9457), written here and nowhere else.
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { InvalidQuery, type Reason } from '#db/invalid.ts';
import { preflightHeaders } from './cors.ts';

const MEDIA_TYPE = 'application/problem+json';

/** What is wrong with a part of a body; `pointer` is a JSON Pointer to it (RFC 6901). */
export type BodyReason = { pointer: string; reason: string; suggestion: string | null };

/** A failure that the client is told of; `kind` is the last part of the problem type. */
export class Problem extends Error {
  readonly status: number;
  readonly kind: string;
  readonly errors: (Reason | BodyReason)[] | undefined;
  readonly headers: Record<string, string>;

  constructor(
    status: number,
    kind: string,
    detail: string,
    {
      errors,
      headers = {},
    }: { errors?: (Reason | BodyReason)[]; headers?: Record<string, string> } = {},
  ) {
    super(detail);
    this.status = status;
    this.kind = kind;
    this.errors = errors;
    this.headers = headers;
  }
}

/** A failure may be gone with the next request, and any page may read of it. */
const PROBLEM_HEADERS = {
  'content-type': MEDIA_TYPE,
  'cache-control': 'no-store',
  'access-control-allow-origin': '*',
  'x-content-type-options': 'nosniff',
};

const bodyOf = ({ status, kind, message, errors }: Problem): string =>
  JSON.stringify({
    type: `urn:on-record:problem:${kind}`,
    title: STATUS_CODES[status],
    status,
    detail: message,
    ...(errors && { errors }),
  });

/** What went wrong, as a problem; the message of a server failure stays in the log. */
function problemOf(error: unknown, requestId: string): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof InvalidQuery) {
    const count = error.reasons.length;
    return new Problem(
      400,
      'invalid-parameters',
      `${count === 1 ? 'A parameter' : `${count} parameters`} cannot be used; see errors.`,
      { errors: error.reasons },
    );
  }
  const { statusCode = 500, message } = error as FastifyError;
  if (statusCode === 413) {
    return new Problem(413, 'body-too-large', `${message}. Send it in parts.`);
  }
  if (statusCode === 415) {
    const detail = 'The Content-Type is none that is read here; /openapi.json tells which are.';
    return new Problem(415, 'unsupported-media-type', detail);
  }
  return statusCode >= 400 && statusCode < 500
    ? new Problem(statusCode, 'bad-request', message)
    : new Problem(
        500,
        'server-failure',
        `The server failed on request ${requestId}; its log says why.`,
      );
}

function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const problem = problemOf(error, request.id);
  if (problem.status >= 500) {
    request.log.error({ reqId: request.id, err: error }, 'request failed');
  }
  for (const header of ['content-disposition', 'etag', 'last-modified']) reply.removeHeader(header);
  reply
    .code(problem.status)
    .headers({ ...PROBLEM_HEADERS, ...problem.headers, ...movedTo(problem, request) })
    .send(bodyOf(problem));
}

/** A record that has moved takes along what follows its id: parameters, and a path below it. */
function movedTo({ headers }: Problem, { url }: FastifyRequest): Record<string, string> {
  if (headers.location === undefined) return {};
  const [, after = ''] = /^\/v1\/[^/?]+\/[^/?]+(.*)$/.exec(url) ?? [];
  return { location: `${headers.location}${after}` };
}

/** A URL that the router cannot take never reaches a route. */
export function sendUnroutable(
  { code }: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  const problem = code === 'FST_ERR_BAD_URL' ? malformedUrl() : tooLong();
  sendProblem(problem, request, reply);
}

const tooLong = () =>
  new Problem(414, 'url-too-long', 'A part of the path is longer than any id; check the URL.');

const malformedUrl = () =>
  new Problem(
    400,
    'malformed-url',
    'The URL holds a percent sign that begins no UTF-8 character, or a NUL. Encode values as UTF-8.',
  );

const UNREADABLE: Record<string, [status: number, detail: string]> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'The request did not arrive in time.'],
  HPE_HEADER_OVERFLOW: [
    431,
    'The URL and headers are longer than the server reads: ask for less at once.',
  ],
  HPE_INVALID_URL: [
    400,
    'The URL holds characters that have to be percent-encoded; curl does it with ' +
      "-G --data-urlencode 'speaker=…'.",
  ],
};

/** Bytes that are no HTTP request: answered on the bare socket, which is then closed. */
export function answerClientError(error: NodeJS.ErrnoException, socket: Socket): void {
  if (!socket.writable) return;
  const [status, detail] = UNREADABLE[error.code ?? ''] ?? [
    400,
    'This is not an HTTP request that can be read.',
  ];
  const body = bodyOf(new Problem(status, 'bad-request', detail));
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nContent-Type: ${MEDIA_TYPE}\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}

/** Problem documents for errors and unreadable queries. */
export function answerProblems(app: FastifyInstance): void {
  app.setErrorHandler(sendProblem);
  app.addHook('onRequest', ({ url, headers, raw }, _reply, done) => {
    if (headers.host === undefined && raw.httpVersion === '1.1') {
      throw new Problem(400, 'bad-request', 'HTTP/1.1 requests name a Host.');
    }
    if (url.includes('%') && !isDecodable(url)) throw malformedUrl();
    done();
  });
}

function isDecodable(url: string): boolean {
  try {
    return !decodeURIComponent(url).includes('\0');
  } catch {
    return false;
  }
}

/** Notes which methods each path has, from here on; for `answerOtherMethods`. */
export function noteMethods(app: FastifyInstance): Map<string, string[]> {
  const noted = new Map<string, string[]>();
  app.addHook('onRoute', ({ url, method }) => {
    noted.set(url, [...(noted.get(url) ?? []), method].flat());
  });
  return noted;
}

/**
 * Answers OPTIONS, 405 with `Allow` to the methods that a path does not have, and 404 where there is
 * none; call it after all routes.
 */
export function answerOtherMethods(app: FastifyInstance, noted: Map<string, string[]>): void {
  const paths = [...noted].map(([url, methods]) => ({
    url,
    methods,
    allow: [...methods, 'OPTIONS'].join(', '),
    pattern: new RegExp(`^${url.replace(/:\w+/g, '[^/]+')}/?$`),
  }));
  app.setNotFoundHandler((request, reply) => {
    const [path = ''] = request.url.split('?');
    const isRouted = app.supportedMethods.includes(request.method); // Fastify looks for no others
    const there = isRouted ? undefined : paths.find(({ pattern }) => pattern.test(path));
    const problem =
      there === undefined ? unknownRoute(request.url) : notAllowed(request.method, there.allow);
    sendProblem(problem, request, reply);
  });
  for (const { url, methods, allow } of paths) {
    app.route({
      method: 'OPTIONS',
      url,
      onRequest: async (_request, reply) => reply.code(204).headers(preflightHeaders(allow)).send(),
      handler: () => {},
    });
    app.route({
      method: app.supportedMethods.filter(
        (method) => !methods.includes(method) && method !== 'OPTIONS',
      ),
      url,
      onRequest: async ({ method }) => {
        throw notAllowed(method, allow);
      },
      handler: () => {},
    });
  }
}

const unknownRoute = (url: string) =>
  new Problem(
    404,
    'unknown-route',
    `There is nothing at ${url.slice(0, 200)}. GET /v1 lists what there is.`,
  );

const notAllowed = (method: string, allow: string) =>
  new Problem(405, 'method-not-allowed', `${method} is not possible here; ${allow} are.`, {
    headers: { allow },
  });
