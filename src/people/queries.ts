// The list of people, named or not.
import { ANY_KIND, entity, exactly, oneOf } from '#db/filters.ts';
import { jsonObject, pathTo } from '#db/json.ts';
import type { List } from '#db/list.ts';
import { entities, people } from '#db/tables.ts';
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
import type { Person } from './schema.ts';

const affiliation = entitiesAs('affiliation');

export const personList: List<Person> = {
  name: 'people',
  description: 'People who speak, count, relay, write or are mentioned',
  id: entities.slug,
  record: jsonObject({
    ...entityFields,
    position: people.position,
    affiliation: entityRef(affiliation),
    country: people.country,
    names: entityNames,
    citation: entityCitation,
    links: jsonObject({
      self: pathTo('people/', entities.slug),
      quotes: pathTo('quotes?speaker=', entities.slug),
      figures: pathTo('figures?claimant=', entities.slug),
      mentions: pathTo('quotes?mentions=', entities.slug),
    }),
    note: entities.note,
  }),
  ...alongEntities('people', people, joinEntity(affiliation, people.affiliationId)),
  filters: {
    ...entityFilters({ id: 'volodymyr-zelensky', wikidata: 'Q3874799', name: 'Zelenskyy' }),
    kind: oneOf(entities.kind, ['person'], 'Kind'),
    affiliation: entity(ANY_KIND, people.affiliationId, 'Body that the person belongs to', 'cnn'),
    country: exactly(people.country, 'ISO 3166-1 alpha-2 code', 'UA'),
  },
  sorts: entitySorts,
  defaultSort: 'name,id',
  includes: { affiliation: 'entities' },
};
