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
  return {
    batches: reference.length + ofArticles,
    /** How many quotes a batch has; those of entities and series come first and have none. */
    sizeOf: (number: number): number =>
      number < reference.length
        ? 0
        : Math.min(QUOTES, sizes.quotes - (number - reference.length) * QUOTES),
    batch: (number: number): SyntheticBatch =>
      reference[number]?.() ?? articleBatch(world, number - reference.length, ofArticles),
  };
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
