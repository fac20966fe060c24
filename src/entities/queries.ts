// What every query over entities, and every reference to one, has in common.
import { type SQL, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import { fullText, identifier, trueOrFalse } from '#db/filters.ts';
import { jsonArray, jsonObject, unlessNull } from '#db/json.ts';
import { entities, names, type organizations, type people, type places } from '#db/tables.ts';

/** The entities table under another name, for a join. */
export const entitiesAs = <N extends string>(name: N) => alias(entities, name);
type Entities = ReturnType<typeof entitiesAs> | typeof entities;

/** `left join` of the entity that a key column points to. */
export const joinEntity = (as: Entities, key: unknown) =>
  sql` left join ${entities} as ${as} on ${as.id} = ${key}`;

/** A reference to a joined entity, null where there is none. */
export const entityRef = (as: Entities) => unlessNull(as.id, presentEntityRef(as));

/** A reference to an entity that an inner join has found. */
export const presentEntityRef = (as: Entities) =>
  jsonObject({ id: as.slug, kind: as.kind, name: as.name });

/** The path of a joined entity, null where there is none. */
export const entityPath = (as: Entities): SQL<string | null> =>
  sql`'/v1/' || ${as.list} || '/' || ${as.slug}`;

/** How to cite an entity: its name and what it is. */
export const entityCitation: SQL<string> = sql`${entities.name} || coalesce(' (' || ${entities.description} || ')', '')`;

/** The columns that all entities show; the table `entities` is in the query. */
export const entityFields = {
  id: entities.slug,
  kind: entities.kind,
  name: entities.name,
  named: entities.named,
  description: entities.description,
  wikidata_id: entities.wikidataId,
};

export const entityNames = jsonArray(
  jsonObject({
    name: names.name,
    script: names.script,
    language: names.language,
    kind: names.kind,
    printed: names.printed,
  }),
  sql`${names} where ${names.entityId} = ${entities.id}`,
  sql`${names.id}`,
);

const search = {
  table: 'names_fts',
  columns: ['name'],
  key: entities.id,
  row: names.id,
  of: names.entityId,
  beginnings: true,
} as const;

export const entityFilters = (example: { id: string; wikidata: string; name: string }) => ({
  id: identifier(entities.slug, 'Public id', example.id),
  wikidata_id: identifier(entities.wikidataId, 'Wikidata id', example.wikidata, (value) =>
    value.toUpperCase(),
  ),
  name: fullText(search, 'Words that begin words of a spelling, in any script', example.name),
  q: fullText(search, 'The same as name', example.name),
  named: trueOrFalse(entities.named, 'Whether the documents give a name'),
});

export const entitySorts = { name: entities.name };

/** Entities first, for the orders that they have indexes of, joined to what a list is of, and the rest. */
export const alongEntities = (
  name: 'people' | 'organizations' | 'places',
  table: typeof people | typeof organizations | typeof places,
  rest: SQL,
) => {
  const first = sql`${entities} cross join ${table} on ${table.entityId} = ${entities.id}
    and ${entities.list} = ${sql.raw(`'${name}'`)}${rest}`;
  return {
    from: sql`${table} join ${entities} on ${entities.id} = ${table.entityId}${rest}`,
    rows: table,
    along: { name: first, id: first },
  };
};
