// Every reference from one record to another: where it stands in the record, and in which column.
import { sql } from 'drizzle-orm';
import type { AnySQLiteColumn } from 'drizzle-orm/sqlite-core';
import type { Db } from '#db/open.ts';
import {
  articleAuthors,
  articles,
  entities,
  figures,
  attributionHops as hops,
  mentions,
  organizations,
  people,
  places,
  quotes,
  series,
  stories,
  utterances,
} from '#db/tables.ts';
import type { RecordKind } from '#db/vocabulary.ts';
import type { Form } from './forms.ts';

type Reference = {
  from: RecordKind;
  /** The way to the id in the record; `*` is every entry of a list. */
  path: string;
  to: RecordKind;
  /** The column of the key, and the one beside it that has the key of the record that refers. */
  column: AnySQLiteColumn;
  owner: AnySQLiteColumn;
};

/** The table of each kind of record. */
export const TABLES = { entities, series, stories, utterances, articles, quotes, figures };

const REFERENCES: Reference[] = [
  reference('entities', 'affiliation', 'entities', people.affiliationId, people.entityId),
  reference('entities', 'parent', 'entities', organizations.parentId, organizations.entityId),
  reference('entities', 'parent', 'entities', places.parentId, places.entityId),
  reference('series', 'party', 'entities', series.partyId),
  reference('series', 'place', 'entities', series.placeId),
  reference('series', 'parent', 'series', series.parentId),
  reference('stories', 'source', 'entities', stories.sourceId),
  reference('utterances', 'reference', 'quotes', utterances.referenceId),
  reference('articles', 'publisher', 'entities', articles.publisherId),
  reference('articles', 'authors.*', 'entities', articleAuthors.entityId, articleAuthors.articleId),
  reference('articles', 'dateline', 'entities', articles.datelineId),
  reference('articles', 'story', 'stories', articles.storyId),
  reference('articles', 'mentions.*.entity', 'entities', mentions.entityId, mentions.articleId),
  reference('quotes', 'article', 'articles', quotes.articleId),
  reference('quotes', 'speaker', 'entities', quotes.speakerId),
  reference('quotes', 'addressee', 'entities', quotes.addresseeId),
  reference('quotes', 'attribution.*.agent', 'entities', hops.agentId, hops.quoteId),
  reference('quotes', 'utterance', 'utterances', quotes.utteranceId),
  reference('quotes', 'continues', 'quotes', quotes.continuesId),
  reference('figures', 'article', 'articles', figures.articleId),
  reference('figures', 'series', 'series', figures.seriesId),
  reference('figures', 'claimant', 'entities', figures.claimantId),
  reference('figures', 'attribution.*.agent', 'entities', hops.agentId, hops.figureId),
  reference('figures', 'quote', 'quotes', figures.quoteId),
];

function reference(
  from: RecordKind,
  path: string,
  to: RecordKind,
  column: AnySQLiteColumn,
  owner: AnySQLiteColumn = TABLES[from].id,
): Reference {
  return { from, path, to, column, owner };
}

/** The records in the database that refer to one. */
export function referrersTo(
  db: Db,
  to: RecordKind,
  id: string,
): { kind: RecordKind; id: string }[] {
  return REFERENCES.filter((one) => one.to === to).flatMap(({ from, column, owner }) =>
    db
      .all<{ id: string }>(
        sql`select distinct ${TABLES[from].slug} as id from ${TABLES[from]} where ${TABLES[from].id} in (
          select ${owner} from ${column.table}
          where ${column} = (select id from ${TABLES[to]} as whole where whole.slug = +${id}))`,
      )
      .map((row) => ({ kind: from, id: row.id })),
  );
}

/** The utterance that a quote words: its own where it is the only wording. */
export const utteranceOf = (quote: Form): string => (quote.utterance as string | null) ?? quote.id;

/** A record with each of its references replaced. */
export const repointed = (
  kind: RecordKind,
  form: Form,
  replace: (to: RecordKind, id: string) => string,
): Form =>
  REFERENCES.filter(({ from }) => from === kind).reduce(
    (record, { path, to }) => mapAt(record, path.split('.'), (id) => replace(to, id)) as Form,
    form,
  );

function mapAt(value: unknown, [step, ...rest]: string[], map: (id: string) => string): unknown {
  if (value === null || value === undefined) return value;
  if (step === undefined) return map(value as string);
  if (step === '*') return (value as unknown[]).map((one) => mapAt(one, rest, map));
  const fields = value as Record<string, unknown>;
  return step in fields ? { ...fields, [step]: mapAt(fields[step], rest, map) } : value;
}
