// Entities in schema.org's words, and what every record in linked data is written with.
import type { z } from 'zod';
import { type ACCURACIES, ENTITY_LISTS } from '#db/vocabulary.ts';
import type { EntityRef, entityFields, nameSchema } from './schema.ts';

/** The absolute URL of a record. */
export type Link = (list: string, id: string) => string;
/** A node in the terms of the context in http/linked-data.ts. */
export type Node = Record<string, unknown>;

type Name = z.infer<typeof nameSchema>;
type Entity = z.infer<z.ZodObject<typeof entityFields>> & { names: Name[]; note: string | null };

const TYPES = {
  person: 'Person',
  organization: 'Organization',
  group: 'Organization',
  place: 'Place',
} as const;

/** A node without what is not known. */
export const node = (fields: Node): Node =>
  Object.fromEntries(
    Object.entries(fields).filter(
      ([, value]) => value !== null && !(Array.isArray(value) && value.length === 0),
    ),
  );

/** A reference to an entity, null where there is none. */
export const entityNode = (ref: EntityRef | null, link: Link): Node | null =>
  ref && {
    '@id': link(ENTITY_LISTS[ref.kind], ref.id),
    '@type': TYPES[ref.kind],
    kind: ref.kind,
    name: ref.name,
  };

export const wikidataUri = (id: string): string => `http://www.wikidata.org/entity/${id}`;

/** What all entities have; `type` is the narrower type of schema.org, where there is one. */
export function wholeEntity(entity: Entity, link: Link, type?: string): Node {
  const general = TYPES[entity.kind];
  return {
    ...entityNode(entity, link),
    '@type': type === undefined ? general : [general, type],
    named: entity.named,
    description: entity.description,
    sameAs: entity.wikidata_id && wikidataUri(entity.wikidata_id),
    alternateName: entity.names.map(inLanguage),
    note: entity.note,
  };
}

/** A spelling with its BCP 47 tag, which names the script where that is not the usual one. */
const inLanguage = ({ name, language, script }: Name) =>
  language === null
    ? name
    : { '@value': name, '@language': `${new Intl.Locale(language, { script }).minimize()}` };

/** As much of a date as is known, in ISO 8601: 2022-03-03, 2022-W09, 2022-03 or 2022. */
export function knownDate(
  date: string | null,
  accuracy: (typeof ACCURACIES)[number] | null,
): string | null {
  if (date === null) return null;
  if (accuracy === 'year') return date.slice(0, 4);
  if (accuracy === 'month') return date.slice(0, 7);
  return accuracy === 'week' ? weekOf(date) : date;
}

/** The week belongs to the year in which its Thursday lies. */
function weekOf(date: string): string {
  const thursday = new Date(date);
  thursday.setUTCDate(thursday.getUTCDate() + 4 - (thursday.getUTCDay() || 7));
  const year = thursday.getUTCFullYear();
  const days = (thursday.getTime() - Date.UTC(year, 0, 1)) / 86_400_000;
  return `${year}-W${`${Math.floor(days / 7) + 1}`.padStart(2, '0')}`;
}
