// Writes checked records into the tables, each with the rows that belong to it.
import { eq } from 'drizzle-orm';
import { normalizeName } from '#db/normalize.ts';
import {
  articleAuthors,
  articles,
  attributionHops,
  entities,
  figures,
  mentions,
  names,
  organizations,
  people,
  places,
  quoteSpans,
  quotes,
  series,
  stories,
  texts,
  utterances,
} from '#db/tables.ts';
import type { RecordKind } from '#db/vocabulary.ts';
import { inArticle, ofArticle, type Standing } from './forms.ts';
import type {
  ArticleRecord,
  EntityRecord,
  FigureRecord,
  QuoteRecord,
  SeriesRecord,
  StoryRecord,
  UtteranceRecord,
} from './schema.ts';
import type { Writing } from './writing.ts';

type Hop = QuoteRecord['attribution'][number];

function writeHops(
  w: Writing,
  owner: { quoteId: number } | { figureId: number },
  hops: Hop[],
): void {
  hops.forEach(({ role, agent }, index) => {
    const agentId = w.keys.entities(agent);
    w.insert(attributionHops, { ...owner, position: index + 1, role, agentId });
  });
}

function writeEntity(w: Writing, record: EntityRecord): void {
  const became = w.enter('entities', record.id, record);
  if (became === 'unchanged') return;
  const id = w.keys.entities(record.id);
  const { kind, name, named, description, note, wikidata_id: wikidataId } = record;
  w.put(entities, { id, slug: record.id, kind, name, named, description, wikidataId, note });
  if (became === 'corrected') {
    for (const table of [people, organizations, places, names]) w.clear(table.entityId, id);
  }
  if (record.kind === 'person') {
    const { position, affiliation, country } = record;
    w.insert(people, { entityId: id, position, affiliationId: w.entity(affiliation), country });
  } else if (record.kind === 'place') {
    const { type, country, parent, latitude, longitude, geonames_id: geonamesId } = record;
    const parentId = w.entity(parent);
    w.insert(places, { entityId: id, type, country, parentId, latitude, longitude, geonamesId });
  } else {
    const { type, country, parent } = record;
    w.insert(organizations, { entityId: id, type, country, parentId: w.entity(parent) });
  }
  for (const spelling of record.names) {
    const normalized = normalizeName(spelling.name);
    w.insert(names, { entityId: id, ...spelling, normalized });
  }
}

function writeSeries(w: Writing, record: SeriesRecord): void {
  if (w.enter('series', record.id, record) === 'unchanged') return;
  const { id: slug, party, place, parent, counting_since: countingSince, ...same } = record;
  w.put(series, {
    ...same,
    id: w.keys.series(slug),
    slug,
    partyId: w.entity(party),
    placeId: w.entity(place),
    parentId: w.key('series', parent),
    countingSince,
  });
}

function writeStory(w: Writing, record: StoryRecord): void {
  if (w.enter('stories', record.id, record) === 'unchanged') return;
  const { id: slug, source, ...same } = record;
  w.put(stories, { ...same, id: w.keys.stories(slug), slug, sourceId: w.entity(source) });
}

function writeUtterance(w: Writing, record: UtteranceRecord): void {
  if (w.enter('utterances', record.id, record) === 'unchanged') return;
  const { id: slug, reference, ...same } = record;
  w.put(utterances, {
    ...same,
    id: w.keys.utterances(slug),
    slug,
    referenceId: w.keys.quotes(reference),
  });
}

function writeArticle(w: Writing, record: ArticleRecord): void {
  const became = w.enter('articles', record.id, ofArticle(record));
  if (became === 'unchanged') return;
  const id = w.keys.articles(record.id);
  const { sha256: currentText, length } = record.text;
  if (!w.add(texts, { articleId: id, sha256: currentText, length })) {
    w.db.update(texts).set({ length }).where(eq(texts.sha256, currentText)).run();
  }
  w.put(articles, {
    id,
    textId: w.textOf(record.text.sha256),
    slug: record.id,
    headline: record.headline,
    publisherId: w.entity(record.publisher),
    url: record.url,
    language: record.language,
    publishedOn: record.published_on,
    publishedOnAccuracy: record.published_on_accuracy,
    datelineId: w.entity(record.dateline),
    abstract: record.abstract,
    storyId: w.key('stories', record.story),
    storyRelation: record.story_relation,
    note: record.note,
  });
  if (became === 'corrected') {
    w.clear(articleAuthors.articleId, id);
    w.clear(mentions.articleId, id);
  }
  record.authors.forEach((author, position) => {
    w.insert(articleAuthors, { articleId: id, position, entityId: w.keys.entities(author) });
  });
  for (const { entity: of, exact, kind, starts, anchor, sha256 } of record.mentions) {
    const entityId = w.keys.entities(of);
    const textId = w.textOf(sha256 ?? record.text.sha256);
    const anchorStatus = anchor ?? 'unverified';
    for (const start of starts) {
      const end = start + [...exact].length;
      w.insert(mentions, {
        entityId,
        articleId: id,
        textId,
        kind,
        exact,
        start,
        end,
        anchorStatus,
      });
    }
  }
}

