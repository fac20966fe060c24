// The synthetic record in the format of record files, batch by batch: the same for the same number of
// quotes and seed, and each batch from its number alone.
import type { ArticleText, ReadFile } from '#record/files.ts';
import type { RecordFile } from '#record/schema.ts';
import { articleOf } from './articles.ts';
import { DAYS } from './dates.ts';
import { group, organization, person, place, series } from './entities.ts';
import { randomOf } from './random.ts';
import { famousOf, storyOf } from './stories.ts';
import { type World, worldOf } from './world.ts';

type SyntheticBatch = { files: ReadFile[]; texts: ArticleText[]; quotes: number };

const QUOTES = 2500; // in a batch of articles
const ENTITIES = 2500; // in a batch of entities or series
const STORIES = 16; // under way at a time
const CORRECTED = 200; // batches of articles, of which one is corrected in the end

export function syntheticRecord(quotes: number, seed = 1) {
  const world = worldOf(quotes, seed);
  const { sizes } = world;
  const reference = [
    ...parts('places', sizes.places, (index) => ({ entities: [place(world, index)] })),
    ...parts('organizations', sizes.organizations, (index) => ({
      entities: [organization(world, index)],
    })),
    ...parts('groups', sizes.groups, (index) => ({ entities: [group(world, index)] })),
    ...parts('people', sizes.people, (index) => ({ entities: [person(world, index)] })),
    ...parts('series', sizes.series, (index) => ({ series: [series(world, index)] })),
  ];
  const ofArticles = Math.ceil(quotes / QUOTES);
  const fromArticles = reference.length;
  const fromCorrections = fromArticles + ofArticles;
  return {
    batches: fromCorrections + Math.ceil(ofArticles / CORRECTED),
    /** The first batch that corrects what another one has brought in. */
    fromCorrections,
    /** How many new quotes a batch has: those of articles alone have any. */
    sizeOf: (number: number): number =>
      number < fromArticles || number >= fromCorrections
        ? 0
        : Math.min(QUOTES, sizes.quotes - (number - fromArticles) * QUOTES),
    batch: (number: number): SyntheticBatch =>
      reference[number]?.() ??
      (number < fromCorrections
        ? articleBatch(world, number - fromArticles, ofArticles)
        : corrected(articleBatch(world, number - fromCorrections, ofArticles))),
  };
}

/** The same articles with a note at each quote. */
function corrected({ files }: SyntheticBatch): SyntheticBatch {
  for (const { content } of files) {
    for (const { quotes } of content.articles) {
      for (const quote of quotes) quote.note = 'The desk has looked again.';
    }
  }
  return { files, texts: [], quotes: 0 };
}

type Part = Partial<Pick<RecordFile, 'entities' | 'series'>>;

/** Batches of so many records, each made when it is asked for. */
function parts(name: string, count: number, make: (index: number) => Part) {
  return Array.from({ length: Math.ceil(count / ENTITIES) }, (_, number) => {
    const from = number * ENTITIES;
    const indexes = Array.from({ length: Math.min(ENTITIES, count - from) }, (_, at) => from + at);
    return (): SyntheticBatch => {
      const made = indexes.map(make);
      const file = fileOf(`${name} ${number}`, {
        entities: made.flatMap(({ entities = [] }) => entities),
        series: made.flatMap(({ series = [] }) => series),
      });
      return { files: [file], texts: [], quotes: 0 };
    };
  });
}

const fileOf = (name: string, content: Partial<RecordFile>): ReadFile => ({
  file: `synthetic ${name}`,
  content: { entities: [], series: [], stories: [], utterances: [], articles: [], ...content },
});

/** The articles of a few days, which tell some stories several times. */
function articleBatch(world: World, number: number, of: number): SyntheticBatch {
  const random = randomOf(world.seed, 'articles', number);
  const dayAt = (share: number) => Math.floor((DAYS * (number + share)) / of);
  const wanted = Math.min(QUOTES, world.sizes.quotes - number * QUOTES);
  const suffix = number.toString(36);
  const stories = Array.from({ length: STORIES }, (_, index) =>
    storyOf(world, random, `${suffix}-${index}`, dayAt(0)),
  );
  const famous = famousOf(world, number > 0);
  const file = fileOf(`articles ${number}`, { stories: stories.map(({ record }) => record) });
  const texts: ArticleText[] = [];
  for (let made = 0, index = 0; made < wanted; index += 1) {
    const collects = number === 0 && index === 0;
    const quotes = Math.min(wanted - made, collects ? famous.length : random.whole(6, 22));
    const told = !collects && random.chance(0.6) ? stories[random.rank(STORIES)] : undefined;
    const written = articleOf(world, random, {
      ...{ quotes, famous, collects, story: told ?? null },
      number: number * QUOTES + index,
      day: dayAt(made / wanted),
    });
    file.content.articles.push(written.article);
    file.content.utterances.push(...written.utterances);
    texts.push(...written.texts);
    made += quotes;
  }
  return { files: [file], texts, quotes: wanted };
}
