// Every table of the record, with its checks and indexes. Public ids are the `slug` columns;
// integer keys stay inside. Full-text tables and triggers stand in the migrations.
import { desc, type SQL, sql } from 'drizzle-orm';
import {
  type AnySQLiteColumn,
  check,
  index,
  integer,
  primaryKey,
  real,
  sqliteTable,
  text,
  unique,
  uniqueIndex,
} from 'drizzle-orm/sqlite-core';
import {
  ACCURACIES,
  ANCHOR_STATUSES,
  CHANGE_ACTIONS,
  CHANGE_ORIGINS,
  COMPARATORS,
  CONTENT_ORIGINS,
  ENTITY_KINDS,
  HOP_ROLES,
  LOCATIONS,
  MENTION_KINDS,
  NAME_KINDS,
  ORGANIZATION_TYPES,
  PLACE_TYPES,
  QUOTE_TYPES,
  RECORD_KINDS,
  SPAN_ROLES,
  STORY_RELATIONS,
  TEMPORALITIES,
  WORDING_RELATIONS,
} from './vocabulary.ts';

const oneOf = (column: AnySQLiteColumn, words: readonly string[]): SQL =>
  sql`${column} in (${sql.raw(words.map((word) => `'${word}'`).join(', '))})`;

const slugShape = (column: AnySQLiteColumn): SQL =>
  sql`${column} <> '' and ${column} not glob '*[^a-z0-9-]*'`;

const realDate = (column: AnySQLiteColumn): SQL => sql`${column} is date(${column})`;

/** A date and its accuracy are told together or not at all. */
const datedTogether = (date: AnySQLiteColumn, accuracy: AnySQLiteColumn): SQL =>
  sql`(${date} is null) = (${accuracy} is null)`;

const countryCode = (column: AnySQLiteColumn): SQL =>
  sql`${column} is null or ${column} glob '[A-Z][A-Z]'`;

/** Offsets are Unicode code points, start inclusive, end exclusive. */
const spanOrder = (start: AnySQLiteColumn, end: AnySQLiteColumn): SQL =>
  sql`${start} >= 0 and ${end} > ${start}`;

/** Numbers records by day, then in the order in which they came: the rows of the index (index.ts). */
const rankBy = (day: string) =>
  integer().generatedAlwaysAs(
    sql.raw(`(coalesce(cast(julianday(${day}) as integer), 0) << 32) + id`),
    { mode: 'virtual' },
  );

const key = () => integer().primaryKey();
const slug = () => text().notNull().unique();
const entityKey = (name: string) => integer(name).references((): AnySQLiteColumn => entities.id);

export const entities = sqliteTable(
  'entities',
  {
    id: key(),
    slug: slug(),
    kind: text({ enum: ENTITY_KINDS }).notNull(),
    name: text().notNull(),
    named: integer({ mode: 'boolean' }).notNull(),
    description: text(),
    wikidataId: text('wikidata_id').unique(),
    note: text(),
    list: text().generatedAlwaysAs(
      sql`case kind when 'person' then 'people' when 'place' then 'places' else 'organizations' end`,
      { mode: 'virtual' },
    ),
  },
  (t) => [
    check('entities_slug', slugShape(t.slug)),
    check('entities_kind', oneOf(t.kind, ENTITY_KINDS)),
    check('entities_named', sql`${t.named} in (0, 1)`),
    check('entities_wikidata_id', sql`${t.wikidataId} is null or ${t.wikidataId} glob 'Q[1-9]*'`),
    index('entities_by_kind').on(t.kind, t.name, t.slug),
    index('entities_by_list').on(t.list, t.slug),
    index('entities_by_name').on(t.list, t.name, t.slug),
    index('entities_by_name_down').on(t.list, desc(t.name), t.slug),
  ],
);

export const people = sqliteTable(
  'people',
  {
    entityId: integer('entity_id')
      .primaryKey()
      .references(() => entities.id, { onDelete: 'cascade' }),
    position: text(),
    affiliationId: entityKey('affiliation_id'),
    country: text(),
  },
  (t) => [
    check('people_country', countryCode(t.country)),
    index('people_by_affiliation').on(t.affiliationId),
    index('people_by_country').on(t.country),
  ],
);