function writeQuote(w: Writing, record: QuoteRecord, standing: Standing): void {
  const became = w.enter('quotes', record.id, inArticle(record, standing));
  if (became === 'unchanged') return;
  const { article, position, anchor } = standing;
  const id = w.keys.quotes(record.id);
  const printed = (role: string) =>
    record.spans
      .filter((span) => span.role === role)
      .map(({ exact }) => exact)
      .join(' … ') || null;
  w.put(quotes, {
    id,
    slug: record.id,
    articleId: w.keys.articles(article.id),
    textId: w.textOf(article.text.sha256),
    position,
    type: record.type,
    content: record.content,
    contentOrigin: record.content_origin,
    language: record.language,
    location: record.location,
    speakerId: w.entity(record.speaker),
    speakerText: printed('source'),
    speakerRole: record.speaker_role,
    cue: printed('cue'),
    addresseeId: w.entity(record.addressee),
    saidOn: record.said_on,
    saidOnAccuracy: record.said_on_accuracy,
    occasion: record.occasion,
    utteranceId: utteranceOf(w, record, id),
    relation: record.relation ?? 'identical',
    hops: record.attribution.length,
    continuesId: w.key('quotes', record.continues),
    anchorStatus: anchor ?? 'unverified',
    note: record.note,
  });
  if (became === 'corrected') {
    w.clear(quoteSpans.quoteId, id);
    w.clear(attributionHops.quoteId, id);
  }
  record.spans.forEach((span, index) => {
    w.insert(quoteSpans, { quoteId: id, position: index, ...span });
  });
  writeHops(w, { quoteId: id }, record.attribution);
}

/** An only wording is its own utterance, under the id of the quote. */
function utteranceOf(w: Writing, record: QuoteRecord, quoteKey: number): number {
  if (record.utterance !== null) return w.keys.utterances(record.utterance);
  const { id: slug } = record;
  const id = w.keys.utterances(slug);
  const added = w.add(utterances, { id, slug, referenceId: quoteKey });
  if (added) {
    const after = JSON.stringify({ id: slug, title: null, reference: slug, note: null });
    w.log({ action: 'insert', kind: 'utterances', id: slug, after, origin: 'settlement' });
  }
  return id;
}

function writeFigure(w: Writing, record: FigureRecord, standing: Standing): void {
  const became = w.enter('figures', record.id, inArticle(record, standing));
  if (became === 'unchanged') return;
  const { article, position, anchor } = standing;
  const id = w.keys.figures(record.id);
  const { value, comparator, expression, start, note } = record;
  w.put(figures, {
    id,
    slug: record.id,
    seriesId: w.keys.series(record.series),
    articleId: w.keys.articles(article.id),
    textId: w.textOf(article.text.sha256),
    quoteId: w.key('quotes', record.quote),
    position,
    value,
    valueMax: record.value_max,
    comparator,
    expression,
    start,
    end: start + [...expression].length,
    claimantId: w.entity(record.claimant),
    hops: record.attribution.length,
    asOf: record.as_of,
    asOfAccuracy: record.as_of_accuracy,
    anchorStatus: anchor ?? 'unverified',
    note,
  });
  if (became === 'corrected') w.clear(attributionHops.figureId, id);
  writeHops(w, { figureId: id }, record.attribution);
}

const WRITERS: Record<RecordKind, (w: Writing, record: never, standing: never) => void> = {
  entities: writeEntity,
  series: writeSeries,
  stories: writeStory,
  utterances: writeUtterance,
  articles: writeArticle,
  quotes: writeQuote,
  figures: writeFigure,
};

/** Writes a checked record of a kind; quotes and figures with where they stand. */
export const writeRecord = (
  w: Writing,
  kind: RecordKind,
  record: object,
  standing: object = {},
): void => WRITERS[kind](w, record as never, standing as never);
