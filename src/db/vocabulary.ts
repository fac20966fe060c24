// The closed word lists of the record. Tables check them, the seed format and the filters accept
// them, answers use them: one list each, so that they cannot drift apart.

/** What an entity is. A group ("Ukrainian officials") speaks, but has no charter of its own. */
export const ENTITY_KINDS = ['person', 'organization', 'group', 'place'] as const;
export type EntityKind = (typeof ENTITY_KINDS)[number];

/** The list in which an entity is kept, by its kind. */
export const ENTITY_LISTS: Record<EntityKind, string> = {
  person: 'people',
  organization: 'organizations',
  group: 'organizations',
  place: 'places',
};

export const ORGANIZATION_TYPES = [
  'government',
  'ministry',
  'legislature',
  'emergency_service',
  'security_service',
  'armed_forces',
  'law_enforcement',
  'news_agency',
  'media',
  'international_organization',
  'alliance',
  'company',
  'people',
  'other',
] as const;

export const PLACE_TYPES = [
  'continent',
  'country',
  'region',
  'city',
  'district',
  'building',
  'landmark',
  'border',
  'other',
] as const;

/** How a spelling relates to its entity. */
export const NAME_KINDS = ['name', 'alias', 'transliteration'] as const;

/** A date is a full ISO 8601 day; its accuracy says how much of that is known. */
export const ACCURACIES = ['day', 'week', 'month', 'year'] as const;

/** How an article relates to the story that it tells. */
export const STORY_RELATIONS = ['original', 'reprint', 'update', 'back_translation'] as const;

/** Whether a mention is a name, an unmistakable description, or an adjective made from a name. */
export const MENTION_KINDS = ['name', 'description', 'adjective'] as const;

/** direct: a clause or more in marks; mixed: words in marks inside a clause; indirect: no marks. */
export const QUOTE_TYPES = ['direct', 'mixed', 'indirect'] as const;

/**
 * Where `content` comes from. verbatim: the words between the marks, given as the speaker's own;
 * rewritten: words in marks that the document itself changed or translated (headlines);
 * paraphrase: ours, for speech that the document reports without marks.
 */
export const CONTENT_ORIGINS = ['verbatim', 'rewritten', 'paraphrase'] as const;

export const LOCATIONS = ['headline', 'standfirst', 'crosshead', 'caption', 'body'] as const;

/** The parts of an attribution (PARC3, PolNeAR), and words put in by an editor. */
export const SPAN_ROLES = ['content', 'source', 'cue', 'insertion'] as const;

/** How a wording relates to the reference wording of its utterance (MemeTracker, extended). */
export const WORDING_RELATIONS = [
  'identical',
  'truncated',
  'extended',
  'translation',
  'paraphrase',
  'altered',
] as const;

/** What a relay between the speaker and the article is (MPQA nested sources). */
export const HOP_ROLES = [
  'translator',
  'spokesperson',
  'official',
  'service',
  'reporter',
  'agency',
  'outlet',
] as const;

/** The hedge of a printed number (IDMC Helix quantifiers, extended). */
export const COMPARATORS = [
  'exact',
  'approximately',
  'more_than',
  'at_least',
  'nearly',
  'less_than',
  'at_most',
  'between',
  'vague',
] as const;

/** stock: a state at a date; flow: what happened in a period; cumulative: all since a date. */
export const TEMPORALITIES = ['stock', 'flow', 'cumulative'] as const;

/** What became of an anchor when its article had a newer text: found again there, or not. */
export const CARRIED_STATUSES = ['moved', 'orphaned'] as const;

/** Whether the words at a position were compared with the text that its SHA-256 names. */
export const ANCHOR_STATUSES = ['unverified', 'verified', ...CARRIED_STATUSES] as const;

export const CHANGE_ACTIONS = ['insert', 'correct', 'retract', 'merge'] as const;

/**
 * By what path a change came. load: a record file said so; correction: a file of corrections did;
 * text: the article has a newer text; settlement: it follows from another change, as an utterance goes with its only wording.
 */
export const CHANGE_ORIGINS = ['load', 'correction', 'text', 'settlement'] as const;

/** The kinds of record that have a public id and a history. */
export const RECORD_KINDS = [
  'entities',
  'series',
  'stories',
  'utterances',
  'articles',
  'quotes',
  'figures',
] as const;
export type RecordKind = (typeof RECORD_KINDS)[number];
