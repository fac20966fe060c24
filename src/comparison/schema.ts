// Claims on a series compared on the wire: side by side, related in pairs, never summed.
import { z } from 'zod';
import { articleRefSchema } from '#articles/schema.ts';
import { hopSchema } from '#attribution/schema.ts';
import { ACCURACIES, COMPARATORS } from '#db/vocabulary.ts';
import { entityRefSchema } from '#entities/schema.ts';
import { seriesRefSchema } from '#series/schema.ts';

export const RELATIONS = [
  'agrees',
  'compatible',
  'contains',
  'conflicts',
  'not_comparable',
] as const;
const PART_RELATIONS = ['fits', 'may_exceed', 'exceeds', 'not_comparable'] as const;
const CHANGES = ['raised', 'lowered', 'hedged', 'unnumbered'] as const;
export const SUMMARY_RULES = ['range', 'latest', 'majority'] as const;

const intervalSchema = z
  .strictObject({
    from: z.number().nullable(),
    from_included: z.boolean(),
    to: z.number().nullable(),
    to_included: z.boolean(),
  })
  .describe('The numbers that a claim allows; a null bound is none');

/** The figure of a claim, in short; its claimant stands above it. */
export const claimSchema = z.strictObject({
  id: z.string(),
  value: z.number().nullable(),
  value_max: z.number().nullable(),
  comparator: z.enum(COMPARATORS),
  expression: z.string(),
  interval: intervalSchema.nullable(),
  interval_rule: z.string(),
  as_of: z.iso.date().nullable(),
  as_of_accuracy: z.enum(ACCURACIES).nullable(),
  attribution: z.array(hopSchema),
  article: articleRefSchema,
  story: z.string().nullable(),
  reprint_of: z
    .string()
    .nullable()
    .describe('The claim that another article of the same story prints, too'),
  note: z.string().nullable(),
});
export type Claim = z.infer<typeof claimSchema>;

/** From one claim to the next that says another number, or the same with another hedge. */
const stepSchema = z.strictObject({
  from: z.string(),
  to: z.string(),
  change: z.enum(CHANGES),
  difference: intervalSchema.nullable(),
  ratio: intervalSchema.nullable(),
  lost: z.enum(COMPARATORS).nullable().describe('The hedge that the later claim leaves out'),
  gained: z.enum(COMPARATORS).nullable(),
  reason: z.string(),
});
export type Step = z.infer<typeof stepSchema>;

const claimantSchema = z.strictObject({
  claimant: entityRefSchema.nullable().describe('Null where the article itself asserts it'),
  asserted_by: z.string().nullable().describe('The article or story that asserts it, in its place'),
  independent_sources: z.int(),
  latest: z.string().nullable(),
  claims: z.array(claimSchema),
  revisions: z.array(stepSchema),
});
export type Claimant = z.infer<typeof claimantSchema>;

const side = z.strictObject({
  claimant: entityRefSchema.nullable(),
  figure: z.string(),
  expression: z.string(),
});

const pairSchema = z.strictObject({
  a: side,
  b: side,
  relation: z.enum(RELATIONS),
  reason: z.string(),
  difference: intervalSchema.nullable().describe('Of b over a'),
  ratio: intervalSchema.nullable().describe('Of b to a'),
});
export type Pair = z.infer<typeof pairSchema>;

const partSide = side.extend({ series: z.string() });
const partSchema = z.strictObject({
  part: partSide,
  whole: partSide,
  same_claimant: z.boolean(),
  relation: z.enum(PART_RELATIONS),
  reason: z.string(),
});
export type Part = z.infer<typeof partSchema>;

const hedgesSchema = z.strictObject({
  value: z.number(),
  forms: z.array(z.strictObject({ comparator: z.enum(COMPARATORS), figures: z.array(z.string()) })),
  reason: z.string(),
});
export type Hedges = z.infer<typeof hedgesSchema>;

const summarySchema = z.strictObject({
  rule: z.enum(SUMMARY_RULES),
  meaning: z.string(),
  interval: intervalSchema.nullable(),
  inputs: z.array(z.string()).describe('The figures that the rule weighs'),
  reason: z.string(),
});
export type Summary = z.infer<typeof summarySchema>;

const comparisonSchema = z.strictObject({
  series: seriesRefSchema,
  as_of: z.iso.date().nullable().describe('Claims on later days are left out'),
  count: z.int().describe('Claims compared'),
  count_is: z.enum(['exact', 'at_least']).describe('at_least where only the newest are compared'),
  independent_sources: z.int().describe('Articles, those of one story counted once'),
  claimants: z.array(claimantSchema),
  relations: z
    .array(pairSchema)
    .describe('Each two of the 20 claimants with the newest claims, by their latest claims'),
  course: z
    .array(stepSchema)
    .describe('All claims in order of time, with those on parts that print the same numbers'),
  hedges: z.array(hedgesSchema).describe('Numbers that are printed with different hedges'),
  parts: z
    .array(partSchema)
    .describe('Claims on parts and on the whole of the series, the 20 newest of each side'),
  summary: summarySchema.nullable().describe('Only under a rule that the request names'),
  reason: z.string().nullable().describe('Why there is nothing to compare'),
});
export type Comparison = z.infer<typeof comparisonSchema>;

export const comparisonAnswer = z.strictObject({ data: comparisonSchema });
export const comparisonsAnswer = z.strictObject({
  data: z.array(comparisonSchema),
  count: z.int().describe('Series compared'),
  count_is: z
    .enum(['exact', 'at_least'])
    .describe('at_least where only those with the newest claims are compared'),
});
