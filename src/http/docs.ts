// GET /docs: the API to read and try, rendered by Scalar from the package alone; / leads there.
import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify';

/** The page may load from and talk to this server only, whatever the package would do. */
const POLICY = [
  "default-src 'self'",
  "script-src 'self' 'unsafe-inline'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
].join('; ');

export function serveDocs(app: FastifyInstance): void {
  let viewer: Promise<FastifyInstance> | undefined;
  const answer = async ({ url }: FastifyRequest, reply: FastifyReply) => {
    viewer ??= makeViewer();
    const { statusCode, headers, payload } = await (await viewer).inject(url);
    const { 'content-type': type, location } = headers;
    reply.code(statusCode).header('content-security-policy', POLICY);
    if (location !== undefined) return reply.redirect(location, statusCode);
    return reply.type(`${type}`).send(payload);
  };
  app.get('/', async (_request, reply) => reply.redirect('/docs/'));
  app.get('/docs/', answer);
  app.get('/docs/js/scalar.js', answer);
}

/** Scalar is larger than all the rest: it is loaded when somebody reads, not at each start. */
async function makeViewer(): Promise<FastifyInstance> {
  const { default: reference } = await import('@scalar/fastify-api-reference');
  const viewer = fastify({ routerOptions: { ignoreTrailingSlash: true } });
  viewer.register(reference, {
    routePrefix: '/docs',
    configuration: {
      url: '../openapi.json',
      pageTitle: 'On Record',
      withDefaultFonts: false,
      telemetry: false,
      agent: { disabled: true },
      mcp: { disabled: true },
      hideClientButton: true,
      showDeveloperTools: 'never',
    },
  });
  return viewer;
}
