// What is read of the record to check a text: wordings, their utterances, series and their claims.
import { type SQL, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import { articleRef, joinArticle } from '#articles/queries.ts';
import { jsonArray, jsonObject, pathTo } from '#db/json.ts';
import type { Db } from '#db/open.ts';
import { remembered } from '#db/remembered.ts';
import { BOUND, readObjects, readRows, textOf } from '#db/statements.ts';
import { articles, figures, quotes, series, utterances } from '#db/tables.ts';
import { entitiesAs, entityRef, joinEntity } from '#entities/queries.ts';
import { joinSeriesEntities, seriesRef } from '#series/queries.ts';
import type { Claim, CountedIn, Evidence } from './schema.ts';
import { stem } from './words.ts';

const MOST_OTHER_WORDINGS = 5;

/** A quote as a quotation is compared with it, and whose words it is. Keys are inner ones. */
export type Wording = {
  key: number;
  content: string;
  utterance: number;
  speaker: number | null;
  /** 1 or 0. */
  verbatim: number;
};

/** Reads quotes by their inner keys; what is reported in words of our own is no wording. */
export const readWordings = (db: Db, keys: readonly number[]): Wording[] =>
  readObjects(
    db,
    `select id as key, content, utterance_id as utterance, speaker_id as speaker,
        content_origin = 'verbatim' as verbatim
      from quotes where id in (select value from json_each(+?)) and type <> 'indirect' order by id`,
    [JSON.stringify(keys)],
  );

/** Reads those of some quotes, by their inner keys, that are reported in other words than were said. */
export const readReported = (db: Db, keys: readonly number[]): { key: number; content: string }[] =>
  readObjects(
    db,
    `select id as key, content from quotes
      where id in (select value from json_each(+?)) and type = 'indirect' order by id`,
    [JSON.stringify(keys)],
  );

/** Tells whether the documents give a speaker a name. */
export const isNamed = (db: Db, speaker: number): boolean =>
  readRows<[number]>(db, 'select named from entities where id = +?', [speaker])[0]?.[0] === 1;

/** The inner keys of those who passed the words of a quote on: relays, publisher, authors. */
export const readRelays = (db: Db, quote: number): number[] =>
  readRows<[number]>(
    db,
    `select agent_id from attribution_hops where quote_id = +?
      union select publisher_id from articles
        where id = (select article_id from quotes where id = +?) and publisher_id is not null
      union select entity_id from article_authors
        where article_id = (select article_id from quotes where id = +?)`,
    [quote, quote, quote],
  ).flat();

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
type Found = Omit<Evidence, 'match'>;

const evidence: SQL<Found> = jsonObject({
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

const evidenceOf = sql`select ${quotes.id}, ${evidence} from ${quotes}${joinArticle(quotes)}
  join ${utterances} on ${utterances.id} = ${quotes.utteranceId}${joinEntity(speaker, quotes.speakerId)}
  where ${quotes.id} in (select value from json_each(+${BOUND}))`;

/** Reads quotes as evidence, by their inner keys. */
export const readEvidence = (db: Db, keys: readonly number[]): Map<number, Found> =>
  new Map(
    readRows<[number, string]>(db, textOf(evidenceOf), [JSON.stringify(keys)]).map(
      ([key, found]) => [key, JSON.parse(found)],
    ),
  );

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
  select id from (select rowid as id from series_fts where series_fts match +? limit ${MOST_SERIES})
  union select id from (select id from series where place_id in (select value from json_each(+?))
    limit ${MOST_SERIES})
  union select id from (select id from series where party_id in (select value from json_each(+?))
    limit ${MOST_SERIES})`;

/**
 * Finds series that have one of the words in measure, population or unit, and either one of the words
 * that set them apart or a place or party that is named. What was read once is kept.
 */
export function seriesFinder(
  db: Db,
): (counted: string[], apart: string[], named: readonly number[]) => CountedSeries[] {
  const known = new Map<number, CountedSeries>();
  const any = (words: string[]) => words.map((word) => `"${word}"`).join(' OR ');
  return (counted, apart, named) => {
    if (counted.length === 0 || apart.length === 0) return [];
    const match = `{measure population unit} : (${any(counted)}) AND {title event} : (${any(apart)})`;
    const ids = JSON.stringify(named);
    const keys = readRows<[number]>(db, seriesByWords, [match, ids, ids]).flat();
    const unread = keys.filter((key) => !known.has(key));
    for (const series of unread.length > 0 ? readCounted(db, unread) : []) {
      known.set(series.key, series);
    }
    return keys.flatMap((key) => known.get(key) ?? []);
  };
}

const readCounted = (db: Db, keys: readonly number[]): CountedSeries[] =>
  readObjects(
    db,
    `select id as key, title, measure, population, unit, temporality, counting_since as since,
        place_id as place, party_id as party
      from series where id in (select value from json_each(+?))`,
    [JSON.stringify(keys)],
  );

/** Reads the words of all spellings of an entity, as stems; each is read once. */
export const spellingsReader = (db: Db): ((key: number | null) => Set<string>) =>
  remembered((key) => {
    const spellings = readRows<[string]>(db, SPELLINGS, [key]).flat();
    return new Set(spellings.flatMap((one) => one.split(' ')).map(stem));
  });

const SPELLINGS = 'select normalized from names where entity_id = +?';

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
    value: figures.value,
    value_max: figures.valueMax,
    as_of: figures.asOf,
    article: articleRef,
    link: pathTo('figures/', figures.slug),
  }),
  claimant: figures.claimantId,
  story: articles.storyId,
  updates: sql<boolean>`json(iif(${articles.storyRelation} = 'update', 'true', 'false'))`,
});
const claimsOf = sql`select ${claim} from ${figures}${joinArticle(figures)}
  ${joinEntity(claimant, figures.claimantId)} where ${figures.seriesId} = +${BOUND}
  order by ${figures.asOf} desc, ${figures.slug} limit ${sql.raw(`${MOST_CLAIMS}`)}`;
const seriesByKey = sql`select ${seriesRef} from ${series}${joinSeriesEntities}
  where ${series.id} = +${BOUND}`;

/** Reads a series with the claims on it, the latest first; each is read once. */
export function claimsReader(db: Db): (key: number) => { series: CountedIn; claims: ClaimFound[] } {
  const parsed = <T>(statement: SQL, key: number): T[] =>
    readRows<[string]>(db, textOf(statement), [key]).map(([text]) => JSON.parse(text) as T);
  return remembered((key) => ({
    series: parsed<CountedIn>(seriesByKey, key)[0] as CountedIn,
    claims: parsed<ClaimFound>(claimsOf, key),
  }));
}
