// Serves a list: its pages, its single records, its timeline. What can be asked is declared by the list.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { INTERVALS, readFacets, readTimeline } from '#db/facets.ts';
import { InvalidQuery, wordAmong } from '#db/invalid.ts';
import { datesOf, facetsOf, type List, operatorsOf, sortsOf } from '#db/list.ts';
import type { Db } from '#db/open.ts';
import { collectReasons, type Given, LIST_PARAMETERS, parseQuery, type Query } from '#db/query.ts';
import {
  findAll,
  findPage,
  type Page,
  readAll,
  readCount,
  readJoined,
  readLines,
  readPage,
  readRecord,
} from '#db/read.ts';
import { atOneState } from '#db/statements.ts';
import { giveBack } from './answers.ts';
import type { Batch } from './csv.ts';
import {
  chooseFormat,
  contentType,
  FORMATS,
  type Format,
  streamLines,
  streamWhole,
  toLines,
} from './formats.ts';
import { toLinkedPage, toLinkedRecord } from './linked-data.ts';
import { missing } from './missing.ts';
import type { Resource } from './resource.ts';
import {
  csvColumns,
  isWhole,
  parseFields,
  parseInclude,
  type Resources,
  type Shape,
  shapeRecords,
} from './shape.ts';

/** The parameters that this file reads, of a list and of a single record. */
const SHAPE_PARAMETERS = ['format', 'fields', 'include'] as const;
const PAGE_PARAMETERS = [...SHAPE_PARAMETERS, 'highlight'] as const;
const TIMELINE_PARAMETERS = ['date', 'interval'] as const;
/** What of the parameters of every list a timeline takes, too. */
const SHARED_WITH_TIMELINES: readonly string[] = ['filter', 'filter__not', 'count'];

/** What the formats have no place for. */
const MEANINGLESS: Record<Format, readonly string[]> = {
  json: [],
  csv: ['count', 'facet', 'highlight'],
  ndjson: ['count', 'facet'],
  jsonld: ['count', 'facet', 'fields', 'include', 'highlight'],
};

/** Lines of any number can be sent while they are made. */
const isStreamed = (format: Format) => format === 'csv' || format === 'ndjson';

type World = { db: Db; resources: Resources };
type Ask = { Params: { id: string }; Querystring: Given };

/** Registers `GET /{name}`, `GET /{name}/{id}` and, where there are dates, `GET /{name}/histogram`. */
export function serveList(app: FastifyInstance, world: World, resource: Resource): void {
  const { name } = resource.list;
  app.get<Ask>(`/${name}`, (request, reply) => {
    const answer = atOneState(world.db, () => answerList(world, resource, request, reply));
    if (Buffer.isBuffer(answer)) reply.raw.once('finish', () => giveBack(answer));
    reply.send(answer);
  });
  if (datesOf(resource.list).length > 0) {
    app.get<Ask>(`/${name}/histogram`, async (request) => answerTimeline(world, resource, request));
  }
  app.get<Ask>(`/${name}/:id`, async (request, reply) =>
    answerRecord(world, resource, request, reply),
  );
}

/** What a list can be asked, for the index at /v1. */
export const describeList = ({ list }: Resource) => ({
  name: list.name,
  description: list.description,
  filters: Object.entries(list.filters).map(([name, filter]) => {
    const { description, example } = filter;
    return { name, description, example, operators: operatorsOf(filter) };
  }),
  sorts: sortsOf(list),
  default_sort: list.defaultSort,
  facets: facetsOf(list),
  dates: datesOf(list),
  includes: Object.keys(list.includes),
  formats: FORMATS,
});

