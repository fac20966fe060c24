// Conditions across fields: `filter=` in RSQL, the query language for REST that extends FIQL.
// speaker==Zelensky;(type==direct,said_on=ge=2022-03-02): `;` or `and`, `,` or `or`, parentheses;
// == != =gt= =ge= =lt= =le= =in=(a,b) =out=(a,b).
import { type ExpressionNode, isComparisonNode, isLogicNode } from '@rsql/ast';
import { parse } from '@rsql/parser';
import { type Condition, joined } from './condition.ts';
import { InvalidValue } from './invalid.ts';

export const MOST_CHARACTERS = 1000;
export const MOST_COMPARISONS = 20;
const DEEPEST = 10;

/** The operators of RSQL as the suffix that a filter parameter has for the same. */
const OPERATORS: Record<string, string> = {
  '==': '',
  '=in=': '',
  '!=': '__not',
  '=out=': '__not',
  '=gt=': '__gt',
  '>': '__gt',
  '=ge=': '__gte',
  '>=': '__gte',
  '=lt=': '__lt',
  '<': '__lt',
  '=le=': '__lte',
  '<=': '__lte',
};

/** A comparison: the parameter that would ask the same, and its values. */
type Compare = (parameter: string, values: string[]) => Condition;

/** @throws InvalidValue where it is no RSQL, too long or too deep. */
export function parseExpression(source: string, compare: Compare): Condition {
  if ([...source].length > MOST_CHARACTERS) {
    throw new InvalidValue(
      `is longer than ${MOST_CHARACTERS} characters`,
      'ask in several requests',
    );
  }
  if (depthOf(source) > DEEPEST) {
    throw new InvalidValue(`is nested deeper than ${DEEPEST} parentheses`, 'ask for less at once');
  }
  let comparisons = 0;
  const toCondition = (node: ExpressionNode): Condition => {
    if (isLogicNode(node)) {
      const sign = node.operator === ';' || node.operator === 'and' ? 'and' : 'or';
      return joined([toCondition(node.left), toCondition(node.right)], sign);
    }
    if (!isComparisonNode(node)) throw new InvalidValue('is no comparison', 'write field==value');
    comparisons += 1;
    if (comparisons > MOST_COMPARISONS) {
      throw new InvalidValue(
        `has more than ${MOST_COMPARISONS} comparisons`,
        'ask for less at once',
      );
    }
    const suffix = OPERATORS[node.operator];
    if (suffix === undefined) {
      throw new InvalidValue(
        `has the unknown operator ${node.operator}`,
        `one of ${Object.keys(OPERATORS).join(' ')}`,
      );
    }
    return named(`${node.left.selector}${suffix}`, [node.right.value].flat(), compare);
  };
  return toCondition(parsed(source));
}

/** What is wrong with a comparison is told with the parameter that would ask the same. */
function named(parameter: string, values: string[], compare: Compare): Condition {
  try {
    return compare(parameter, values);
  } catch (error) {
    if (!(error instanceof InvalidValue)) throw error;
    const { message, suggestion, candidates } = error;
    throw new InvalidValue(`${parameter} ${message}`, suggestion, candidates);
  }
}

function parsed(source: string): ExpressionNode {
  try {
    return parse(source);
  } catch (error) {
    throw new InvalidValue(
      `is no RSQL: ${(error as Error).message}`,
      "write field==value;field!=value, with values of several words in 'quotes'",
    );
  }
}

/** The parser is recursive: how deep it would go is known before it runs. */
function depthOf(source: string): number {
  let depth = 0;
  let deepest = 0;
  const unquoted = source.replace(/"[^"]*"|'[^']*'/g, '');
  for (const character of unquoted) {
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}
