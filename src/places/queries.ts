// The list of places, from continents to buildings.
import { entity, exactly, number, oneOf, placeWithin } from '#db/filters.ts';
import { jsonObject, pathTo } from '#db/json.ts';
import type { List } from '#db/list.ts';
import { entities, places } from '#db/tables.ts';
import { PLACE_TYPES } from '#db/vocabulary.ts';
import {
  alongEntities,
  entitiesAs,
  entityCitation,
  entityFields,
  entityFilters,
  entityNames,
  entityRef,
  entitySorts,
  joinEntity,
} from '#entities/queries.ts';
import type { Place } from './schema.ts';

const parent = entitiesAs('parent');

export const placeList: List<Place> = {
  name: 'places',
  description: 'Places, each with the place that it lies in',
  id: entities.slug,
  record: jsonObject({
    ...entityFields,
    type: places.type,
    country: places.country,
    parent: entityRef(parent),
    latitude: places.latitude,
    longitude: places.longitude,
    geonames_id: places.geonamesId,
    names: entityNames,
    citation: entityCitation,
    links: jsonObject({
      self: pathTo('places/', entities.slug),
      parts: pathTo('places?within=', entities.slug),
      figures: pathTo('figures?place=', entities.slug),
      mentions: pathTo('quotes?mentions=', entities.slug),
    }),
    note: entities.note,
  }),
  ...alongEntities('places', places, joinEntity(parent, places.parentId)),
  filters: {
    ...entityFilters({ id: 'kyiv', wikidata: 'Q1899', name: 'Kiev' }),
    kind: oneOf(entities.kind, ['place'], 'Kind'),
    type: oneOf(places.type, PLACE_TYPES, 'Type'),
    country: exactly(places.country, 'ISO 3166-1 alpha-2 code', 'UA'),
    parent: entity(['place'], places.parentId, 'Place that it lies in directly', 'ukraine'),
    within: placeWithin(places.parentId, 'Place that it lies in at any depth: the place', 'europe'),
    latitude: number(places.latitude, 'Degrees north', '50.4501'),
    longitude: number(places.longitude, 'Degrees east', '30.5234'),
  },
  sorts: entitySorts,
  defaultSort: 'name,id',
  includes: { parent: 'entities' },
};
