// The list of stories, each with the articles that tell it.
import { sql } from 'drizzle-orm';
import { entity, identifier, record, SPEAKING } from '#db/filters.ts';
import { jsonArray, jsonObject, pathTo } from '#db/json.ts';
import type { List } from '#db/list.ts';
import { articles, stories } from '#db/tables.ts';
import type { STORY_RELATIONS } from '#db/vocabulary.ts';
import { entitiesAs, entityRef, joinEntity } from '#entities/queries.ts';
import type { Story } from './schema.ts';

const source = entitiesAs('source');
const publisher = entitiesAs('publisher');

export const storyList: List<Story> = {
  name: 'stories',
  description: 'Reports that several articles tell',
  id: stories.slug,
  record: jsonObject({
    id: stories.slug,
    title: stories.title,
    source: entityRef(source),
    articles: jsonArray(
      jsonObject({
        id: articles.slug,
        headline: articles.headline,
        publisher: entityRef(publisher),
        published_on: articles.publishedOn,
        relation: sql<(typeof STORY_RELATIONS)[number]>`${articles.storyRelation}`,
      }),
      sql`${articles}${joinEntity(publisher, articles.publisherId)} where ${articles.storyId} = ${stories.id}`,
      sql`${articles.publishedOn}, ${articles.id}`,
    ),
    citation: sql<string>`${stories.title} || coalesce(' (' || ${source.name} || ')', '')`,
    links: jsonObject({
      self: pathTo('stories/', stories.slug),
      articles: pathTo('articles?story=', stories.slug),
    }),
    note: stories.note,
  }),
  from: sql`${stories}${joinEntity(source, stories.sourceId)}`,
  filters: {
    id: identifier(stories.slug, 'Public id', 'cbs-news-holding-lines'),
    source: entity(SPEAKING, stories.sourceId, 'Whose report it is', 'cbs-news'),
    article: record(
      {
        key: stories.id,
        among: (key) =>
          sql`select ${articles.storyId} from ${articles} where ${articles.id} = +${key}`,
      },
      articles,
      'Article that tells it',
      'cbs-story-later-copy-2022-03-03',
    ),
  },
  sorts: { title: stories.title },
  defaultSort: 'title,id',
  includes: { source: 'entities' },
};
