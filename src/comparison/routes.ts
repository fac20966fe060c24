// Claims compared: of one series, and of whatever figures a question finds.
import { wordAmong } from '#db/invalid.ts';
import { atOneState } from '#db/statements.ts';
import { figureList } from '#figures/queries.ts';
import { missing } from '#http/missing.ts';
import { operation } from '#http/operation.ts';
import { seriesList } from '#series/queries.ts';
import { compareFound, compareSeries } from './queries.ts';
import { comparisonAnswer, comparisonsAnswer, SUMMARY_RULES } from './schema.ts';
import { RULE_MEANINGS } from './summary.ts';

const asOf = figureList.filters.as_of?.ranged;

const parameters = {
  as_of: {
    description:
      'The day at which claims are compared; those of later or unknown days are left out',
    schema: { type: 'string', format: 'date' },
    example: '2022-03-03',
    read: (value: string) => `${asOf?.read(value)}`,
  },
  rule: {
    description: `A summary, which is made under no other rule: ${Object.entries(RULE_MEANINGS)
      .map(([rule, meaning]) => `${rule}, ${meaning}`)
      .join('; ')}`,
    schema: { type: 'string', enum: [...SUMMARY_RULES] },
    example: 'range',
    read: (value: string) => wordAmong(value, SUMMARY_RULES, 'range'),
  },
};

export const comparisonOperations = [
  operation({
    method: 'GET',
    path: '/series/{id}/comparison',
    operationId: 'compare_series',
    summary: 'Who claims what of one series, and how the claims relate',
    tag: 'series',
    list: seriesList,
    parameters,
    answer: {
      name: 'ComparisonOfSeries',
      description: 'The claims, by claimant, in pairs, over time; never summed',
      schema: comparisonAnswer,
    },
    failures: ['Merged', 'Gone', 'NotFound', 'UriTooLong'],
    respond: ({ db, id, given: { as_of: asOf = null, rule = null } }) => {
      const compared = atOneState(db, () => compareSeries(db, id, { asOf, rule }));
      if (compared === undefined) throw missing(db, seriesList, id);
      return { data: compared };
    },
  }),
  operation({
    method: 'GET',
    path: '/figures/comparison',
    operationId: 'compare_figures',
    summary: 'Who claims what, series by series, among the figures that filters find',
    tag: 'figures',
    list: figureList,
    takesFilters: true,
    parameters,
    answer: {
      name: 'Comparisons',
      description: 'A comparison of each series',
      schema: comparisonsAnswer,
    },
    failures: [],
    respond: ({ db, conditions, given: { as_of: asOf = null, rule = null } }) => {
      const found = atOneState(db, () => compareFound(db, conditions, { asOf, rule }));
      const { comparisons, count, more } = found;
      return { data: comparisons, count, count_is: more ? 'at_least' : 'exact' };
    },
  }),
];
