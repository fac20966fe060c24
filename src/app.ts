// Builds the application: every route that there is, on a database that is handed in.
import { type FastifyBaseLogger, type FastifyInstance, fastify, LogController } from 'fastify';
import { articleList } from '#articles/queries.ts';
import { articleSchema } from '#articles/schema.ts';
import type { Db } from '#db/open.ts';
import { figureList } from '#figures/queries.ts';
import { figureSchema } from '#figures/schema.ts';
import { serveHealth } from '#http/health.ts';
import { serveList } from '#http/lists.ts';
import {
  answerClientError,
  answerProblems,
  noteMethods,
  refuseOtherMethods,
  sendUnroutable,
} from '#http/problem.ts';
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
  answerProblems(app);
  const noted = noteMethods(app);
  app.addHook('onSend', async (_request, reply) => {
    reply.header('x-content-type-options', 'nosniff');
  });
  app.addHook('onResponse', async ({ method, url, log }, { statusCode, elapsedTime }) => {
    log.info({ method, url, status: statusCode, milliseconds: elapsedTime }, 'answered');
  });

  serveHealth(app, db);
  app.register(
    async (v1) => {
      const lists = [
        serveList(v1, db, quoteList, quoteSchema),
        serveList(v1, db, figureList, figureSchema),
        serveList(v1, db, articleList, articleSchema),
        serveList(v1, db, utteranceList, utteranceSchema),
        serveList(v1, db, seriesList, seriesSchema),
        serveList(v1, db, personList, personSchema),
        serveList(v1, db, organizationList, organizationSchema),
        serveList(v1, db, placeList, placeSchema),
        serveList(v1, db, storyList, storySchema),
      ];
      v1.get('/', async () => ({ data: lists }));
    },
    { prefix: '/v1' },
  );
  app.after(() => refuseOtherMethods(app, noted));
  return app;
}
