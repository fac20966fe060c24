// A change as schema.org's UpdateAction on the record.
import { type Link, type Node, node } from '#entities/linked-data.ts';
import type { Change } from './schema.ts';

export function linkedChange(change: Change, link: Link): Node {
  const [, , list = ''] = change.links.history.split('/');
  return node({
    '@id': link('changes', change.id),
    '@type': 'UpdateAction',
    position: change.sequence,
    endTime: change.recorded_at,
    changeAction: change.action,
    origin: change.origin,
    kind: change.kind,
    object: { '@id': link(list, change.record) },
    description: change.reason,
    before: change.before,
    after: change.after,
    creditText: change.citation,
  });
}