export const organizations = sqliteTable(
  'organizations',
  {
    entityId: integer('entity_id')
      .primaryKey()
      .references(() => entities.id, { onDelete: 'cascade' }),
    type: text({ enum: ORGANIZATION_TYPES }).notNull(),
    country: text(),
    parentId: entityKey('parent_id'),
  },
  (t) => [
    check('organizations_type', oneOf(t.type, ORGANIZATION_TYPES)),
    check('organizations_country', countryCode(t.country)),
    index('organizations_by_parent').on(t.parentId),
    index('organizations_by_country').on(t.country),
  ],
);

export const places = sqliteTable(
  'places',
  {
    entityId: integer('entity_id')
      .primaryKey()
      .references(() => entities.id, { onDelete: 'cascade' }),
    type: text({ enum: PLACE_TYPES }).notNull(),
    country: text(),
    parentId: entityKey('parent_id'),
    latitude: real(),
    longitude: real(),
    geonamesId: integer('geonames_id').unique(),
  },
  (t) => [
    check('places_type', oneOf(t.type, PLACE_TYPES)),
    check('places_country', countryCode(t.country)),
    check('places_latitude', sql`${t.latitude} between -90 and 90`),
    check('places_longitude', sql`${t.longitude} between -180 and 180`),
    check('places_position', sql`(${t.latitude} is null) = (${t.longitude} is null)`),
    index('places_by_parent').on(t.parentId),
    index('places_by_country').on(t.country),
    index('places_by_latitude').on(t.latitude),
    index('places_by_longitude').on(t.longitude),
  ],
);

/** Every spelling of an entity; `normalized` is the form for look-up (normalize.ts). */
export const names = sqliteTable(
  'names',
  {
    id: key(),
    entityId: integer('entity_id')
      .notNull()
      .references(() => entities.id, { onDelete: 'cascade' }),
    name: text().notNull(),
    normalized: text().notNull(),
    script: text().notNull(),
    language: text(),
    kind: text({ enum: NAME_KINDS }).notNull(),
    printed: integer({ mode: 'boolean' }).notNull(),
  },
  (t) => [
    check('names_script', sql`${t.script} glob '[A-Z][a-z][a-z][a-z]'`),
    check('names_kind', oneOf(t.kind, NAME_KINDS)),
    check('names_printed', sql`${t.printed} in (0, 1)`),
    unique('names_of_entity').on(t.entityId, t.name),
    index('names_by_normalized').on(t.normalized, t.entityId),
  ],
);

/** One report that several articles tell. */
export const stories = sqliteTable(
  'stories',
  {
    id: key(),
    slug: slug(),
    title: text().notNull(),
    sourceId: entityKey('source_id'),
    note: text(),
  },
  (t) => [
    check('stories_slug', slugShape(t.slug)),
    index('stories_by_title').on(t.title, t.slug),
    index('stories_by_title_down').on(desc(t.title), t.slug),
    index('stories_by_source').on(t.sourceId, t.title, t.slug),
  ],
);

/** `textId` is the version of its text that the record of the article names. */
export const articles = sqliteTable(
  'articles',
  {
    id: key(),
    slug: slug(),
    headline: text(),
    publisherId: entityKey('publisher_id'),
    url: text(),
    language: text().notNull(),
    publishedOn: text('published_on'),
    publishedOnAccuracy: text('published_on_accuracy', { enum: ACCURACIES }),
    datelineId: entityKey('dateline_id'),
    textId: integer('text_id')
      .notNull()
      .references((): AnySQLiteColumn => texts.id),
    abstract: text().notNull(),
    storyId: integer('story_id').references(() => stories.id),
    storyRelation: text('story_relation', { enum: STORY_RELATIONS }),
    note: text(),
    rank: rankBy('published_on'),
  },
  (t) => [
    check('articles_slug', slugShape(t.slug)),
    check('articles_published_on', realDate(t.publishedOn)),
    check('articles_published_on_accuracy', oneOf(t.publishedOnAccuracy, ACCURACIES)),
    check('articles_published_together', datedTogether(t.publishedOn, t.publishedOnAccuracy)),
    check('articles_story_relation', oneOf(t.storyRelation, STORY_RELATIONS)),
    check('articles_story_together', sql`(${t.storyId} is null) = (${t.storyRelation} is null)`),
    index('articles_by_rank').on(t.rank),
    index('articles_by_published_on').on(t.publishedOn, t.slug),
    index('articles_by_newest').on(desc(t.publishedOn), t.slug),
    index('articles_by_headline').on(t.headline, t.slug),
    index('articles_by_headline_down').on(desc(t.headline), t.slug),
    index('articles_by_publisher').on(t.publisherId, desc(t.publishedOn), t.slug),
    index('articles_by_language_and_headline').on(t.language, t.headline, t.slug),
    index('articles_by_language_and_headline_down').on(t.language, desc(t.headline), t.slug),
    index('articles_by_story').on(t.storyId, desc(t.publishedOn), t.slug),
    index('articles_by_dateline').on(t.datelineId),
    index('articles_by_text').on(t.textId),
  ],
);

