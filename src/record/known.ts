// What a batch may refer to: its own records and those that the database already holds.
import { eq, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import { closest } from 'fastest-levenshtein';
import { goneOf, told } from '#db/gone.ts';
import type { Db } from '#db/open.ts';
import type { EntityKind } from '#db/resolve.ts';
import {
  articles,
  entities,
  organizations,
  places,
  quotes,
  series,
  stories,
  texts,
  utterances,
} from '#db/tables.ts';
import type { RecordKind } from '#db/vocabulary.ts';
import type { Batch } from './batch.ts';

export type Known = ReturnType<typeof knownTo>;

/** `whole` is what the files hold, of which the batch is what they say anew. */
export function knownTo(db: Db, batch: Batch, whole = batch) {
  const held = {
    series: exists(db, series),
    stories: exists(db, stories),
    utterances: exists(db, utterances),
    articles: exists(db, articles),
  };
  const kindOf = db
    .select({ kind: entities.kind })
    .from(entities)
    .where(eq(entities.slug, sql.placeholder('id')))
    .prepare();
  const articleOf = db
    .select({ article: articles.slug, utterance: utterances.slug, relation: quotes.relation })
    .from(quotes)
    .innerJoin(articles, eq(articles.id, quotes.articleId))
    .innerJoin(utterances, eq(utterances.id, quotes.utteranceId))
    .where(eq(quotes.slug, sql.placeholder('id')))
    .prepare();
  const ofWikidata = db
    .select({ id: entities.slug })
    .from(entities)
    .where(eq(entities.wikidataId, sql.placeholder('value')))
    .prepare();
  const ofGeonames = db
    .select({ id: entities.slug })
    .from(places)
    .innerJoin(entities, eq(entities.id, places.entityId))
    .where(eq(places.geonamesId, sql.placeholder('value')))
    .prepare();
  const ofText = db
    .select({ id: articles.slug, length: sql<number | null>`length(${texts.content})` })
    .from(texts)
    .innerJoin(articles, eq(articles.id, texts.articleId))
    .where(eq(texts.sha256, sql.placeholder('value')))
    .prepare();
  const heldParent = {
    places: parentIn(db, places),
    organizations: parentIn(db, organizations),
    series: parentOfSeries(db),
  };

  return {
    entityKind: (id: string): EntityKind | undefined =>
      batch.entities.get(id)?.record.kind ?? kindOf.get({ id })?.kind,
    heldKind: (id: string): EntityKind | undefined => kindOf.get({ id })?.kind,
    /** The record in the database that already has an identifier of one thing. */
    holder: (
      field: 'wikidata_id' | 'geonames_id' | 'text.sha256',
      value: string | number,
    ): string | undefined => {
      const by = { wikidata_id: ofWikidata, geonames_id: ofGeonames, 'text.sha256': ofText }[field];
      return by.get({ value })?.id;
    },
    /** The length of a text that is held, in code points. */
    heldLength: (sha256: string): number | null => ofText.get({ value: sha256 })?.length ?? null,
    has: (kind: keyof typeof held, id: string): boolean =>
      batch[kind].has(id) ||
      held[kind](id) ||
      (kind === 'utterances' && batch.quotes.get(id)?.record.utterance === null),
    /** The article, utterance and wording of a quote. */
    quote: (id: string) => {
      const own = batch.quotes.get(id);
      if (own === undefined) return articleOf.get({ id });
      const { utterance, relation } = own.record;
      return { article: own.article.id, utterance, relation: relation ?? 'identical' };
    },
    /** Whether the files hold a quote that words itself alone. */
    isAlone: (id: string): boolean => whole.quotes.get(id)?.record.utterance === null,
    parent: (kind: keyof typeof heldParent, id: string): string | null => {
      const own = (kind === 'series' ? batch.series : batch.entities).get(id)?.record;
      return own === undefined ? heldParent[kind](id) : 'parent' in own ? own.parent : null;
    },
    /** What is wrong with an id that no record has, and what is allowed: the nearest of the files. */
    absent: (kind: RecordKind, id: string): [problem: string, allowed: string] => {
      const gone = goneOf(db, kind, id);
      if (gone?.into) return [`"${id}" ${told(gone)}`, gone.into];
      const ids = [...whole[kind].keys()].filter((other) => other !== id);
      const hint = ids.length > 0 ? `, like ${closest(id, ids)}` : '';
      const allowed = `the id of a record of ${kind} that the files or the database hold${hint}`;
      return [`"${id}" ${gone === undefined ? 'is unknown' : told(gone)}`, allowed];
    },
  };
}

function exists(
  db: Db,
  table: typeof series | typeof stories | typeof utterances | typeof articles,
) {
  const found = db
    .select({ one: sql`1` })
    .from(table)
    .where(eq(table.slug, sql.placeholder('id')))
    .prepare();
  return (id: string): boolean => found.get({ id }) !== undefined;
}

function parentIn(db: Db, table: typeof places | typeof organizations) {
  const above = alias(entities, 'above');
  const found = db
    .select({ parent: above.slug })
    .from(entities)
    .innerJoin(table, eq(table.entityId, entities.id))
    .innerJoin(above, eq(above.id, table.parentId))
    .where(eq(entities.slug, sql.placeholder('id')))
    .prepare();
  return (id: string): string | null => found.get({ id })?.parent ?? null;
}

function parentOfSeries(db: Db) {
  const above = alias(series, 'above');
  const found = db
    .select({ parent: above.slug })
    .from(series)
    .innerJoin(above, eq(above.id, series.parentId))
    .where(eq(series.slug, sql.placeholder('id')))
    .prepare();
  return (id: string): string | null => found.get({ id })?.parent ?? null;
}
