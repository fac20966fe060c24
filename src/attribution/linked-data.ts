// The relays of a quote or figure, as the roles that schema.org puts between a work and a contributor.
import { entityNode, type Link, type Node } from '#entities/linked-data.ts';
import type { Hop } from './schema.ts';

/** In order, nearest the source first: the term is a list. */
export const linkedHops = (hops: Hop[], link: Link): Node[] =>
  hops.map(({ role, agent }) => ({
    '@type': 'Role',
    roleName: role,
    contributor: entityNode(agent, link),
  }));