export const articleAuthors = sqliteTable(
  'article_authors',
  {
    articleId: integer('article_id')
      .notNull()
      .references(() => articles.id, { onDelete: 'cascade' }),
    position: integer().notNull(),
    entityId: integer('entity_id')
      .notNull()
      .references(() => entities.id),
  },
  (t) => [
    primaryKey({ columns: [t.articleId, t.position] }),
    index('article_authors_by_entity').on(t.entityId),
  ],
);

/** A version of an article's text, named by the SHA-256 of its bytes; `content` only where held. */
export const texts = sqliteTable(
  'texts',
  {
    id: key(),
    articleId: integer('article_id')
      .notNull()
      .references(() => articles.id, { onDelete: 'cascade' }),
    sha256: text().notNull().unique(),
    length: integer().notNull(),
    content: text(),
  },
  (t) => [
    check('texts_sha256', sql`length(${t.sha256}) = 64 and ${t.sha256} not glob '*[^0-9a-f]*'`),
    check('texts_length', sql`${t.length} > 0`),
    check('texts_content', sql`${t.content} is null or length(${t.content}) = ${t.length}`),
    index('texts_by_article').on(t.articleId),
  ],
);

export const mentions = sqliteTable(
  'mentions',
  {
    id: key(),
    entityId: integer('entity_id')
      .notNull()
      .references(() => entities.id),
    articleId: integer('article_id')
      .notNull()
      .references(() => articles.id, { onDelete: 'cascade' }),
    textId: integer('text_id')
      .notNull()
      .references(() => texts.id, { onDelete: 'cascade' }),
    kind: text({ enum: MENTION_KINDS }).notNull(),
    exact: text().notNull(),
    start: integer().notNull(),
    end: integer().notNull(),
    anchorStatus: text('anchor_status', { enum: ANCHOR_STATUSES }).notNull().default('unverified'),
  },
  (t) => [
    check('mentions_kind', oneOf(t.kind, MENTION_KINDS)),
    check('mentions_span', spanOrder(t.start, t.end)),
    check('mentions_anchor_status', oneOf(t.anchorStatus, ANCHOR_STATUSES)),
    unique('mentions_span_of_entity').on(t.textId, t.start, t.end, t.entityId),
    index('mentions_by_entity').on(t.entityId, t.textId, t.start),
    index('mentions_by_article').on(t.articleId, t.entityId),
  ],
);

/**
 * A thing said once; its quotes are its wordings, `reference` is the fullest of them. Speaker and day
 * are those of the reference; with the number of wordings they are kept by triggers.
 */
export const utterances = sqliteTable(
  'utterances',
  {
    id: key(),
    slug: slug(),
    title: text(),
    referenceId: integer('reference_id').references((): AnySQLiteColumn => quotes.id),
    note: text(),
    saidOn: text('said_on'),
    speakerId: integer('speaker_id'),
    wordings: integer(),
    rank: rankBy('said_on'),
  },
  (t) => [
    check('utterances_slug', slugShape(t.slug)),
    index('utterances_by_rank').on(t.rank),
    index('utterances_by_said_on').on(t.saidOn, t.slug),
    index('utterances_by_newest').on(desc(t.saidOn), t.slug),
    index('utterances_by_speaker').on(t.speakerId, desc(t.saidOn), t.slug),
    index('utterances_by_wordings').on(t.wordings, desc(t.saidOn), t.slug),
    index('utterances_by_reference').on(t.referenceId),
  ],
);

