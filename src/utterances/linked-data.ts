// An utterance as a work of which each wording is an example.
import { printedIn } from '#articles/linked-data.ts';
import { entityNode, type Link, type Node, node } from '#entities/linked-data.ts';
import type { Utterance } from './schema.ts';

export const linkedUtterance = (utterance: Utterance, link: Link): Node =>
  node({
    '@id': link('utterances', utterance.id),
    '@type': 'CreativeWork',
    name: utterance.title,
    author: entityNode(utterance.speaker, link),
    dateCreated: utterance.said_on,
    mainEntity: { '@id': link('quotes', utterance.reference), '@type': 'Quotation' },
    workExample: utterance.wordings.map((wording) => ({
      '@id': link('quotes', wording.id),
      '@type': 'Quotation',
      text: wording.content,
      contentOrigin: wording.content_origin,
      quoteType: wording.type,
      inLanguage: wording.language,
      wordingRelation: wording.relation,
      insertion: wording.insertions,
      locationInArticle: wording.location,
      isPartOf: printedIn(wording.article, link),
    })),
    creditText: utterance.citation,
    note: utterance.note,
  });
