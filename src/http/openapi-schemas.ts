// The shapes of answers as JSON Schema: the records as their nouns declare them, and what goes around
// them.
import { z } from 'zod';
import { type Bucket, type CountsAre, INTERVALS, type readTimeline } from '#db/facets.ts';
import type { Resolution } from '#db/filters.ts';
import type { Reason } from '#db/invalid.ts';
import { facetsOf } from '#db/list.ts';
import { FORMATS } from './formats.ts';
import type { describeList } from './lists.ts';
import { isSearched } from './openapi-parameters.ts';
import type { Operation } from './operation.ts';
import type { BodyReason } from './problem.ts';
import type { Resource } from './resource.ts';

type Json = Record<string, unknown>;

const problem = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  errors: z
    .array(
      z.union([
        z.strictObject({
          parameter: z.string(),
          reason: z.string(),
          suggestion: z.string().nullable(),
          candidates: z
            .array(z.strictObject({ id: z.string(), kind: z.string(), name: z.string() }))
            .exactOptional(),
        }) satisfies z.ZodType<Reason>,
        z.strictObject({
          pointer: z.string(),
          reason: z.string(),
          suggestion: z.string().nullable(),
        }) satisfies z.ZodType<BodyReason>,
      ]),
    )
    .optional(),
});

const bucket = z.strictObject({
  value: z.string().nullable(),
  label: z.string().nullable(),
  count: z.int(),
}) satisfies z.ZodType<Bucket>;

const resolution = z
  .strictObject({
    parameter: z.string(),
    value: z.string(),
    id: z.string(),
    name: z.string(),
    matched: z.string(),
  })
  .describe('How the value of a parameter was understood') satisfies z.ZodType<Resolution>;

const countsAre = z.enum(['exact', 'at_least']) satisfies z.ZodType<CountsAre>;

const page = z.strictObject({
  limit: z.int(),
  next: z.string().nullable().describe('The cursor of the next page'),
  prev: z.string().nullable().describe('The cursor of the page before'),
  count: z.int().nullable(),
  count_is: z.enum(['exact', 'at_least']).nullable(),
  facets_are: countsAre
    .nullable()
    .describe(
      'Counts of all matches, or of as many of the first in the default order as are counted, any of the last day; null without facets',
    ),
});

const timeline = z.strictObject({
  data: z.array(
    z.strictObject({
      date: z.string().describe(`As far as the interval goes: ${Object.keys(INTERVALS)}`),
      count: z.int(),
    }),
  ),
  undated: z.int().describe('Records without the date'),
  counts_are: countsAre.describe(
    'Counts of all matches, or of as many of the first in the default order as are counted, any of the last day',
  ),
  resolved: z.array(resolution),
}) satisfies z.ZodType<ReturnType<typeof readTimeline>>;

/** By column, as HTML with the found words in <mark>. */
const highlight = z.record(z.string(), z.string());

const names = z.array(z.string());
const index = z.strictObject({
  data: z.array(
    z.strictObject({
      name: z.string(),
      description: z.string(),
      filters: z.array(
        z.strictObject({
          name: z.string(),
          description: z.string(),
          example: z.string(),
          operators: names,
        }),
      ),
      sorts: names,
      default_sort: z.string(),
      facets: names,
      dates: names,
      includes: names,
      formats: z.array(z.enum(FORMATS)),
    }) satisfies z.ZodType<ReturnType<typeof describeList>>,
  ),
});

const matches = z.strictObject({
  data: z.array(
    z.strictObject({
      list: z.string(),
      id: z.string(),
      label: z.string().describe('What a person would call the record'),
      highlight,
      href: z.string(),
    }),
  ),
});

const health = z.strictObject({ status: z.enum(['live', 'ready']) });

const COMMON = {
  Problem: problem,
  Page: page,
  Bucket: bucket,
  Resolution: resolution,
  Timeline: timeline,
  Index: index,
  Matches: matches,
  Health: health,
};

/** Names that English does not make by leaving out an s. */
const IRREGULAR: Record<string, string> = { people: 'person', series: 'series' };

/** The name of one record of a list: Quote, Person, Story. */
export function recordName({ list }: Resource): string {
  const one = IRREGULAR[list.name] ?? list.name.replace(/ies$/, 'y').replace(/s$/, '');
  return one.charAt(0).toUpperCase() + one.slice(1);
}

/** The name of a record as it is shown alone, where it then shows more. */
export const aloneName = (one: Resource): string =>
  one.alone.schema === one.schema ? recordName(one) : `Whole${recordName(one)}`;

export const refTo = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });

/** Every named schema; `shared` are shapes that several records have parts of. */
export function schemas(
  resources: readonly Resource[],
  operations: readonly Operation[],
  shared: Record<string, z.ZodType>,
): Json {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries({ ...COMMON, ...shared })) registry.add(schema, { id });
  for (const one of resources) {
    const record = recordOf(one);
    registry.add(record, { id: recordName(one) });
    if (one.alone.schema !== one.schema) registry.add(one.alone.schema, { id: aloneName(one) });
    registry.add(listOf(one, record), { id: `${recordName(one)}List` });
  }
  const answers = new Map(
    operations.map(({ answer, takesFilters }) => [
      answer.name,
      takesFilters ? answer.schema.extend({ resolved: z.array(resolution) }) : answer.schema,
    ]),
  );
  for (const [id, schema] of answers) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, {
    uri: (id) => `#/components/schemas/${id}`,
    override: ({ jsonSchema }) => {
      // Bounds and patterns that only say again what integer and date mean.
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
      if (jsonSchema.format === 'date') delete jsonSchema.pattern;
    },
  });
  return Object.fromEntries(
    Object.entries(schemas).map(([name, { $schema: _, $id: __, ...schema }]) => [name, schema]),
  );
}

/** A record of a list that has full text may carry what was found. */
function recordOf({ list, schema }: Resource): z.ZodType {
  const marked = highlight
    .optional()
    .describe('In lists with highlight=true: columns as HTML, the found words in <mark>');
  return isSearched(list) ? schema.extend({ highlight: marked }) : schema;
}

function listOf({ list }: Resource, record: z.ZodType): z.ZodType {
  const facets = facetsOf(list).map((name) => [name, z.array(bucket).optional()]);
  return z.strictObject({
    data: z.array(record),
    page,
    facets: z.strictObject(Object.fromEntries(facets)),
    resolved: z.array(resolution),
  });
}
