// A place as schema.org's Place.
import { entityNode, type Link, type Node, node, wholeEntity } from '#entities/linked-data.ts';
import type { Place } from './schema.ts';

const TYPES: Partial<Record<Place['type'], string>> = {
  continent: 'Continent',
  country: 'Country',
  region: 'AdministrativeArea',
  city: 'City',
};

export function linkedPlace(place: Place, link: Link): Node {
  const { sameAs, ...whole } = wholeEntity(place, link, TYPES[place.type]);
  const { latitude, longitude, geonames_id: geonames } = place;
  return node({
    ...whole,
    category: place.type,
    sameAs: [sameAs, geonames && `https://sws.geonames.org/${geonames}/`].filter(Boolean),
    containedInPlace: entityNode(place.parent, link),
    geo: latitude === null ? null : { '@type': 'GeoCoordinates', latitude, longitude },
    country: place.country,
    creditText: place.citation,
  });
}