export const quotes = sqliteTable(
  'quotes',
  {
    id: key(),
    slug: slug(),
    articleId: integer('article_id')
      .notNull()
      .references(() => articles.id),
    textId: integer('text_id')
      .notNull()
      .references(() => texts.id),
    position: integer().notNull(),
    type: text({ enum: QUOTE_TYPES }).notNull(),
    content: text().notNull(),
    contentOrigin: text('content_origin', { enum: CONTENT_ORIGINS }).notNull(),
    language: text().notNull(),
    location: text({ enum: LOCATIONS }).notNull(),
    speakerId: entityKey('speaker_id'),
    speakerText: text('speaker_text'),
    speakerRole: text('speaker_role'),
    cue: text(),
    addresseeId: entityKey('addressee_id'),
    saidOn: text('said_on'),
    saidOnAccuracy: text('said_on_accuracy', { enum: ACCURACIES }),
    occasion: text(),
    utteranceId: integer('utterance_id')
      .notNull()
      .references(() => utterances.id),
    relation: text({ enum: WORDING_RELATIONS }).notNull(),
    hops: integer().notNull().default(0),
    continuesId: integer('continues_id').references((): AnySQLiteColumn => quotes.id),
    anchorStatus: text('anchor_status', { enum: ANCHOR_STATUSES }).notNull().default('unverified'),
    note: text(),
    rank: rankBy('said_on'),
  },
  (t) => [
    check('quotes_slug', slugShape(t.slug)),
    check('quotes_type', oneOf(t.type, QUOTE_TYPES)),
    check('quotes_content_origin', oneOf(t.contentOrigin, CONTENT_ORIGINS)),
    check('quotes_paraphrase', sql`(${t.type} = 'indirect') = (${t.contentOrigin} = 'paraphrase')`),
    check('quotes_location', oneOf(t.location, LOCATIONS)),
    check('quotes_said_on', realDate(t.saidOn)),
    check('quotes_said_on_accuracy', oneOf(t.saidOnAccuracy, ACCURACIES)),
    check('quotes_said_together', datedTogether(t.saidOn, t.saidOnAccuracy)),
    check('quotes_relation', oneOf(t.relation, WORDING_RELATIONS)),
    check('quotes_anchor_status', oneOf(t.anchorStatus, ANCHOR_STATUSES)),
    index('quotes_by_rank').on(t.rank),
    index('quotes_by_said_on').on(t.saidOn, t.slug),
    index('quotes_by_newest').on(desc(t.saidOn), t.slug),
    index('quotes_by_position').on(t.position, t.slug),
    index('quotes_by_position_down').on(desc(t.position), t.slug),
    index('quotes_by_speaker').on(t.speakerId, desc(t.saidOn), t.slug),
    index('quotes_by_hops').on(t.hops, desc(t.saidOn), t.slug),
    index('quotes_by_addressee').on(t.addresseeId, desc(t.saidOn), t.slug),
    index('quotes_by_article').on(t.articleId, t.position),
    index('quotes_by_text').on(t.textId),
    index('quotes_by_utterance').on(t.utteranceId, desc(t.saidOn), t.slug),
    index('quotes_by_continues').on(t.continuesId, desc(t.saidOn), t.slug),
    index('quotes_by_language').on(t.language),
    index('quotes_by_occasion').on(t.occasion),
  ],
);

/** The printed parts of a quote; `exact` is null for reported content, which we do not copy. */
export const quoteSpans = sqliteTable(
  'quote_spans',
  {
    quoteId: integer('quote_id')
      .notNull()
      .references(() => quotes.id, { onDelete: 'cascade' }),
    position: integer().notNull(),
    role: text({ enum: SPAN_ROLES }).notNull(),
    start: integer().notNull(),
    end: integer().notNull(),
    exact: text(),
  },
  (t) => [
    primaryKey({ columns: [t.quoteId, t.position] }),
    check('quote_spans_role', oneOf(t.role, SPAN_ROLES)),
    check('quote_spans_order', spanOrder(t.start, t.end)),
  ],
);

