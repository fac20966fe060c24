// A series as schema.org's StatisticalVariable.
import type { z } from 'zod';
import { entityNode, type Link, type Node, node } from '#entities/linked-data.ts';
import type { Series, seriesRefSchema } from './schema.ts';

type SeriesRef = z.infer<typeof seriesRefSchema>;

/** A reference to a series; a whole one has all that it needs. */
export const seriesNode = (series: SeriesRef, link: Link): Node =>
  node({
    '@id': link('series', series.id),
    '@type': 'StatisticalVariable',
    name: series.title,
    measuredProperty: { '@type': 'Property', name: series.measure },
    populationType: series.population && { '@type': 'Class', name: series.population },
    party: entityNode(series.party, link),
    place: entityNode(series.place, link),
    event: series.event,
    unitText: series.unit,
    temporality: series.temporality,
    countingSince: series.counting_since,
  });

export const linkedSeries = (series: Series, link: Link): Node =>
  node({
    ...seriesNode(series, link),
    partOf: series.parent && {
      '@id': link('series', series.parent.id),
      '@type': 'StatisticalVariable',
      name: series.parent.title,
    },
    figures: series.figures,
    creditText: series.citation,
    note: series.note,
  });
