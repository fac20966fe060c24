// Compression of answers from 1 KB on, where the client can read it, and which one it will be.
import { constants } from 'node:zlib';
import { negotiate } from '@fastify/accept-negotiator';
import compress from '@fastify/compress';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { shown } from '#db/invalid.ts';
import { Problem } from './problem.ts';

const ENCODINGS = ['zstd', 'br', 'gzip', 'deflate'] as const;
type Encoding = (typeof ENCODINGS)[number] | 'identity';

/** The quickest levels: a page in half the time of the usual ones, and an eighth larger. */
const LEVELS = {
  zlibOptions: { level: 1, params: { [constants.ZSTD_c_compressionLevel]: 1 } },
  brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } },
};

export function compressAnswers(app: FastifyInstance): void {
  app.register(compress, {
    ...LEVELS,
    encodings: [...ENCODINGS],
    customTypes: /^(text\/|application\/(.*\+)?(x-nd)?json)/,
    onUnsupportedRequestEncoding: unreadable,
    syncThreshold: Number.POSITIVE_INFINITY, // what is no stream is packed whole, and may be kept
  });
}

/** A body in an encoding that is not read (RFC 9110, 12.5.3: the answer names those that are). */
const unreadable = (encoding: string): Problem =>
  new Problem(
    415,
    'unsupported-media-type',
    `The Content-Encoding ${shown(encoding)} is not read; ${ENCODINGS.join(', ')} are, or none.`,
    { headers: { 'accept-encoding': ENCODINGS.join(', ') } },
  );

/**
 * The encoding that this client reads best. From here on the request asks for just that one, so that
 * what is chosen and what is kept cannot differ.
 */
export function settleEncoding({ headers }: FastifyRequest): Encoding {
  const asked = headers['accept-encoding'];
  if (asked === undefined) return 'identity';
  const liked =
    headers['x-no-compression'] === undefined
      ? negotiate(asked.toLowerCase().replace(/\*|x-gzip/g, 'gzip'), [...ENCODINGS, 'identity'])
      : null;
  const encoding = ENCODINGS.find((one) => one === liked) ?? 'identity';
  headers['accept-encoding'] = encoding;
  return encoding;
}
