// Builds the application: every route that there is, on a database that is handed in.
import compress from '@fastify/compress';
import { type FastifyBaseLogger, type FastifyInstance, fastify, LogController } from 'fastify';
import { articleList } from '#articles/queries.ts';
import { articleSchema } from '#articles/schema.ts';
import type { Db } from '#db/open.ts';
import { parseQuery } from '#db/query.ts';
import { readPage } from '#db/read.ts';
import { figureList } from '#figures/queries.ts';
import { figureSchema } from '#figures/schema.ts';
import { cacheByVersion } from '#http/caching.ts';
import { allowReading } from '#http/cors.ts';
import { serveHealth } from '#http/health.ts';
import { describeList, serveList } from '#http/lists.ts';
import {
  answerClientError,
  answerOtherMethods,
  answerProblems,
  noteMethods,
  sendUnroutable,
} from '#http/problem.ts';
import { resource } from '#http/resource.ts';
import { organizationList } from '#organizations/queries.ts';
import { organizationSchema } from '#organizations/schema.ts';
import { personList } from '#people/queries.ts';
import { personSchema } from '#people/schema.ts';
import { placeList } from '#places/queries.ts';
import { placeSchema } from '#places/schema.ts';
import { quoteList } from '#quotes/queries.ts';
import { quoteSchema } from '#quotes/schema.ts';
import { seriesList } from '#series/queries.ts';
import { seriesSchema } from '#series/schema.ts';
import { storyList } from '#stories/queries.ts';
import { storySchema } from '#stories/schema.ts';
import { utteranceList } from '#utterances/queries.ts';
import { utteranceSchema } from '#utterances/schema.ts';
import program from '../package.json' with { type: 'json' };

const RESOURCES = [
  resource(quoteList, quoteSchema),
  resource(figureList, figureSchema),
  resource(articleList, articleSchema),
  resource(utteranceList, utteranceSchema),
  resource(seriesList, seriesSchema),
  resource(personList, personSchema),
  resource(organizationList, organizationSchema),
  resource(placeList, placeSchema),
  resource(storyList, storySchema),
];
const resources = new Map(RESOURCES.map((one) => [one.list.name, one]));

export type World = { db: Db; logger: FastifyBaseLogger };

export function buildApp({ db, logger }: World): FastifyInstance {
  const app = fastify({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }), // one line, below
    requestTimeout: 10_000, // milliseconds; Fastify's default is none
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 200 },
    frameworkErrors: sendUnroutable,
    clientErrorHandler: answerClientError,
    http: { requireHostHeader: false }, // Node would refuse with no problem document
  });
  app.register(compress); // brotli, gzip or deflate, from 1 KB on
  answerProblems(app);
  allowReading(app);
  const noted = noteMethods(app);
  app.addHook('onSend', async (_request, reply) => {
    reply.header('x-content-type-options', 'nosniff');
  });
  app.addHook('onResponse', async ({ method, url, log }, { statusCode, elapsedTime }) => {
    log.info({ method, url, status: statusCode, milliseconds: elapsedTime }, 'answered');
  });

  serveHealth(app, () => {
    for (const { list } of RESOURCES) readPage(db, list, parseQuery(db, list, {}), { limit: 1 });
  });
  app.register(
    async (v1) => {
      cacheByVersion(v1, db, program.version);
      for (const one of RESOURCES) serveList(v1, { db, resources }, one);
      v1.get('/', async () => ({ data: RESOURCES.map(describeList) }));
    },
    { prefix: '/v1' },
  );
  app.after(() => answerOtherMethods(app, noted));
  return app;
}
