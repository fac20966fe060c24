// GET /docs: the API to read and try, rendered by Scalar from the package alone.
import reference from '@scalar/fastify-api-reference';
import type { FastifyInstance } from 'fastify';

/** The page may load from and talk to this server only, whatever the package would do. */
const POLICY = [
  "default-src 'self'",
  "script-src 'self' 'unsafe-inline'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
].join('; ');

export function serveDocs(app: FastifyInstance): void {
  app.register(reference, {
    routePrefix: '/docs',
    hooks: {
      onRequest: async (_request, reply) => {
        reply.header('content-security-policy', POLICY);
      },
    },
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
}
