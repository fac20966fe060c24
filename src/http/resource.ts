// A list as it is served: what it reads, and how its records look on the wire.
import type { z } from 'zod';
import type { Letters } from '#db/letters.ts';
import type { List } from '#db/list.ts';

/** The absolute URL of a record. */
type Link = (list: string, id: string) => string;

type Alone = { schema: z.ZodObject; of?: (record: Buffer) => Letters };

export type Resource = {
  list: List<unknown>;
  schema: z.ZodObject;
  /** What a record, as JSON, shows when it is asked for alone: more than in a list. */
  alone: Alone;
  /** A record as a node of JSON-LD. */
  linked(record: unknown, link: Link): object;
};

/**
 * Pairs a list with the wire shape that its records are proved to have, their linked data, and what a
 * record shows alone where that is more.
 */
export const resource = <T>(
  list: List<T>,
  schema: z.ZodObject & z.ZodType<T>,
  linked: (record: T, link: Link) => object,
  alone: Alone = { schema },
): Resource => ({
  list,
  schema,
  alone,
  linked: (record, link) => linked(record as T, link),
});

/** The columns of a record: nested objects by dotted path, arrays as one column. */
export function columnsOf(schema: z.ZodObject, prefix = ''): string[] {
  return Object.entries(schema.shape).flatMap(([name, field]) => {
    const inner = objectIn(field);
    return inner === undefined ? [`${prefix}${name}`] : columnsOf(inner, `${prefix}${name}.`);
  });
}

/** The object that a field is, or may be where it is not null. */
export function objectIn(field: z.core.$ZodType): z.ZodObject | undefined {
  const { def } = field._zod;
  if (def.type === 'nullable') return objectIn((def as z.core.$ZodNullableDef).innerType);
  return def.type === 'object' ? (field as z.ZodObject) : undefined;
}