function answerList(
  world: World,
  resource: Resource,
  request: FastifyRequest<Ask>,
  reply: FastifyReply,
) {
  const { db, resources } = world;
  const { list } = resource;
  const { format, shape, highlight } = parseShape(world, resource, request);
  const query = parseQuery(db, list, request.query, PAGE_PARAMETERS);
  if (highlight && query.marking === null) {
    throw new InvalidQuery([
      { parameter: 'highlight', reason: 'needs a search', suggestion: 'add q=' },
    ]);
  }
  reply.type(contentType(format));
  if (query.cursor?.side === 'before' && query.limit === null && isStreamed(format)) {
    throw new InvalidQuery([
      {
        parameter: 'cursor',
        reason: 'leads back, where a whole list only goes on',
        suggestion: 'add limit=, or take the cursor in page.next',
      },
    ]);
  }
  const whole = isWhole(shape) && !highlight;
  const shaped = (records: string[]) => shapeRecords(db, resources, resource, shape, records);
  if (isStreamed(format) && query.limit === null) {
    reply.header('content-disposition', `attachment; filename="${list.name}.${format}"`);
    if (whole) {
      return streamWhole(format, wholeLines(db, list, query), resource.schema);
    }
    const each = function* () {
      for (const batch of readAll(db, list, query, { highlight })) yield* shaped(batch);
    };
    return streamLines(format, each(), csvColumns(resource, shape));
  }
  if (format === 'json' && whole) {
    const page = findPage(db, list, query);
    reply.header('link', links(request.url, page, query));
    const [before, after] = envelope(page, about(db, list, query));
    return readJoined(db, list, page.keys, [before, ',', after]);
  }
  const page = readPage(db, list, query, { highlight });
  reply.header('link', links(request.url, page, query));
  if (format === 'jsonld') return toLinkedPage(request, resource, page.records);
  const records = shaped(page.records);
  if (format !== 'json') return toLines(format, records, csvColumns(resource, shape));
  const [before, after] = envelope(page, about(db, list, query));
  return before + records.join() + after;
}

function answerRecord(
  world: World,
  resource: Resource,
  request: FastifyRequest<Ask>,
  reply: FastifyReply,
) {
  const { db, resources } = world;
  const { list, alone } = resource;
  const { id } = request.params;
  const shown = { ...resource, schema: alone.schema };
  const { format, shape } = parseShape(world, shown, request, SHAPE_PARAMETERS);
  const record = readRecord(db, list, id);
  if (record === undefined) throw missing(db, list, id);
  reply.type(contentType(format));
  if (format === 'jsonld') return toLinkedRecord(request, resource, record.toString());
  const more = alone.of?.(record);
  if (format === 'json' && isWhole(shape)) {
    return more?.between('{"data":', '}') ?? Buffer.concat([OPEN, record, CLOSE]);
  }
  const text = (more?.between('', '') ?? record).toString();
  const records = shapeRecords(db, resources, shown, shape, [text]);
  return format === 'json'
    ? `{"data":${records[0]}}`
    : toLines(format, records, csvColumns(shown, shape));
}

const [OPEN, CLOSE] = [Buffer.from('{"data":'), Buffer.from('}')];

function answerTimeline({ db }: World, { list }: Resource, request: FastifyRequest<Ask>) {
  const { attempt, once, reasons } = collectReasons(request.query);
  const dates = datesOf(list);
  const [first = ''] = dates;
  const date = attempt('date', () => wordAmong(once('date') ?? first, dates, first));
  const interval = attempt('interval', () =>
    wordAmong(
      once('interval') ?? 'day',
      Object.keys(INTERVALS) as (keyof typeof INTERVALS)[],
      'day',
    ),
  );
  for (const parameter of [...LIST_PARAMETERS, ...PAGE_PARAMETERS]) {
    if (SHARED_WITH_TIMELINES.includes(parameter) || request.query[parameter] === undefined)
      continue;
    reasons.push({ parameter, reason: 'has no meaning in a timeline', suggestion: 'leave it out' });
  }
  if (date === undefined || interval === undefined || reasons.length > 0) {
    throw new InvalidQuery(reasons);
  }
  const query = parseQuery(db, list, request.query, TIMELINE_PARAMETERS);
  return { ...readTimeline(db, list, query, { date, interval }), resolved: query.resolved };
}

