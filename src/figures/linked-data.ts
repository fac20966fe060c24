// A figure as schema.org's Observation, and the Claim that makes it.
import { linkedAnchor, printedIn } from '#articles/linked-data.ts';
import { linkedHops } from '#attribution/linked-data.ts';
import { entityNode, knownDate, type Link, type Node, node } from '#entities/linked-data.ts';
import { seriesNode } from '#series/linked-data.ts';
import type { Figure } from './schema.ts';

/** An observation is what is claimed, not what is so: who claims it stands in `subjectOf`. */
export function linkedFigure(figure: Figure, link: Link): Node {
  const id = link('figures', figure.id);
  return node({
    '@id': id,
    '@type': 'Observation',
    variableMeasured: seriesNode(figure.series, link),
    observationAbout: entityNode(figure.series.place ?? figure.series.party, link),
    observationDate: knownDate(figure.as_of, figure.as_of_accuracy),
    ...numbersOf(figure),
    comparator: figure.comparator,
    unitText: figure.series.unit,
    subjectOf: linkedClaim(figure, link),
    anchor: linkedAnchor(figure.anchor, id),
    creditText: figure.citation,
    note: figure.note,
  });
}

/** The number as printed, and the bounds that the words around it set. */
function numbersOf({ value, value_max, comparator }: Figure): Node {
  if (comparator === 'between') return { minValue: value, maxValue: value_max };
  if (comparator === 'more_than' || comparator === 'at_least') return { value, minValue: value };
  if (comparator === 'less_than' || comparator === 'at_most') return { value, maxValue: value };
  return { value };
}

/** No author where the article itself asserts it. */
const linkedClaim = (figure: Figure, link: Link): Node =>
  node({
    '@id': `${link('figures', figure.id)}#claim`,
    '@type': 'Claim',
    text: figure.expression,
    author: entityNode(figure.claimant, link),
    attribution: linkedHops(figure.attribution, link),
    hops: figure.hops,
    appearance: printedIn(figure.article, link),
    position: figure.position,
    isPartOf: figure.quote && {
      '@id': link('quotes', figure.quote.id),
      '@type': 'Quotation',
      quoteType: figure.quote.type,
    },
  });
