// A person as schema.org's Person.
import { entityNode, type Link, type Node, node, wholeEntity } from '#entities/linked-data.ts';
import type { Person } from './schema.ts';

export const linkedPerson = (person: Person, link: Link): Node =>
  node({
    ...wholeEntity(person, link),
    jobTitle: person.position,
    affiliation: entityNode(person.affiliation, link),
    country: person.country,
    creditText: person.citation,
  });