/** Format and shape of the answer; parameters beside `only`, where given, are refused. */
function parseShape(
  { resources }: World,
  resource: Resource,
  request: FastifyRequest<Ask>,
  only?: readonly string[],
): { format: Format; shape: Shape; highlight: boolean } {
  const { attempt, once, reasons } = collectReasons(request.query);
  const { accept } = request.headers;
  const format = attempt('format', () => chooseFormat(once('format'), accept)) ?? 'json';
  const include = attempt('include', () => parseInclude(resource, once('include'))) ?? [];
  const fields =
    attempt('fields', () => parseFields(resource, resources, include, once('fields'))) ?? null;
  const highlight = attempt('highlight', () =>
    wordAmong(once('highlight') ?? 'false', ['false', 'true'], 'false'),
  );
  if (format === 'csv' && include.length > 0 && fields === null) {
    const suggestion = `fields=id,${include[0]}.id names columns of it`;
    reasons.push({ parameter: 'include', reason: 'adds no columns to csv by itself', suggestion });
  }
  for (const parameter of MEANINGLESS[format]) {
    const isAsked = only === undefined || only.includes(parameter);
    if (!isAsked || request.query[parameter] === undefined) continue;
    const reason = `has no meaning in ${format}`;
    reasons.push({ parameter, reason, suggestion: 'take format=json' });
  }
  for (const parameter of Object.keys(request.query)) {
    if (only === undefined || only.includes(parameter)) continue;
    const suggestion = `leave it out, or ask /v1/${resource.list.name}`;
    reasons.push({ parameter, reason: 'is no parameter of a single record', suggestion });
  }
  if (reasons.length > 0) throw new InvalidQuery(reasons);
  return { format, shape: { fields, include }, highlight: highlight === 'true' };
}

function* wholeLines(db: Db, list: List<unknown>, query: Query): Generator<Batch> {
  for (const keys of findAll(db, list, query)) {
    yield { lines: readLines(db, list, keys), count: keys.length };
  }
}

/** What an answer tells beside its records. */
function about(db: Db, list: List<unknown>, query: Query) {
  const { facets, facets_are } = readFacets(db, list, query);
  return { count: { ...readCount(db, list, query), facets_are }, facets, resolved: query.resolved };
}

/** What stands before the records of a page, and after them. */
function envelope(
  { limit, next, prev }: Page,
  { count, facets, resolved }: ReturnType<typeof about>,
): [before: string, after: string] {
  const page = { limit, next, prev, ...count };
  const rest = JSON.stringify({ page, facets, resolved });
  return ['{"data":[', `],${rest.slice(1)}`];
}

/** What may stand in a link as it is. */
const PLAIN = /^[\w.~!$&'()*+,;=:@/?%-]*$/;

function withoutCursor(search: string): string {
  const parameters = new URLSearchParams(search);
  parameters.delete('cursor');
  return `${parameters}`;
}

/** The first, previous and next page at the same path, with every parameter that was given. */
function links(url: string, { next, prev }: Page, { cursor }: Query): string {
  const from = url.indexOf('?');
  const path = from < 0 ? url : url.slice(0, from);
  const given = from < 0 ? '' : url.slice(from + 1);
  const others = cursor === null && PLAIN.test(given) ? given : withoutCursor(given);
  const link = (relation: string, to: string | null) => {
    const search = [others, to === null ? '' : `cursor=${to}`].filter((part) => part !== '');
    return `<${[path, ...(search.length > 0 ? [search.join('&')] : [])].join('?')}>; rel="${relation}"`;
  };
  return [
    ...(next !== null ? [link('next', next)] : []),
    ...(prev !== null && cursor !== null ? [link('prev', prev)] : []),
    link('first', null),
  ].join(', ');
}