/** `figures` is how many there are, kept by triggers. */
export const series = sqliteTable(
  'series',
  {
    id: key(),
    slug: slug(),
    title: text().notNull(),
    measure: text().notNull(),
    population: text(),
    partyId: entityKey('party_id'),
    placeId: entityKey('place_id'),
    event: text(),
    unit: text().notNull(),
    temporality: text({ enum: TEMPORALITIES }).notNull(),
    countingSince: text('counting_since'),
    parentId: integer('parent_id').references((): AnySQLiteColumn => series.id),
    figures: integer().notNull().default(0),
    note: text(),
  },
  (t) => [
    check('series_slug', slugShape(t.slug)),
    check('series_temporality', oneOf(t.temporality, TEMPORALITIES)),
    check('series_counting_since', realDate(t.countingSince)),
    index('series_by_title').on(t.title, t.slug),
    index('series_by_title_down').on(desc(t.title), t.slug),
    index('series_by_measure').on(t.measure, t.slug),
    index('series_by_measure_down').on(desc(t.measure), t.slug),
    index('series_by_population').on(t.population, t.slug),
    index('series_by_unit').on(t.unit),
    index('series_by_event').on(t.event),
    index('series_by_party').on(t.partyId),
    index('series_by_place').on(t.placeId),
    index('series_by_parent').on(t.parentId),
    index('series_by_figures').on(t.figures, t.title, t.slug),
  ],
);

export const figures = sqliteTable(
  'figures',
  {
    id: key(),
    slug: slug(),
    seriesId: integer('series_id')
      .notNull()
      .references(() => series.id),
    articleId: integer('article_id')
      .notNull()
      .references(() => articles.id),
    textId: integer('text_id')
      .notNull()
      .references(() => texts.id),
    quoteId: integer('quote_id').references(() => quotes.id),
    position: integer().notNull(),
    value: real(),
    valueMax: real('value_max'),
    comparator: text({ enum: COMPARATORS }).notNull(),
    expression: text().notNull(),
    start: integer().notNull(),
    end: integer().notNull(),
    claimantId: entityKey('claimant_id'),
    hops: integer().notNull().default(0),
    asOf: text('as_of'),
    asOfAccuracy: text('as_of_accuracy', { enum: ACCURACIES }),
    anchorStatus: text('anchor_status', { enum: ANCHOR_STATUSES }).notNull().default('unverified'),
    note: text(),
    rank: rankBy('as_of'),
  },
  (t) => [
    check('figures_slug', slugShape(t.slug)),
    check('figures_comparator', oneOf(t.comparator, COMPARATORS)),
    check('figures_vague', sql`(${t.comparator} = 'vague') = (${t.value} is null)`),
    check('figures_between', sql`(${t.comparator} = 'between') = (${t.valueMax} is not null)`),
    check('figures_range', sql`${t.valueMax} >= ${t.value}`),
    check('figures_span', spanOrder(t.start, t.end)),
    check('figures_as_of', realDate(t.asOf)),
    check('figures_as_of_accuracy', oneOf(t.asOfAccuracy, ACCURACIES)),
    check('figures_as_of_together', datedTogether(t.asOf, t.asOfAccuracy)),
    check('figures_anchor_status', oneOf(t.anchorStatus, ANCHOR_STATUSES)),
    index('figures_by_rank').on(t.rank),
    index('figures_by_as_of').on(t.asOf, t.slug),
    index('figures_by_newest').on(desc(t.asOf), t.slug),
    index('figures_by_position').on(t.position, t.slug),
    index('figures_by_position_down').on(desc(t.position), t.slug),
    index('figures_by_series').on(t.seriesId, desc(t.asOf), t.slug),
    index('figures_by_claimant').on(t.claimantId, desc(t.asOf), t.slug),
    index('figures_by_hops').on(t.hops, desc(t.asOf), t.slug),
    index('figures_by_series_and_claimant').on(t.seriesId, t.claimantId),
    index('figures_by_series_and_value').on(t.seriesId, t.value, t.slug),
    index('figures_by_series_and_value_down').on(t.seriesId, desc(t.value), t.slug),
    index('figures_by_claimant_and_value').on(t.claimantId, t.value, t.slug),
    index('figures_by_claimant_and_value_down').on(t.claimantId, desc(t.value), t.slug),
    index('figures_by_article').on(t.articleId, t.position),
    index('figures_by_text').on(t.textId),
    index('figures_by_quote').on(t.quoteId),
    index('figures_by_value').on(t.value, t.slug),
    index('figures_by_value_down').on(desc(t.value), t.slug),
  ],
);

