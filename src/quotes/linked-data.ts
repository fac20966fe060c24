// A quote as schema.org's Quotation.
import { linkedAnchor, printedIn } from '#articles/linked-data.ts';
import { linkedHops } from '#attribution/linked-data.ts';
import { entityNode, knownDate, type Link, type Node, node } from '#entities/linked-data.ts';
import type { Quote } from './schema.ts';

export function linkedQuote(quote: Quote, link: Link): Node {
  const id = link('quotes', quote.id);
  return node({
    '@id': id,
    '@type': 'Quotation',
    text: quote.content,
    contentOrigin: quote.content_origin,
    quoteType: quote.type,
    inLanguage: quote.language,
    spokenByCharacter: entityNode(quote.speaker, link),
    speakerText: quote.speaker_text,
    speakerRole: quote.speaker_role,
    cue: quote.cue,
    addressee: entityNode(quote.addressee, link),
    dateCreated: knownDate(quote.said_on, quote.said_on_accuracy),
    occasion: quote.occasion,
    attribution: linkedHops(quote.attribution, link),
    hops: quote.hops,
    exampleOfWork: { '@id': link('utterances', quote.utterance.id), '@type': 'CreativeWork' },
    wordingRelation: quote.relation,
    continues: quote.continues && link('quotes', quote.continues),
    isPartOf: printedIn(quote.article, link),
    locationInArticle: quote.location,
    position: quote.position,
    anchor: linkedAnchor(quote.anchor, id),
    creditText: quote.citation,
    note: quote.note,
  });
}
