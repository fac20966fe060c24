// An article as schema.org's NewsArticle, and anchors as Web Annotations of its text.
import { entityNode, knownDate, type Link, type Node, node } from '#entities/linked-data.ts';
import type { Anchor, Article, ArticleRef } from './schema.ts';

/** A text is named by its bytes, so that whoever holds it can check a position in it. */
export const textUrn = (sha256: string): string => `urn:sha256:${sha256}`;

/** A reference to an article; `Article` has all that it needs. */
export const articleNode = (article: Omit<ArticleRef, 'url'>, link: Link): Node =>
  node({
    '@id': link('articles', article.id),
    '@type': 'NewsArticle',
    headline: article.headline,
    publisher: entityNode(article.publisher, link),
    datePublished: article.published_on,
  });

/** The article that a quote or figure stands in, with the address where it can be read. */
export const printedIn = (article: ArticleRef, link: Link): Node =>
  node({ ...articleNode(article, link), url: article.url });

export const linkedArticle = (article: Article, link: Link): Node =>
  node({
    ...printedIn(article, link),
    author: article.authors.map((author) => entityNode(author, link)),
    inLanguage: article.language,
    datePublished: knownDate(article.published_on, article.published_on_accuracy),
    locationCreated: entityNode(article.dateline, link),
    abstract: article.abstract,
    exampleOfWork: article.story && {
      '@id': link('stories', article.story.id),
      '@type': 'CreativeWork',
    },
    storyRelation: article.story?.relation ?? null,
    encoding: {
      '@id': textUrn(article.text.sha256),
      '@type': 'MediaObject',
      sha256: article.text.sha256,
      codePoints: article.text.length,
    },
    creditText: article.citation,
    note: article.note,
  });

/** Each printed part as a target of an annotation whose body is the record. */
export const linkedAnchor = ({ status, text_sha256, spans }: Anchor, record: string): Node => ({
  '@id': `${record}#anchor`,
  '@type': 'Annotation',
  anchorStatus: status,
  target: spans.map(({ role, start, end, exact }) => ({
    '@type': 'SpecificResource',
    spanRole: role,
    source: textUrn(text_sha256),
    selector: [
      { '@type': 'TextPositionSelector', start, end },
      ...(exact === null ? [] : [{ '@type': 'TextQuoteSelector', exact }]),
    ],
  })),
});
