// The relays of quotes and figures: shown as a chain, asked for with `relayed_by`.
import { type Column, type SQL, sql } from 'drizzle-orm';
import { entitiesFacet, entity, type Filter, SPEAKING } from '#db/filters.ts';
import { jsonArray, jsonObject } from '#db/json.ts';
import { attributionHops as hops } from '#db/tables.ts';
import { entitiesAs, joinEntity, presentEntityRef } from '#entities/queries.ts';
import type { Hop } from './schema.ts';

const agent = entitiesAs('agent');

/** The hops whose `owner` column is the key of the record. */
export const attributionOf = (owner: Column, key: Column): SQL<Hop[]> =>
  jsonArray(
    jsonObject({ position: hops.position, role: hops.role, agent: presentEntityRef(agent) }),
    sql`${hops}${joinEntity(agent, hops.agentId)} where ${owner} = ${key}`,
    sql`${hops.position}`,
  );

export const relayedBy = (owner: Column, key: Column): Filter =>
  entity(
    SPEAKING,
    (id) =>
      sql`exists (select 1 from ${hops} where +${hops.agentId} = +${id} and ${owner} = ${key})`,
    'A translator, spokesperson, agency or outlet in the attribution',
    'reuters',
    entitiesFacet(hops.agentId, sql`${hops} where ${owner} = ${key}`),
  );