/** One relay between the speaker or claimant and the article; position 1 is nearest the source. */
export const attributionHops = sqliteTable(
  'attribution_hops',
  {
    id: key(),
    quoteId: integer('quote_id').references(() => quotes.id, { onDelete: 'cascade' }),
    figureId: integer('figure_id').references(() => figures.id, { onDelete: 'cascade' }),
    position: integer().notNull(),
    role: text({ enum: HOP_ROLES }).notNull(),
    agentId: integer('agent_id')
      .notNull()
      .references(() => entities.id),
  },
  (t) => [
    check('attribution_hops_of_one', sql`(${t.quoteId} is null) <> (${t.figureId} is null)`),
    check('attribution_hops_role', oneOf(t.role, HOP_ROLES)),
    check('attribution_hops_position', sql`${t.position} >= 1`),
    unique('attribution_hops_of_quote').on(t.quoteId, t.position),
    unique('attribution_hops_of_figure').on(t.figureId, t.position),
    index('attribution_hops_by_agent').on(t.agentId, t.quoteId, t.figureId),
  ],
);

/** Records as the JSON that goes over the wire, made anew by whoever changes what it tells (index.ts). */
const jsonOf = <N extends string>(name: N, of: () => AnySQLiteColumn) =>
  sqliteTable(name, {
    id: integer().primaryKey().references(of, { onDelete: 'cascade' }),
    json: text().notNull(),
  });

export const quotesJson = jsonOf('quotes_json', () => quotes.id);
export const figuresJson = jsonOf('figures_json', () => figures.id);
export const articlesJson = jsonOf('articles_json', () => articles.id);
export const utterancesJson = jsonOf('utterances_json', () => utterances.id);

/** By which declaration (its SHA-256) the JSON of a list was made; another one makes all of it anew. */
export const jsonShapes = sqliteTable('json_shapes', {
  list: text().primaryKey(),
  sha256: text().notNull(),
});

/** Append-only, in order and in time: what came in, what was corrected, why, before and after. */
export const changes = sqliteTable(
  'changes',
  {
    sequence: integer().primaryKey({ autoIncrement: true }),
    id: text().notNull().generatedAlwaysAs(sql`cast(sequence as text)`), // public ids are texts
    recordedAt: text('recorded_at').notNull(),
    action: text({ enum: CHANGE_ACTIONS }).notNull(),
    origin: text({ enum: CHANGE_ORIGINS }).notNull(),
    kind: text({ enum: RECORD_KINDS }).notNull(),
    recordId: text('record_id').notNull(),
    reason: text().notNull(),
    before: text(),
    after: text(),
  },
  (t) => [
    check('changes_action', oneOf(t.action, CHANGE_ACTIONS)),
    check('changes_origin', oneOf(t.origin, CHANGE_ORIGINS)),
    check('changes_kind', oneOf(t.kind, RECORD_KINDS)),
    check('changes_before', sql`${t.before} is null or json_valid(${t.before})`),
    check('changes_after', sql`${t.after} is null or json_valid(${t.after})`),
    index('changes_by_record').on(t.kind, t.recordId, t.sequence),
    index('changes_by_record_id').on(t.recordId, t.sequence),
    index('changes_by_recorded_at').on(t.recordedAt, t.sequence),
    index('changes_by_class').on(t.kind, t.action, t.origin, t.sequence),
    uniqueIndex('changes_by_id').on(t.id),
  ],
);

/** One row: a number that grows with every load that changes an answer, for caches to compare. */
export const dataVersion = sqliteTable(
  'data_version',
  {
    id: integer().primaryKey(),
    version: integer().notNull(),
    changedAt: text('changed_at').notNull(),
  },
  (t) => [check('data_version_one_row', sql`${t.id} = 1`)],
);
