// Builds the application: every route that there is, on a database that is handed in.
import { type FastifyBaseLogger, type FastifyInstance, fastify, LogController } from 'fastify';
import { linkedArticle } from '#articles/linked-data.ts';
import { articleList } from '#articles/queries.ts';
import { articleAnnotations } from '#articles/routes.ts';
import { anchorSchema, articleRefSchema, articleSchema } from '#articles/schema.ts';
import { hopSchema } from '#attribution/schema.ts';
import { linkedChange } from '#changes/linked-data.ts';
import { changeList } from '#changes/queries.ts';
import { historyOperations } from '#changes/routes.ts';
import { changeSchema } from '#changes/schema.ts';
import { comparisonOperations } from '#comparison/routes.ts';
import type { Db } from '#db/open.ts';
import { parseQuery } from '#db/query.ts';
import { readPage } from '#db/read.ts';
import { entityRefSchema, nameSchema } from '#entities/schema.ts';
import { linkedFigure } from '#figures/linked-data.ts';
import { figureList } from '#figures/queries.ts';
import { figureAnchor } from '#figures/routes.ts';
import { figureSchema } from '#figures/schema.ts';
import { cacheByVersion } from '#http/caching.ts';
import { compressAnswers } from '#http/compression.ts';
import { allowReading } from '#http/cors.ts';
import { serveDocs } from '#http/docs.ts';
import { serveExport } from '#http/export.ts';
import { serveHealth } from '#http/health.ts';
import { describeList, serveList } from '#http/lists.ts';
import { serveOpenApi } from '#http/openapi.ts';
import { type Operation, serveOperation } from '#http/operation.ts';
import {
  answerClientError,
  answerOtherMethods,
  answerProblems,
  noteMethods,
  sendUnroutable,
} from '#http/problem.ts';
import { resource } from '#http/resource.ts';
import { serveSearch } from '#http/search.ts';
import { linkedOrganization } from '#organizations/linked-data.ts';
import { organizationList } from '#organizations/queries.ts';
import { organizationSchema } from '#organizations/schema.ts';
import { linkedPerson } from '#people/linked-data.ts';
import { personList } from '#people/queries.ts';
import { personSchema } from '#people/schema.ts';
import { linkedPlace } from '#places/linked-data.ts';
import { placeList } from '#places/queries.ts';
import { placeSchema } from '#places/schema.ts';
import { linkedQuote } from '#quotes/linked-data.ts';
import { quoteList } from '#quotes/queries.ts';
import { quoteAnchor } from '#quotes/routes.ts';
import { quoteSchema } from '#quotes/schema.ts';
import { linkedSeries } from '#series/linked-data.ts';
import { seriesList } from '#series/queries.ts';
import { seriesRefSchema, seriesSchema } from '#series/schema.ts';
import { linkedStory } from '#stories/linked-data.ts';
import { storyList } from '#stories/queries.ts';
import { storySchema } from '#stories/schema.ts';
import { linkedUtterance } from '#utterances/linked-data.ts';
import { utteranceList } from '#utterances/queries.ts';
import { alignedUtteranceSchema, utteranceSchema } from '#utterances/schema.ts';
import { alignWordings } from '#utterances/wordings.ts';
import { verify } from '#verify/routes.ts';
import program from '../package.json' with { type: 'json' };

const RESOURCES = [
  resource(quoteList, quoteSchema, linkedQuote),
  resource(figureList, figureSchema, linkedFigure),
  resource(articleList, articleSchema, linkedArticle),
  resource(utteranceList, utteranceSchema, linkedUtterance, {
    schema: alignedUtteranceSchema,
    of: alignWordings,
  }),
  resource(seriesList, seriesSchema, linkedSeries),
  resource(personList, personSchema, linkedPerson),
  resource(organizationList, organizationSchema, linkedOrganization),
  resource(placeList, placeSchema, linkedPlace),
  resource(storyList, storySchema, linkedStory),
  resource(changeList, changeSchema, linkedChange),
];
const OPERATIONS: Operation[] = [
  quoteAnchor,
  figureAnchor,
  articleAnnotations,
  ...comparisonOperations,
  ...historyOperations(RESOURCES.map(({ list }) => list)),
  verify,
];
const SHARED = {
  EntityRef: entityRefSchema,
  ArticleRef: articleRefSchema,
  SeriesRef: seriesRefSchema,
  Name: nameSchema,
  Hop: hopSchema,
  Anchor: anchorSchema,
};
const resources = new Map(RESOURCES.map((one) => [one.list.name, one]));

export type World = {
  db: Db;
  logger: FastifyBaseLogger;
  /** What the answers kept in memory may take, in bytes; 0 keeps none. */
  cacheBytes?: number;
};

/** Nothing is done to the database: it holds what `bringUpToDate` keeps beside records. */
export function buildApp({ db, logger, cacheBytes = 0 }: World): FastifyInstance {
  const app = fastify({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }), // one line, below
    childLoggerFactory: (parent) => parent, // a child a request would cost more than the line
    requestTimeout: 10_000, // milliseconds; Fastify's default is none
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 200 },
    frameworkErrors: sendUnroutable,
    clientErrorHandler: answerClientError,
    http: { requireHostHeader: false }, // Node would refuse with no problem document
  });
  compressAnswers(app);
  answerProblems(app);
  allowReading(app);
  const noted = noteMethods(app);
  app.addHook('onResponse', ({ id, method, url, log }, { statusCode, elapsedTime }, done) => {
    const milliseconds = Math.round(elapsedTime * 1000) / 1000;
    const answered = { reqId: id, method, url, status: statusCode, milliseconds };
    log.info(answered, 'answered');
    done();
  });

  serveHealth(app, () => {
    for (const { list } of RESOURCES) readPage(db, list, parseQuery(db, list, {}), { limit: 1 });
  });
  app.register(async (cached) => {
    cacheByVersion(cached, db, { program: program.version, bytes: cacheBytes });
    cached.register(
      async (v1) => {
        for (const one of RESOURCES) serveList(v1, { db, resources }, one);
        for (const one of OPERATIONS) serveOperation(v1, db, one);
        serveSearch(v1, db, RESOURCES);
        serveExport(v1, db, RESOURCES, program.version);
        v1.get('/', async () => ({ data: RESOURCES.map(describeList) }));
      },
      { prefix: '/v1' },
    );
    serveOpenApi(cached, {
      program,
      resources: RESOURCES,
      operations: OPERATIONS,
      shared: SHARED,
    });
    serveDocs(cached);
  });
  app.after(() => answerOtherMethods(app, noted));
  return app;
}
