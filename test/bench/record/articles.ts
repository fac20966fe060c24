// The articles of the synthetic record, each with its quotes, figures and mentions.
import type { ArticleText } from '#record/files.ts';
import type { ArticleRecord, FigureRecord, QuoteRecord, UtteranceRecord } from '#record/schema.ts';
import { countOf } from './counts.ts';
import { DAYS, type Dated, dated } from './dates.ts';
import { type Prose, proseOf } from './prose.ts';
import type { Random } from './random.ts';
import { print, type Relation, type Saying, sayingOf, wordingOf } from './sayings.ts';
import { hopsOf, organizationOfType, reporterOf, type Speaker, speakerOf } from './speakers.ts';
import type { Shared, Story } from './stories.ts';
import { LANGUAGES, sentence, slugOf, speech, title } from './words.ts';
import type { World } from './world.ts';

type Assignment = {
  /** Unique among all articles. */
  number: number;
  /** Day of publication, counted from the first of the record. */
  day: number;
  quotes: number;
  story: Story | null;
  famous: Shared[];
  /** Whether it is the one that brings in the famous sayings. */
  collects: boolean;
};
export type Written = {
  article: ArticleRecord;
  utterances: UtteranceRecord[];
  texts: ArticleText[];
};

/** An article while it is written. */
type Draft = {
  world: World;
  random: Random;
  task: Assignment;
  /** What tells its records from those of other articles. */
  suffix: string;
  language: keyof typeof LANGUAGES;
  place: number;
  prose: Prose;
  quotes: QuoteRecord[];
  figures: FigureRecord[];
  /** The utterances that it is the first to word. */
  utterances: UtteranceRecord[];
  last: Speaker | null;
};

const HELD = 50; // one article in so many comes with its text
const MOST_FIGURES = 6;
const ELSEWHERE = ['headline', 'standfirst', 'crosshead', 'caption'] as const;
const OCCASIONS = ['press conference', 'television interview', 'address to the nation', 'briefing'];
const TELLINGS = { original: 20, reprint: 55, update: 20, back_translation: 5 };

export function articleOf(world: World, random: Random, task: Assignment): Written {
  const place = task.story?.place ?? random.rank(world.sizes.places);
  const language = random.weighted(LANGUAGES);
  const suffix = task.number.toString(36);
  const published = dated(random, task.day, 0.97);
  const town = world.placeName(place).latin;
  const id = `${slugOf(town)}-${published.on ?? 'undated'}-${suffix}`;
  const prose = proseOf(id, task.number % HELD === 1);
  const draft: Draft = {
    ...{ world, random, task, suffix, language, place, prose },
    ...{ quotes: [], figures: [], utterances: [], last: null },
  };
  const headline = sentence(speech(random, language, random.whole(5, 14)), language);
  prose.write(`${headline}\n${random.chance(0.05) ? '🌊 ' : ''}`);
  const dateline = random.chance(0.7) ? world.id.place(place) : null;
  if (dateline !== null) prose.name(dateline, town);
  prose.write(': ');
  writeBody(draft);

  const { content, ...text } = prose.finish();
  const article: ArticleRecord = {
    ...text,
    ...imprintOf(draft, id),
    id,
    headline: random.chance(0.98) ? headline : null,
    published_on: published.on,
    published_on_accuracy: published.accuracy,
    dateline,
    note: null,
    quotes: draft.quotes,
    figures: draft.figures,
  };
  const texts = content === undefined ? [] : [{ file: `${id}.txt`, ...text.text, content }];
  return { article, utterances: draft.utterances, texts };
}

/** What does not follow from the words of an article: who made it, and what it tells again. */
function imprintOf({ world, random, language, task: { story } }: Draft, id: string) {
  const publisher = random.chance(0.98) ? organizationOfType(world, random, 'media') : null;
  return {
    publisher,
    authors: random.chance(0.7) ? [reporterOf(world, random)] : [],
    url: random.chance(0.8) ? `https://${publisher ?? 'news'}.example/${id}` : null,
    language,
    abstract: sentence(speech(random, language, random.whole(20, 40)), language),
    story: story?.record.id ?? null,
    story_relation: story === null ? null : random.weighted(TELLINGS),
  };
}

/** Quotes, and between them figures and what nobody says. */
function writeBody(draft: Draft): void {
  const { world, random, task, language, place, prose, quotes, figures } = draft;
  const wanted = random.whole(0, MOST_FIGURES);
  while (quotes.length < task.quotes) {
    addQuote(draft);
    if (random.chance(0.4)) {
      const near = random.chance(0.5) ? place : random.rank(world.sizes.places);
      prose.fill(random, language);
      prose.write(' ');
      prose.name(world.id.place(near), world.placeName(near).latin);
      prose.write('. ');
    }
    if (figures.length < wanted && random.chance(0.4)) addFigure(draft);
  }
  while (figures.length < wanted) addFigure(draft);
  prose.write('\n');
}

