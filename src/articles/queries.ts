// The list of articles, and references and anchors into articles for other records.
import { type Column, type SQL, sql } from 'drizzle-orm';
import type { AnySQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core';
import {
  anyEntity,
  day,
  entitiesFacet,
  entity,
  exactly,
  fullText,
  identifier,
  oneOf,
  placeWithin,
  record,
  SPEAKING,
} from '#db/filters.ts';
import { jsonArray, jsonObject, pathTo, unlessNull } from '#db/json.ts';
import type { List } from '#db/list.ts';
import { BY_LETTERS } from '#db/scales.ts';
import { articleAuthors, articles, articlesJson, mentions, stories, texts } from '#db/tables.ts';
import { STORY_RELATIONS } from '#db/vocabulary.ts';
import { entitiesAs, entityRef, joinEntity, presentEntityRef } from '#entities/queries.ts';
import type { Anchor, Article, ArticleRef } from './schema.ts';

const publisher = entitiesAs('publisher');
const dateline = entitiesAs('dateline');
const author = entitiesAs('author');

/** A reference to the article of a record; `joinArticle` is in its query. */
export const articleRef: SQL<ArticleRef> = jsonObject({
  id: articles.slug,
  headline: articles.headline,
  publisher: entityRef(publisher),
  published_on: articles.publishedOn,
  url: articles.url,
});

/** Where something is printed: outlet, headline, day. */
export const articleCitation: SQL<string> = sql`coalesce(${publisher.name}, 'publisher not told')
  || coalesce(', “' || ${articles.headline} || '”', '') || coalesce(', ' || ${articles.publishedOn}, '')`;

/** Joins article, publisher and text version to a record that carries their keys. */
export const joinArticle = (of: { articleId: Column; textId: Column }): SQL =>
  sql` left join ${articles} on ${articles.id} = ${of.articleId}${joinTextAndPublisher(of)}`;

/** The article first, then its records and what `joinArticle` joins: for the order of articles. */
export const alongArticles = (table: SQLiteTable, of: { articleId: Column; textId: Column }): SQL =>
  sql`${articles} cross join ${table} on ${of.articleId} = ${articles.id}${joinTextAndPublisher(of)}`;

const joinTextAndPublisher = (of: { textId: Column }): SQL =>
  sql` left join ${texts} on ${texts.id} = ${of.textId}${joinEntity(publisher, articles.publisherId)}`;

export const anchor = (status: SQL<Anchor['status']>, spans: SQL<Anchor['spans']>): SQL<Anchor> =>
  jsonObject({ status, text_sha256: texts.sha256, spans });

/** The printed words of a span, where the text is held. */
export const printed = (start: Column, end: Column): SQL<string | null> =>
  sql`substr(${texts.content}, ${start} + 1, ${end} - ${start})`;

/** Filters that any record of an article has beside the article itself. */
export const articleFilters = {
  publisher: entity(SPEAKING, articles.publisherId, 'Who published the article', 'cnn'),
  story: record(
    articles.storyId,
    stories,
    'Story that the article tells',
    'cbs-news-holding-lines',
  ),
  published_on: day(articles.publishedOn, 'Day of publication', '2022-03-03'),
};

const { publisher: byPublisher, story: byStory, published_on } = articleFilters;

/** The article of a record; `column` has its key. */
export const ofArticle = (column: AnySQLiteColumn) =>
  record(column, articles, 'Article', 'cnn-zelensky-interview-2022-03-01');

export const articleList: List<Article> = {
  name: 'articles',
  description: 'Published documents that quotes and figures stand in',
  id: articles.slug,
  record: jsonObject({
    id: articles.slug,
    headline: articles.headline,
    publisher: entityRef(publisher),
    authors: jsonArray(
      presentEntityRef(author),
      sql`${articleAuthors}${joinEntity(author, articleAuthors.entityId)}
        where ${articleAuthors.articleId} = ${articles.id}`,
      sql`${articleAuthors.position}`,
    ),
    url: articles.url,
    language: articles.language,
    published_on: articles.publishedOn,
    published_on_accuracy: articles.publishedOnAccuracy,
    dateline: entityRef(dateline),
    abstract: articles.abstract,
    story: unlessNull(
      articles.storyId,
      jsonObject({
        id: sql<string>`${stories.slug}`,
        relation: sql<(typeof STORY_RELATIONS)[number]>`${articles.storyRelation}`,
      }),
    ),
    text: jsonObject({
      sha256: texts.sha256,
      length: texts.length,
      held: sql<boolean>`json(iif(${texts.content} is null, 'false', 'true'))`,
    }),
    citation: articleCitation,
    links: jsonObject({
      self: pathTo('articles/', articles.slug),
      quotes: pathTo('quotes?article=', articles.slug),
      figures: pathTo('figures?article=', articles.slug),
      annotations: sql<string>`${pathTo('articles/', articles.slug)} || '/annotations'`,
      story: pathTo('stories/', stories.slug),
    }),
    note: articles.note,
  }),
  from: sql`${articles} left join ${texts} on ${texts.id} = ${articles.textId}${joinEntity(publisher, articles.publisherId)}${joinEntity(dateline, articles.datelineId)}
    left join ${stories} on ${stories.id} = ${articles.storyId}`,
  filters: {
    id: identifier(articles.slug, 'Public id', 'cnn-zelensky-interview-2022-03-01'),
    publisher: byPublisher,
    author: entity(
      SPEAKING,
      (key) => sql`exists (select 1 from ${articleAuthors}
        where ${articleAuthors.articleId} = ${articles.id} and +${articleAuthors.entityId} = +${key})`,
      'Who wrote it',
      'matthew-chance',
      entitiesFacet(
        articleAuthors.entityId,
        sql`${articleAuthors} where ${articleAuthors.articleId} = ${articles.id}`,
      ),
    ),
    story: byStory,
    story_relation: oneOf(
      articles.storyRelation,
      STORY_RELATIONS,
      'Relation to its story',
      'update',
    ),
    language: exactly(articles.language, 'ISO 639-1 code', 'en'),
    published_on,
    dateline: placeWithin(articles.datelineId, 'Place of the dateline', 'kyiv'),
    mentions: anyEntity(
      (key) => sql`exists (select 1 from ${mentions}
        where ${mentions.articleId} = ${articles.id} and ${mentions.entityId} = +${key})`,
      'Whom or what the article mentions',
      'olaf-scholz',
      entitiesFacet(
        mentions.entityId,
        sql`${mentions} where ${mentions.articleId} = ${articles.id}`,
      ),
    ),
    q: fullText(
      {
        table: 'articles_fts',
        columns: ['headline', 'abstract', 'text'],
        key: articles.id,
        row: articles.id,
        index: { table: 'articles_index', row: articles.rank },
      },
      'Headline, abstract and, where held, text',
      'talks',
    ),
  },
  sorts: { published_on: articles.publishedOn, headline: articles.headline },
  defaultSort: '-published_on,id',
  index: {
    table: 'articles_index',
    texts: ['headline', 'abstract', 'text'],
    day: articles.publishedOn,
    filters: ['publisher', 'author', 'story', 'story_relation', 'language', 'dateline', 'mentions'],
    scales: { id: BY_LETTERS, headline: BY_LETTERS },
  },
  stored: articlesJson,
  includes: { publisher: 'entities', dateline: 'entities', story: 'stories' },
};
