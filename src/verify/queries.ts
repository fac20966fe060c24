// What is read of the record to check a text: wordings, their utterances, series and their claims.
import { type SQL, sql } from 'drizzle-orm';
import { alias, SQLiteSyncDialect } from 'drizzle-orm/sqlite-core';
import { articleRef, joinArticle } from '#articles/queries.ts';
import { jsonArray, jsonObject, pathTo, plainNumber, unlessNull } from '#db/json.ts';
import type { Db } from '#db/open.ts';
import { articles, figures, quotes, series, utterances } from '#db/tables.ts';
import { entitiesAs, entityRef, joinEntity } from '#entities/queries.ts';
import { joinSeriesEntities, seriesRef } from '#series/queries.ts';
import type { Claim, CountedIn, Evidence } from './schema.ts';
import { stem } from './words.ts';

const MOST_OTHER_WORDINGS = 5;
const dialect = new SQLiteSyncDialect();

/** Reads quotes by their inner keys; what is reported in words of our own is no wording. */
export function wordingsReader(db: Db): (keys: number[]) => { key: number; content: string }[] {
  const statement = db.$client.prepare<[string], { key: number; content: string }>(
    `select id as key, content from quotes
    where id in (select value from json_each(?)) and type <> 'indirect' order by id`,
  );
  return (keys) => statement.all(JSON.stringify(keys));
}

const speaker = entitiesAs('speaker');
const wording = alias(quotes, 'wording');
const wordingArticle = alias(articles, 'wording_article');

const otherWordings = jsonArray(
  jsonObject({
    id: wording.slug,
    content: wording.content,
    relation: wording.relation,
    article: wordingArticle.slug,
    link: pathTo('quotes/', wording.slug),
  }),
  sql`(select * from ${quotes} as other
      where other.utterance_id = ${quotes.utteranceId} and other.id <> ${quotes.id}
      order by other.id limit ${sql.raw(`${MOST_OTHER_WORDINGS}`)}) as ${wording}
    join ${articles} as ${wordingArticle} on ${wordingArticle.id} = ${wording.articleId}`,
  sql`${wording.id}`,
);

/** A quote as evidence, before it is known how well it matches. */
export type Found = {
  key: number;
  evidence: Omit<Evidence, 'match'>;
  speaker: { key: number; named: boolean } | null;
  /** Inner keys of those who passed the words on: relays, publisher, authors. */
  relays: number[];
};

const evidence = jsonObject({
  quote: jsonObject({
    id: quotes.slug,
    type: quotes.type,
    content: quotes.content,
    content_origin: quotes.contentOrigin,
    location: quotes.location,
    relation: quotes.relation,
    speaker: entityRef(speaker),
    said_on: quotes.saidOn,
    article: articleRef,
    link: pathTo('quotes/', quotes.slug),
  }),
  utterance: jsonObject({
    id: utterances.slug,
    title: utterances.title,
    link: pathTo('utterances/', utterances.slug),
    other_wordings: otherWordings,
  }),
});

const found: SQL<Found> = jsonObject({
  key: quotes.id,
  evidence,
  speaker: unlessNull(speaker.id, jsonObject({ key: speaker.id, named: speaker.named })),
  relays: sql<number[]>`json((select json_group_array(agent) from (
    select agent_id as agent from attribution_hops where quote_id = ${quotes.id}
    union select publisher_id from articles where id = ${quotes.articleId} and publisher_id is not null
    union select entity_id from article_authors where article_id = ${quotes.articleId})))`,
});

const quotesByKey = dialect.sqlToQuery(sql`select ${found} from ${quotes}${joinArticle(quotes)}
  join ${utterances} on ${utterances.id} = ${quotes.utteranceId}${joinEntity(speaker, quotes.speakerId)}
  where ${quotes.id} in (select value from json_each(${sql.placeholder('keys')}))`).sql;

/** Reads quotes as evidence, by their inner keys. */
export function evidenceReader(db: Db): (keys: number[]) => Map<number, Found> {
  const statement = db.$client.prepare<[string], string>(quotesByKey).pluck();
  return (keys) => {
    if (keys.length === 0) return new Map();
    const found = statement.all(JSON.stringify(keys)).map((row) => JSON.parse(row) as Found);
    return new Map(found.map((one) => [one.key, one]));
  };
}

/** What a series counts, as a text is compared with it. */
export type CountedSeries = {
  key: number;
  title: string;
  measure: string;
  population: string | null;
  unit: string;
  temporality: string;
  /** The day that it is counted from. */
  since: string | null;
  /** Inner keys. */
  place: number | null;
  party: number | null;
};