function addQuote(draft: Draft): void {
  const { world, random, prose, quotes } = draft;
  const { id, saying, said, utterance, relation } = nextSaying(draft);
  const reported = relation === 'paraphrase' || (relation === null && random.chance(0.35));
  const printed = print(random, prose, saying, reported);
  const before = quotes.at(-1);
  const addressee = world.id.person(random.rank(world.sizes.people));
  quotes.push({
    ...printed,
    id,
    location: random.chance(0.06) ? random.pick(ELSEWHERE) : 'body',
    addressee: random.chance(0.08) ? addressee : null,
    said_on: said.on,
    said_on_accuracy: said.accuracy,
    occasion: random.chance(0.15) ? random.pick(OCCASIONS) : null,
    attribution: hopsOf(world, random),
    utterance,
    relation,
    continues: before?.speaker === printed.speaker && random.chance(0.3) ? before.id : null,
    note: random.chance(0.1) ? title(speech(random, 'en', 9).join(' ')) : null,
  });
}

type Next = {
  id: string;
  saying: Saying;
  said: Dated;
  utterance: string | null;
  relation: Relation | null;
};

/** What is quoted next: something new, or something that others word, too. */
function nextSaying(draft: Draft): Next {
  const { random, task, utterances } = draft;
  const shared = sharedNext(draft);
  if (shared === undefined) {
    const saying = newSaying(draft);
    const said = dated(random, task.day, 0.8);
    return { id: quoteId(draft, saying), saying, said, utterance: null, relation: null };
  }
  const said: Dated = { on: shared.on, accuracy: 'day' };
  if (shared.record !== null) {
    const { worded: saying, relation } = wordingOf(random, shared.saying);
    return { id: quoteId(draft, saying), saying, said, utterance: shared.id, relation };
  }
  const { saying } = shared;
  const id = quoteId(draft, saying);
  const summary = title(speech(random, 'en', 7).join(' '));
  shared.record = { id: shared.id, title: summary, reference: id, note: null };
  utterances.push(shared.record);
  return { id, saying, said, utterance: shared.id, relation: 'identical' };
}

function sharedNext({ random, quotes, task }: Draft): Shared | undefined {
  const { story, famous, collects } = task;
  if (collects) return famous[quotes.length];
  if (random.chance(0.003)) return famous[random.rank(famous.length)];
  if (story === null || !random.chance(0.25)) return undefined;
  return story.shared[random.rank(story.shared.length)];
}

/** By the same speaker as before, by one of the story, or by anybody. */
function newSaying(draft: Draft): Saying {
  const { world, random, language, task } = draft;
  const known = task.story?.speakers ?? [];
  const same = draft.last !== null && random.chance(0.4);
  const isKnown = known.length > 0 && random.chance(0.5);
  if (!same) draft.last = isKnown ? random.pick(known) : speakerOf(world, random);
  const tongue = random.chance(0.9) ? language : random.weighted(LANGUAGES);
  return sayingOf(random, draft.last, tongue);
}

function quoteId({ random, quotes, suffix }: Draft, { speaker }: Saying): string {
  const [topic] = speech(random, 'en', 1);
  return `${speaker?.id ?? 'unnamed'}-${topic}-${suffix}-${quotes.length}`;
}

/** Claimants of a series are few, so that their claims can be compared. */
function addFigure({ world, random, task, suffix, prose, quotes, figures }: Draft): void {
  const { id, sizes } = world;
  const { story, day } = task;
  const told = story !== null && random.chance(0.6);
  const series = told ? random.pick(story.series) : random.rank(sizes.series);
  const claimant = id.organization((series * 31 + random.rank(5) * 17) % sizes.organizations);
  const counted = countOf(random, series, day / DAYS);
  const asOf = dated(random, day, 0.85);
  const start = prose.write(counted.expression);
  prose.write(' ');
  const said = quotes.at(-1);
  figures.push({
    ...counted,
    id: `${id.series(series)}-${suffix}-${figures.length}`,
    series: id.series(series),
    start,
    claimant: random.chance(0.92) ? claimant : null,
    attribution: hopsOf(world, random),
    as_of: asOf.on,
    as_of_accuracy: asOf.accuracy,
    quote: said !== undefined && random.chance(0.2) ? said.id : null,
    note: null,
  });
}
