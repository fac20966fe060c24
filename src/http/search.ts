// Searches every list that has full text at once, a few best matches of each.
import type { FastifyInstance } from 'fastify';
import { InvalidQuery, InvalidValue, shown, wordNear } from '#db/invalid.ts';
import type { List } from '#db/list.ts';
import { isTooBroad, toMatch } from '#db/match.ts';
import type { Db } from '#db/open.ts';
import { collectReasons, type Given, parseQuery, parseSort } from '#db/query.ts';
import { readPage } from '#db/read.ts';
import type { Resource } from './resource.ts';

const PARAMETERS = ['q', 'list', 'limit'];
/** Matches of each list. */
export const [DEFAULT_MATCHES, MOST_MATCHES] = [5, 20];

type Found = Record<string, unknown> & { id: string; highlight: Record<string, string> };

/** Registers `GET /search`. */
export function serveSearch(app: FastifyInstance, db: Db, resources: readonly Resource[]): void {
  const lists = resources
    .map(({ list }) => list)
    .filter(({ filters }) => filters.q?.search !== undefined);
  app.get<{ Querystring: Given }>('/search', async ({ query }) => {
    const { q, names, limit } = parseSearch(lists, query);
    const chosen = lists.filter(({ name }) => names.includes(name));
    return { data: chosen.flatMap((list) => bestOf(db, list, q, limit)) };
  });
}

function parseSearch(lists: List<unknown>[], given: Given) {
  const { attempt, once, reasons } = collectReasons(given);
  for (const parameter of Object.keys(given)) {
    if (PARAMETERS.includes(parameter)) continue;
    const suggestion = wordNear(parameter, PARAMETERS);
    reasons.push({ parameter, reason: 'is no parameter of search', suggestion });
  }
  const q = attempt('q', () => parseWords(lists, once('q')));
  const known = lists.map(({ name }) => name);
  const names = attempt('list', () => parseLists(known, once('list'))) ?? known;
  const limit = attempt('limit', () => parseLimit(once('limit'))) ?? DEFAULT_MATCHES;
  if (q === undefined || reasons.length > 0) throw new InvalidQuery(reasons);
  return { q, names, limit };
}

/** What the first list understands, all do: the grammar of a search is one. */
function parseWords([list]: List<unknown>[], value: string | undefined): string {
  if (value === undefined) throw new InvalidValue('is missing', 'q=planes');
  const search = list?.filters.q?.search;
  if (search !== undefined) toMatch(value, search);
  return value;
}

function parseLists(known: string[], value: string | undefined): string[] {
  const names = value?.split(',') ?? known;
  for (const name of names) {
    if (known.includes(name)) continue;
    throw new InvalidValue(
      `${shown(name)} is no list that can be searched: ${known.join(', ')}`,
      wordNear(name, known),
    );
  }
  return names;
}

function parseLimit(value: string | undefined): number {
  if (value === undefined) return DEFAULT_MATCHES;
  if (/^[1-9]\d?$/.test(value) && Number(value) <= MOST_MATCHES) return Number(value);
  throw new InvalidValue(
    `${shown(value)} is no whole number from 1 to ${MOST_MATCHES}`,
    `limit=${DEFAULT_MATCHES}; ask one list for more`,
  );
}

/** By relevance; in the order of the list where more match than can be ranked cheaply. */
function bestOf(db: Db, list: List<unknown>, q: string, limit: number) {
  const plain = parseQuery(db, list, { q });
  const { ranking } = plain;
  const ranked = ranking !== null && !isTooBroad(db, ranking);
  const query = ranked ? { ...plain, sort: parseSort(list, 'relevance', ranking) } : plain;
  return readPage(db, list, query, { limit, highlight: true }).records.map((text) => {
    const record = JSON.parse(text) as Found;
    const { id, highlight } = record;
    return {
      list: list.name,
      id,
      label: labelOf(record),
      highlight,
      href: `/v1/${list.name}/${id}`,
    };
  });
}

/** What a person would call the record; an utterance without a title by its fullest wording. */
function labelOf(record: Found): string {
  const wordings = (record.wordings ?? []) as { id: string; content: string }[];
  const reference = wordings.find(({ id }) => id === record.reference);
  const { name, headline, title, content = reference?.content, abstract } = record;
  return String(name ?? headline ?? title ?? content ?? abstract);
}
