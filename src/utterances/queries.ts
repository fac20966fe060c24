// The list of utterances: each thing said, with all the wordings of it.
import { sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import { articleRef, joinArticle } from '#articles/queries.ts';
import { day, entity, fullText, identifier, number, record, SPEAKING } from '#db/filters.ts';
import { jsonArray, jsonObject, pathTo } from '#db/json.ts';
import type { List } from '#db/list.ts';
import { BY_LETTERS } from '#db/scales.ts';
import { articles, quotes, quoteSpans as spans, utterances, utterancesJson } from '#db/tables.ts';
import { entitiesAs, entityRef, joinEntity } from '#entities/queries.ts';
import type { Utterance } from './schema.ts';

const reference = alias(quotes, 'reference');
const speaker = entitiesAs('speaker');

export const utteranceList: List<Utterance> = {
  name: 'utterances',
  description: 'Things said once, each with all its wordings',
  id: utterances.slug,
  record: jsonObject({
    id: utterances.slug,
    title: utterances.title,
    speaker: entityRef(speaker),
    said_on: utterances.saidOn,
    reference: reference.slug,
    wordings: jsonArray(
      jsonObject({
        id: quotes.slug,
        type: quotes.type,
        content: quotes.content,
        content_origin: quotes.contentOrigin,
        language: quotes.language,
        location: quotes.location,
        relation: quotes.relation,
        insertions: jsonArray(
          sql<string>`${spans.exact}`,
          sql`${spans} where ${spans.quoteId} = ${quotes.id} and ${spans.role} = 'insertion'`,
          sql`${spans.position}`,
        ),
        article: articleRef,
      }),
      sql`${quotes}${joinArticle(quotes)} where ${quotes.utteranceId} = ${utterances.id}`,
      sql`${articles.publishedOn}, ${articles.id}, ${quotes.position}`,
    ),
    citation: sql<string>`coalesce(${speaker.name}, 'Unattributed') || coalesce(', ' || ${utterances.saidOn}, '') || ': ' || coalesce(${utterances.title}, ${reference.content})`,
    links: jsonObject({
      self: pathTo('utterances/', utterances.slug),
      reference: pathTo('quotes/', reference.slug),
      quotes: pathTo('quotes?utterance=', utterances.slug),
    }),
    note: utterances.note,
  }),
  from: sql`${utterances} left join ${quotes} as ${reference} on ${reference.id} = ${utterances.referenceId}
    ${joinEntity(speaker, utterances.speakerId)}`,
  filters: {
    id: identifier(utterances.slug, 'Public id', 'give-me-planes'),
    speaker: entity(SPEAKING, utterances.speakerId, 'Who said it', 'volodymyr-zelensky'),
    said_on: day(utterances.saidOn, 'Day on which it was said', '2022-03-03'),
    wordings: number(utterances.wordings, 'How many wordings it has', '2'),
    article: record(
      {
        key: utterances.id,
        among: (key) =>
          sql`select ${quotes.utteranceId} from ${quotes} where ${quotes.articleId} = +${key}`,
      },
      articles,
      'Article that words it',
      'abp-live-direct-talks-2022-03-03',
    ),
    q: fullText(
      {
        table: 'quotes_fts',
        columns: ['content'],
        key: utterances.id,
        row: quotes.id,
        of: quotes.utteranceId,
        index: { table: 'utterances_index', row: utterances.rank },
        alone: sql`${utterances.wordings} = 1`,
      },
      'Any wording',
      'planes',
    ),
  },
  sorts: { said_on: utterances.saidOn },
  defaultSort: '-said_on,id',
  index: {
    table: 'utterances_index',
    texts: ['content'],
    day: utterances.saidOn,
    filters: ['speaker', 'wordings'],
    scales: { id: BY_LETTERS },
  },
  stored: utterancesJson,
  includes: { speaker: 'entities' },
};
