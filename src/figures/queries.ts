// The list of figures: who counted what. Claims stand side by side and are never summed.
import { type SQL, sql } from 'drizzle-orm';
import {
  alongArticles,
  anchor,
  articleCitation,
  articleFilters,
  articleRef,
  joinArticle,
  ofArticle,
} from '#articles/queries.ts';
import { attributionOf, relayedBy } from '#attribution/queries.ts';
import {
  day,
  entity,
  identifier,
  number,
  oneOf,
  record,
  SPEAKING,
  trueOrFalse,
} from '#db/filters.ts';
import { jsonObject, pathTo, unlessNull } from '#db/json.ts';
import type { List } from '#db/list.ts';
import { BY_DATE, BY_LETTERS, BY_MAGNITUDE, BY_NUMBER } from '#db/scales.ts';
import { articles, attributionHops, figures, figuresJson, quotes, series } from '#db/tables.ts';
import { ANCHOR_STATUSES, COMPARATORS } from '#db/vocabulary.ts';
import { entitiesAs, entityPath, entityRef, joinEntity } from '#entities/queries.ts';
import { joinSeriesEntities, seriesFilters, seriesRef } from '#series/queries.ts';
import type { Figure } from './schema.ts';

const claimant = entitiesAs('claimant');

/** Who claims what of which count as of when, and where it is printed. */
const citation: SQL<string> = sql`coalesce(${claimant.name}, 'The article itself') || ': ' || ${figures.expression}
  || ' – ' || ${series.title} || coalesce(', as of ' || ${figures.asOf}, '') || ' (' || ${articleCitation} || ')'`;

const joins = sql` left join ${series} on ${series.id} = ${figures.seriesId}${joinSeriesEntities}
  left join ${quotes} on ${quotes.id} = ${figures.quoteId}${joinEntity(claimant, figures.claimantId)}`;

export const figureList: List<Figure> = {
  name: 'figures',
  description: 'Claims on a series, each as printed in one article',
  id: figures.slug,
  record: jsonObject({
    id: figures.slug,
    series: seriesRef,
    value: figures.value,
    value_max: figures.valueMax,
    comparator: figures.comparator,
    expression: figures.expression,
    claimant: entityRef(claimant),
    attribution: attributionOf(attributionHops.figureId, figures.id),
    hops: figures.hops,
    as_of: figures.asOf,
    as_of_accuracy: figures.asOfAccuracy,
    quote: unlessNull(quotes.id, jsonObject({ id: quotes.slug, type: quotes.type })),
    position: figures.position,
    article: articleRef,
    anchor: anchor(
      sql`${figures.anchorStatus}`,
      sql`json_array(${jsonObject({
        role: sql`'content'`,
        start: figures.start,
        end: figures.end,
        exact: figures.expression,
      })})`,
    ),
    citation,
    links: jsonObject({
      self: pathTo('figures/', figures.slug),
      anchor: sql<string>`${pathTo('figures/', figures.slug)} || '/anchor'`,
      series: pathTo('series/', series.slug),
      claims: pathTo('figures?series=', series.slug),
      article: pathTo('articles/', articles.slug),
      claimant: entityPath(claimant),
      quote: pathTo('quotes/', quotes.slug),
    }),
    note: figures.note,
  }),
  from: sql`${figures}${joinArticle(figures)}${joins}`,
  filters: {
    id: identifier(figures.slug, 'Public id', 'abp-russian-troops-killed-498'),
    series: record(figures.seriesId, series, 'What is counted', 'civilians-killed-ukraine'),
    ...seriesFilters,
    claimant: entity(SPEAKING, figures.claimantId, 'Who asserts it', 'un-human-rights-office'),
    claimant_named: trueOrFalse(claimant.named, 'Whether the documents name the claimant'),
    relayed_by: relayedBy(attributionHops.figureId, figures.id),
    hops: number(figures.hops, 'How many relays are told between claimant and article', '1'),
    article: ofArticle(figures.articleId),
    ...articleFilters,
    quote: record(figures.quoteId, quotes, 'Quote that it stands in', 'abp-death-toll-9000'),
    comparator: oneOf(figures.comparator, COMPARATORS, 'How the number is hedged'),
    value: number(figures.value, 'The number printed', '2000', BY_MAGNITUDE),
    as_of: day(figures.asOf, 'Day that the count describes', '2022-03-03'),
    anchor: oneOf(figures.anchorStatus, ANCHOR_STATUSES, 'Status of the anchor'),
  },
  sorts: {
    as_of: figures.asOf,
    value: figures.value,
    published_on: articles.publishedOn,
    position: figures.position,
  },
  defaultSort: '-as_of,id',
  along: {
    published_on: sql`${alongArticles(figures, figures)}${joins}`,
  },
  index: {
    table: 'figures_index',
    texts: [],
    day: figures.asOf,
    filters: [
      'series',
      'measure',
      'population',
      'party',
      'place',
      'event',
      'unit',
      'temporality',
      'claimant',
      'claimant_named',
      'relayed_by',
      'hops',
      'publisher',
      'story',
      'published_on',
      'comparator',
      'value',
      'anchor',
    ],
    scales: { id: BY_LETTERS, published_on: BY_DATE, position: BY_NUMBER, value: BY_MAGNITUDE },
  },
  stored: figuresJson,
  includes: {
    series: 'series',
    claimant: 'entities',
    article: 'articles',
    quote: 'quotes',
  },
};
