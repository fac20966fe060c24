// An organization or group as schema.org's Organization.
import { entityNode, type Link, type Node, node, wholeEntity } from '#entities/linked-data.ts';
import type { Organization } from './schema.ts';

const TYPES: Partial<Record<Organization['type'], string>> = {
  government: 'GovernmentOrganization',
  ministry: 'GovernmentOrganization',
  media: 'NewsMediaOrganization',
  news_agency: 'NewsMediaOrganization',
};

export const linkedOrganization = (organization: Organization, link: Link): Node =>
  node({
    ...wholeEntity(organization, link, TYPES[organization.type]),
    category: organization.type,
    parentOrganization: entityNode(organization.parent, link),
    country: organization.country,
    creditText: organization.citation,
  });
