// The list of quotes: what was said, by whom, to whom, through whom.
import { type SQL, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import {
  alongArticles,
  anchor,
  articleCitation,
  articleFilters,
  articleRef,
  joinArticle,
  ofArticle,
  printed,
} from '#articles/queries.ts';
import { attributionOf, relayedBy } from '#attribution/queries.ts';
import {
  anyEntity,
  day,
  entitiesFacet,
  entity,
  exactly,
  fullText,
  identifier,
  number,
  oneOf,
  record,
  SPEAKING,
  trueOrFalse,
} from '#db/filters.ts';
import { jsonArray, jsonObject, pathTo } from '#db/json.ts';
import type { List } from '#db/list.ts';
import { BY_DATE, BY_LETTERS, BY_NUMBER } from '#db/scales.ts';
import {
  articles,
  attributionHops,
  mentions,
  quotes,
  quotesJson,
  quoteSpans as spans,
  utterances,
} from '#db/tables.ts';
import {
  ANCHOR_STATUSES,
  CONTENT_ORIGINS,
  LOCATIONS,
  QUOTE_TYPES,
  WORDING_RELATIONS,
} from '#db/vocabulary.ts';
import { entitiesAs, entityPath, entityRef, joinEntity } from '#entities/queries.ts';
import type { Quote } from './schema.ts';

const speaker = entitiesAs('speaker');
const addressee = entitiesAs('addressee');
const continued = alias(quotes, 'continued');

/** Quotes that one of the content spans of which holds a mention of the entity. */
const mentioning = (key: SQL): SQL => sql`exists (
  select 1 from ${mentions} where ${mentions.entityId} = +${key} and ${mentions.textId} = ${quotes.textId}
  and exists (select 1 from ${spans} where ${spans.quoteId} = ${quotes.id} and ${spans.role} = 'content'
    and ${spans.start} <= ${mentions.start} and ${mentions.end} <= ${spans.end}))`;

const mentionFacet = entitiesFacet(
  mentions.entityId,
  sql`${spans} cross join ${mentions} on ${mentions.textId} = ${quotes.textId}
      and ${mentions.start} between ${spans.start} and ${spans.end} and ${mentions.end} <= ${spans.end}
    where ${spans.quoteId} = ${quotes.id} and ${spans.role} = 'content'`,
);

const neighbour = (step: number): SQL<string | null> =>
  sql`(select '/v1/quotes/' || beside.slug from ${quotes} as beside
    where beside.article_id = ${quotes.articleId} and beside.position = ${quotes.position} + ${sql.raw(`${step}`)})`;

/** Who said what when, and where it is printed; words of our own stand without marks. */
const citation: SQL<string> = sql`coalesce(${speaker.name}, 'Unattributed') || coalesce(', ' || ${quotes.saidOn}, '')
  || ': ' || iif(${quotes.type} = 'indirect', ${quotes.content}, '“' || ${quotes.content} || '”')
  || ' (' || ${articleCitation} || ')'`;

const joins = sql` left join ${utterances} on ${utterances.id} = ${quotes.utteranceId}
  left join ${quotes} as ${continued} on ${continued.id} = ${quotes.continuesId}
  ${joinEntity(speaker, quotes.speakerId)}${joinEntity(addressee, quotes.addresseeId)}`;

export const quoteList: List<Quote> = {
  name: 'quotes',
  description: 'Attributed utterances, each in one article',
  id: quotes.slug,
  record: jsonObject({
    id: quotes.slug,
    type: quotes.type,
    content: quotes.content,
    content_origin: quotes.contentOrigin,
    language: quotes.language,
    speaker: entityRef(speaker),
    speaker_text: quotes.speakerText,
    speaker_role: quotes.speakerRole,
    cue: quotes.cue,
    addressee: entityRef(addressee),
    said_on: quotes.saidOn,
    said_on_accuracy: quotes.saidOnAccuracy,
    occasion: quotes.occasion,
    attribution: attributionOf(attributionHops.quoteId, quotes.id),
    hops: quotes.hops,
    location: quotes.location,
    position: quotes.position,
    utterance: jsonObject({
      id: utterances.slug,
      wordings: sql<number>`${utterances.wordings}`,
    }),
    relation: quotes.relation,
    continues: sql<string | null>`${continued.slug}`,
    article: articleRef,
    anchor: anchor(
      sql`${quotes.anchorStatus}`,
      jsonArray(
        jsonObject({
          role: spans.role,
          start: spans.start,
          end: spans.end,
          exact: sql<string | null>`coalesce(${spans.exact}, ${printed(spans.start, spans.end)})`,
        }),
        sql`${spans} where ${spans.quoteId} = ${quotes.id}`,
        sql`${spans.position}`,
      ),
    ),
    citation,
    links: jsonObject({
      self: pathTo('quotes/', quotes.slug),
      anchor: sql<string>`${pathTo('quotes/', quotes.slug)} || '/anchor'`,
      article: pathTo('articles/', articles.slug),
      speaker: entityPath(speaker),
      utterance: pathTo('utterances/', utterances.slug),
      figures: pathTo('figures?quote=', quotes.slug),
      previous: neighbour(-1),
      next: neighbour(1),
    }),
    note: quotes.note,
  }),
  from: sql`${quotes}${joinArticle(quotes)}${joins}`,
  filters: {
    id: identifier(quotes.slug, 'Public id', 'cnn-not-iconic'),
    speaker: entity(SPEAKING, quotes.speakerId, 'Who said it', 'volodymyr-zelensky'),
    speaker_named: trueOrFalse(speaker.named, 'Whether the documents name the speaker'),
    addressee: entity(SPEAKING, quotes.addresseeId, 'To whom it was said', 'vladimir-putin'),
    relayed_by: relayedBy(attributionHops.quoteId, quotes.id),
    hops: number(quotes.hops, 'How many relays are told between speaker and article', '1'),
    article: ofArticle(quotes.articleId),
    ...articleFilters,
    type: oneOf(quotes.type, QUOTE_TYPES, 'How it is attributed'),
    content_origin: oneOf(quotes.contentOrigin, CONTENT_ORIGINS, 'Whose words the content is'),
    location: oneOf(quotes.location, LOCATIONS, 'Where in the article it stands'),
    language: exactly(quotes.language, 'ISO 639-1 code', 'uk'),
    utterance: record(quotes.utteranceId, utterances, 'Utterance that it words', 'give-me-planes'),
    relation: oneOf(quotes.relation, WORDING_RELATIONS, 'Relation to the fullest wording'),
    continues: record(quotes.continuesId, quotes, 'Quote that it continues', 'cnn-not-iconic'),
    said_on: day(quotes.saidOn, 'Day on which it was said', '2022-03-03'),
    occasion: exactly(quotes.occasion, 'Occasion as told', 'press conference'),
    mentions: anyEntity(mentioning, 'Whom or what the words mention', 'joe-biden', mentionFacet),
    anchor: oneOf(quotes.anchorStatus, ANCHOR_STATUSES, 'Status of the anchor'),
    q: fullText(
      {
        table: 'quotes_fts',
        columns: ['content'],
        key: quotes.id,
        row: quotes.id,
        index: { table: 'quotes_index', row: quotes.rank },
      },
      'The content',
      'planes',
    ),
  },
  sorts: {
    said_on: quotes.saidOn,
    published_on: articles.publishedOn,
    position: quotes.position,
  },
  defaultSort: '-said_on,id',
  along: {
    published_on: sql`${alongArticles(quotes, quotes)}${joins}`,
  },
  index: {
    table: 'quotes_index',
    texts: ['content'],
    day: quotes.saidOn,
    filters: [
      'speaker',
      'speaker_named',
      'addressee',
      'relayed_by',
      'hops',
      'publisher',
      'story',
      'published_on',
      'type',
      'content_origin',
      'location',
      'language',
      'relation',
      'occasion',
      'mentions',
      'anchor',
    ],
    scales: { id: BY_LETTERS, published_on: BY_DATE, position: BY_NUMBER },
  },
  stored: quotesJson,
  includes: {
    speaker: 'entities',
    addressee: 'entities',
    article: 'articles',
    utterance: 'utterances',
  },
};