const MOST_SERIES = 200; // found by words, and as many by what they name
const seriesByWords = `
  select id from (select rowid as id from series_fts where series_fts match +@match limit ${MOST_SERIES})
  union select id from (select id from series where place_id in (select value from json_each(@named))
    limit ${MOST_SERIES})
  union select id from (select id from series where party_id in (select value from json_each(@named))
    limit ${MOST_SERIES})`;

/**
 * Finds series that have one of the words in measure, population or unit, and either one of the words
 * that set them apart or a place or party that is named. What was read once is kept.
 */
export function seriesFinder(
  db: Db,
): (counted: string[], apart: string[], named: readonly number[]) => CountedSeries[] {
  const search = db.$client
    .prepare<[{ match: string; named: string }], number>(seriesByWords)
    .pluck();
  const read = db.$client.prepare<[number], CountedSeries>(
    `select id as key, title, measure, population, unit, temporality, counting_since as since,
      place_id as place, party_id as party from series where id = +?`,
  );
  const known = new Map<number, CountedSeries>();
  const any = (words: string[]) => words.map((word) => `"${word}"`).join(' OR ');
  return (counted, apart, named) => {
    if (counted.length === 0 || apart.length === 0) return [];
    const match = `{measure population unit} : (${any(counted)}) AND {title event} : (${any(apart)})`;
    return search.all({ match, named: JSON.stringify(named) }).flatMap((key) => {
      const one = known.get(key) ?? read.get(key);
      if (one !== undefined) known.set(key, one);
      return one ?? [];
    });
  };
}

/** Reads the words of all spellings of an entity, as stems; each is read once. */
export function spellingsReader(db: Db): (key: number | null) => Set<string> {
  const statement = db.$client
    .prepare<[number], string>('select normalized from names where entity_id = +?')
    .pluck();
  const known = new Map<number | null, Set<string>>([[null, new Set()]]);
  return (key) => {
    const words =
      known.get(key) ??
      new Set(
        statement
          .all(key ?? 0)
          .join(' ')
          .split(' ')
          .map(stem),
      );
    known.set(key, words);
    return words;
  };
}

const claimant = entitiesAs('claimant');
const MOST_CLAIMS = 50; // of a series, the latest

/** A claim, before it is known how the number of a text lies to it. */
export type ClaimFound = {
  told: Omit<Claim, 'latest' | 'relation' | 'decides'>;
  claimant: number | null;
  story: number | null;
  /** Whether its article is the update of its story. */
  updates: boolean;
};

const claim: SQL<ClaimFound> = jsonObject({
  told: jsonObject({
    id: figures.slug,
    claimant: entityRef(claimant),
    expression: figures.expression,
    comparator: figures.comparator,
    value: plainNumber(figures.value),
    value_max: plainNumber(figures.valueMax),
    as_of: figures.asOf,
    article: articleRef,
    link: pathTo('figures/', figures.slug),
  }),
  claimant: figures.claimantId,
  story: articles.storyId,
  updates: sql<boolean>`json(iif(${articles.storyRelation} = 'update', 'true', 'false'))`,
});
const claimsOf = dialect.sqlToQuery(sql`select ${claim} from ${figures}${joinArticle(figures)}
  ${joinEntity(claimant, figures.claimantId)} where ${figures.seriesId} = ${sql.placeholder('series')}
  order by ${figures.asOf} desc, ${figures.slug} limit ${sql.raw(`${MOST_CLAIMS}`)}`).sql;
const seriesByKey = dialect.sqlToQuery(
  sql`select ${seriesRef} from ${series}${joinSeriesEntities} where ${series.id} = ${sql.placeholder('series')}`,
).sql;

/** Reads a series with the claims on it, the latest first; each is read once. */
export function claimsReader(db: Db): (key: number) => { series: CountedIn; claims: ClaimFound[] } {
  const claims = db.$client.prepare<[number], string>(claimsOf).pluck();
  const one = db.$client.prepare<[number], string>(seriesByKey).pluck();
  const known = new Map<number, { series: CountedIn; claims: ClaimFound[] }>();
  return (key) => {
    const read = known.get(key) ?? {
      series: JSON.parse(one.get(key) ?? 'null') as CountedIn,
      claims: claims.all(key).map((text) => JSON.parse(text) as ClaimFound),
    };
    known.set(key, read);
    return read;
  };
}
