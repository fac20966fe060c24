// A story as a work of which the articles that tell it are examples.
import { articleNode } from '#articles/linked-data.ts';
import { entityNode, type Link, type Node, node } from '#entities/linked-data.ts';
import type { Story } from './schema.ts';

export const linkedStory = (story: Story, link: Link): Node =>
  node({
    '@id': link('stories', story.id),
    '@type': 'CreativeWork',
    name: story.title,
    creator: entityNode(story.source, link),
    workExample: story.articles.map((article) => ({
      ...articleNode(article, link),
      storyRelation: article.relation,
    })),
    creditText: story.citation,
    note: story.note,
  });
