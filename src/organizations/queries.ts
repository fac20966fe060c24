// The list of organizations and of groups such as "Ukrainian officials".
import { entity, exactly, oneOf, SPEAKING } from '#db/filters.ts';
import { jsonObject, pathTo } from '#db/json.ts';
import type { List } from '#db/list.ts';
import { entities, organizations } from '#db/tables.ts';
import { ORGANIZATION_TYPES } from '#db/vocabulary.ts';
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
import type { Organization } from './schema.ts';

const parent = entitiesAs('parent');

export const organizationList: List<Organization> = {
  name: 'organizations',
  description: 'Bodies and groups that speak, count, relay, publish or are mentioned',
  id: entities.slug,
  record: jsonObject({
    ...entityFields,
    type: organizations.type,
    country: organizations.country,
    parent: entityRef(parent),
    names: entityNames,
    citation: entityCitation,
    links: jsonObject({
      self: pathTo('organizations/', entities.slug),
      quotes: pathTo('quotes?speaker=', entities.slug),
      figures: pathTo('figures?claimant=', entities.slug),
      mentions: pathTo('quotes?mentions=', entities.slug),
    }),
    note: entities.note,
  }),
  ...alongEntities('organizations', organizations, joinEntity(parent, organizations.parentId)),
  filters: {
    ...entityFilters({ id: 'united-nations', wikidata: 'Q1065', name: 'United Nations' }),
    kind: oneOf(entities.kind, ['organization', 'group'], 'Kind'),
    type: oneOf(organizations.type, ORGANIZATION_TYPES, 'Type'),
    country: exactly(organizations.country, 'ISO 3166-1 alpha-2 code', 'UA'),
    parent: entity(SPEAKING, organizations.parentId, 'Body that it is part of', 'united-nations'),
  },
  sorts: entitySorts,
  defaultSort: 'name,id',
  includes: { parent: 'entities' },
};
