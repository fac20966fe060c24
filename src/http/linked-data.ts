// Records as JSON-LD: schema.org, Web Annotation and a few words of our own, expanded by the context
// that every document carries, so that no processor has to fetch anything.
import type { FastifyRequest } from 'fastify';
import { Problem } from './problem.ts';
import type { Resource } from './resource.ts';

const terms = (prefix: string, names: string): Record<string, string> =>
  Object.fromEntries(
    names
      .trim()
      .split(/\s+/)
      .map((name) => [name, `${prefix}:${name}`]),
  );

const dates = (prefix: string, names: string) =>
  Object.fromEntries(
    Object.entries(terms(prefix, names)).map(([name, id]) => [
      name,
      { '@id': id, '@type': 'schema:Date' },
    ]),
  );

const offset = (name: string) => ({ '@id': `oa:${name}`, '@type': 'xsd:nonNegativeInteger' });

const CONTEXT = {
  schema: 'http://schema.org/',
  oa: 'http://www.w3.org/ns/oa#',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
  record: 'urn:on-record:term:',
  ...terms(
    'schema',
    `AdministrativeArea City Claim Class Continent Country CreativeWork GeoCoordinates
    GovernmentOrganization MediaObject NewsArticle NewsMediaOrganization Observation Organization
    Person Place Property Quotation Role StatisticalVariable UpdateAction
    abstract affiliation alternateName appearance author category containedInPlace contributor
    creator creditText description encoding exampleOfWork geo headline inLanguage isPartOf jobTitle latitude
    locationCreated longitude mainEntity maxValue measuredProperty minValue name object observationAbout
    parentOrganization populationType position publisher roleName sha256 spokenByCharacter subjectOf
    text unitText value variableMeasured workExample`,
  ),
  ...dates('schema', 'dateCreated datePublished observationDate'),
  endTime: { '@id': 'schema:endTime', '@type': 'schema:DateTime' },
  sameAs: { '@id': 'schema:sameAs', '@type': '@id' },
  url: { '@id': 'schema:url', '@type': '@id' },
  ...terms(
    'record',
    `addressee anchorStatus changeAction codePoints comparator contentOrigin country cue event figures hops insertion
    kind locationInArticle named occasion origin partOf party place quoteType spanRole speakerRole speakerText
    storyRelation temporality wordingRelation`,
  ),
  ...dates('record', 'countingSince'),
  attribution: { '@id': 'record:attribution', '@container': '@list' },
  continues: { '@id': 'record:continues', '@type': '@id' },
  before: { '@id': 'record:before', '@type': '@json' }, // documents in the format of record files
  after: { '@id': 'record:after', '@type': '@json' },
  note: 'http://www.w3.org/2004/02/skos/core#note',
  ...terms('oa', 'Annotation SpecificResource TextPositionSelector TextQuoteSelector exact'),
  anchor: { '@reverse': 'oa:hasBody' },
  target: 'oa:hasTarget',
  source: { '@id': 'oa:hasSource', '@type': '@id' },
  selector: 'oa:hasSelector',
  start: offset('start'),
  end: offset('end'),
};

/** A page of records, given as JSON texts. */
export function toLinkedPage(request: FastifyRequest, resource: Resource, records: string[]) {
  const link = linkFor(request);
  const graph = records.map((record) => resource.linked(JSON.parse(record), link));
  return JSON.stringify({ '@context': CONTEXT, '@graph': graph });
}

/** One record, given as JSON text. */
export const toLinkedRecord = (request: FastifyRequest, resource: Resource, record: string) =>
  JSON.stringify({
    '@context': CONTEXT,
    ...resource.linked(JSON.parse(record), linkFor(request)),
  });

/** Records are named by the address at which this client finds them. */
export function linkFor({ protocol, host }: FastifyRequest): (list: string, id: string) => string {
  const address = `${protocol}://${host}`;
  if (!URL.canParse(address)) {
    throw new Problem(
      400,
      'bad-request',
      'JSON-LD names records by URL, so the request has to name its Host.',
    );
  }
  const { origin } = new URL(address);
  return (list, id) => `${origin}/v1/${list}/${id}`;
}
