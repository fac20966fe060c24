// The shape of answers: `fields=` keeps parts of a record, `include=` puts whole records in the place
// of references.
import { InvalidValue, shown, wordNear } from '#db/invalid.ts';
import { fieldsFrom } from '#db/letters.ts';
import type { Db } from '#db/open.ts';
import { namesIn } from '#db/query.ts';
import { readRecords } from '#db/read.ts';
import { ENTITY_LISTS, type EntityKind } from '#db/vocabulary.ts';
import { columnsOf, type Resource } from './resource.ts';

type Json = Record<string, unknown>;
export type Resources = ReadonlyMap<string, Resource>;

/** What a client wants of each record; null fields are all of them. */
export type Shape = { fields: string[] | null; include: string[] };

/** @throws InvalidValue for a reference that the list cannot include. */
export function parseInclude({ list }: Resource, value: string | undefined): string[] {
  if (value === undefined) return [];
  const known = Object.keys(list.includes);
  const names = [...new Set(namesIn(value))];
  for (const name of names) {
    if (known.includes(name)) continue;
    throw new InvalidValue(
      `${shown(name)} is no reference of ${list.name} that can be included`,
      wordNear(name, known),
    );
  }
  return names;
}

/** @throws InvalidValue for a path that records do not have; below an included record those of that record too. */
export function parseFields(
  { list, schema }: Resource,
  resources: Resources,
  include: string[],
  value: string | undefined,
): string[] | null {
  if (value === undefined) return null;
  const known = [
    ...pathsOf(schema),
    ...include.flatMap((name) => pathsBelow(resources, list.includes[name] ?? '', name)),
  ];
  const names = [...new Set(namesIn(value))];
  for (const name of names) {
    if (known.includes(name)) continue;
    throw new InvalidValue(`${shown(name)} is no field of ${list.name}`, wordNear(name, known));
  }
  return names;
}

/** Every field, and every object on the way to one. */
const pathsOf = (schema: Resource['schema']): string[] => [
  ...new Set(
    columnsOf(schema).flatMap((column) =>
      column.split('.').map((_, index, steps) => steps.slice(0, index + 1).join('.')),
    ),
  ),
];

/** The fields of the records that a reference may be replaced by. */
const pathsBelow = (resources: Resources, to: string, name: string): string[] =>
  (to === 'entities' ? Object.values(ENTITY_LISTS) : [to]).flatMap((list) => {
    const below = resources.get(list);
    return below === undefined ? [] : pathsOf(below.schema).map((path) => `${name}.${path}`);
  });

/** Whether records are shown as they are. */
export const isWhole = ({ fields, include }: Shape): boolean =>
  fields === null && include.length === 0;

/** Shapes records, given and returned as JSON texts; whole ones pass untouched. */
export function shapeRecords(
  db: Db,
  resources: Resources,
  resource: Resource,
  { fields, include }: Shape,
  records: string[],
): string[] {
  const order = Object.keys(resource.schema.shape);
  // The last first: what stands before a reference is then as it was, without what others became.
  const names = include.toSorted((one, other) => order.indexOf(other) - order.indexOf(one));
  const whole = names.reduce(
    (texts, name) => includeOne(db, resources, resource, name, texts),
    records,
  );
  if (fields === null) return whole;
  return whole.map((record) => JSON.stringify(pick(JSON.parse(record), fields)));
}

/** Records with whole ones in the place of a reference: one read for each list that it points into. */
function includeOne(
  db: Db,
  resources: Resources,
  { list, schema }: Resource,
  name: string,
  records: string[],
): string[] {
  const order = Object.keys(schema.shape);
  const next = order[order.indexOf(name) + 1] ?? '';
  const told = records.map((record) => fieldsFrom(record, name, next));
  const field = `,"${name}":`;
  const references = told.map((one) => JSON.parse(one.slice(field.length)) as Json | null);
  const to = list.includes[name] ?? '';
  const listOf = ({ kind }: Json) => (to === 'entities' ? ENTITY_LISTS[kind as EntityKind] : to);
  const pointed = references.filter((reference) => reference !== null);
  const whole = new Map<string, string>();
  for (const [target, some] of Map.groupBy(pointed, listOf)) {
    const of = resources.get(target);
    if (of === undefined) continue;
    const ids = new Set(some.map(({ id }) => String(id)));
    for (const [id, record] of readRecords(db, of.list, [...ids])) {
      whole.set(`${target} ${id}`, record.toString());
    }
  }
  return records.map((record, index) => {
    const [reference = null, one = ''] = [references[index], told[index]];
    const found = reference && whole.get(`${listOf(reference)} ${reference.id}`);
    return found ? record.replace(one, () => field + found) : record;
  });
}

function pick(record: Json, fields: string[]): Json {
  const picked: Json = record.highlight === undefined ? {} : { highlight: record.highlight };
  for (const field of fields) {
    const steps = field.split('.');
    let from: unknown = record;
    let into = picked;
    steps.forEach((step, index) => {
      from = from === null || from === undefined ? null : ((from as Json)[step] ?? null);
      if (index === steps.length - 1) into[step] = from;
      else if (from !== null) {
        into[step] ??= {};
        into = into[step] as Json;
      } else {
        into[step] = null;
        into = {};
      }
    });
  }
  return picked;
}

/** The columns of CSV under a shape: those of the fields asked for, an object's in its place. */
export function csvColumns({ schema }: Resource, { fields }: Shape): string[] {
  const columns = columnsOf(schema);
  if (fields === null) return columns;
  return fields.flatMap((field) => {
    const below = columns.filter((column) => column.startsWith(`${field}.`));
    return below.length > 0 ? below : [field];
  });
}
