// The list of series, and what a figure shows and asks of its series.
import { sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import {
  bodyWithParts,
  day,
  entity,
  exactly,
  identifier,
  number,
  oneOf,
  placeWithin,
  record,
  SPEAKING,
} from '#db/filters.ts';
import { jsonObject, pathTo, unlessNull } from '#db/json.ts';
import type { List } from '#db/list.ts';
import { figures, series } from '#db/tables.ts';
import { TEMPORALITIES } from '#db/vocabulary.ts';
import { entitiesAs, entityRef, joinEntity } from '#entities/queries.ts';
import type { Series } from './schema.ts';

const party = entitiesAs('party');
const place = entitiesAs('place');
const parent = alias(series, 'parent');

const fields = {
  id: series.slug,
  title: series.title,
  measure: series.measure,
  population: series.population,
  party: entityRef(party),
  place: entityRef(place),
  event: series.event,
  unit: series.unit,
  temporality: series.temporality,
  counting_since: series.countingSince,
};

/** A reference to a joined series; `joinSeriesEntities` is in the query. */
export const seriesRef = jsonObject(fields);
export const joinSeriesEntities = sql`${joinEntity(party, series.partyId)}${joinEntity(place, series.placeId)}`;

/** What is counted: filters of series and of the figures in them. */
export const seriesFilters = {
  measure: exactly(series.measure, 'What is counted of the population', 'killed'),
  population: exactly(series.population, 'Who or what is counted', 'civilians'),
  party: bodyWithParts(series.partyId, 'Side whose people or things are counted', 'Russia'),
  place: placeWithin(series.placeId, 'Where', 'ukraine'),
  event: exactly(series.event, 'Event that is counted', 'Russian invasion of Ukraine'),
  unit: exactly(series.unit, 'Unit', 'person'),
  temporality: oneOf(series.temporality, TEMPORALITIES, 'What the count covers'),
};

export const seriesList: List<Series> = {
  name: 'series',
  description: 'Things that are counted, each with the claims on it',
  id: series.slug,
  record: jsonObject({
    ...fields,
    parent: unlessNull(parent.id, jsonObject({ id: parent.slug, title: parent.title })),
    figures: series.figures,
    citation: sql<string>`${series.title} || coalesce(', since ' || ${series.countingSince}, '')`,
    links: jsonObject({
      self: pathTo('series/', series.slug),
      figures: pathTo('figures?series=', series.slug),
      comparison: sql<string>`'/v1/series/' || ${series.slug} || '/comparison'`,
      parts: pathTo('series?parent=', series.slug),
      parent: pathTo('series/', parent.slug),
    }),
    note: series.note,
  }),
  from: sql`${series}${joinSeriesEntities} left join ${series} as ${parent} on ${parent.id} = ${series.parentId}`,
  filters: {
    id: identifier(series.slug, 'Public id', 'civilians-killed-ukraine'),
    ...seriesFilters,
    counting_since: day(series.countingSince, 'Day from which it is counted', '2022-02-24'),
    parent: record(
      series.parentId,
      series,
      'Whole that it is a part of',
      'civilians-killed-ukraine',
    ),
    claimant: entity(
      SPEAKING,
      (key) =>
        sql`exists (select 1 from ${figures} where ${figures.seriesId} = ${series.id} and ${figures.claimantId} = +${key})`,
      'Who asserts a figure of it',
      'united-nations',
    ),
    figures: number(series.figures, 'How many figures it has', '2'),
  },
  sorts: { title: series.title, measure: series.measure },
  defaultSort: 'title,id',
  includes: { party: 'entities', place: 'entities', parent: 'series' },
};
