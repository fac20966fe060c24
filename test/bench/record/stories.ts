// What several articles of the synthetic record have in common: stories, and sayings that many word.
import type { StoryRecord, UtteranceRecord } from '#record/schema.ts';
import { dayOf } from './dates.ts';
import type { Random } from './random.ts';
import { type Saying, sayingOf } from './sayings.ts';
import { organizationOfType, type Speaker, speakerOf } from './speakers.ts';
import { slugOf, speech, title } from './words.ts';
import type { World } from './world.ts';

/** A saying that several articles word; its `record` is there once one of them has. */
export type Shared = { saying: Saying; id: string; on: string; record: UtteranceRecord | null };
/** What several articles of a few days tell: where, who speaks, what is said and what is counted. */
export type Story = {
  record: StoryRecord;
  place: number;
  speakers: Speaker[];
  shared: Shared[];
  series: number[];
};

const SPEAKERS = 5;
const SHARED = 6;
const SERIES = 3;

const several = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

const topicOf = ({ words }: Saying): string => slugOf(words.slice(0, 4).join(' '));

export function storyOf(world: World, random: Random, suffix: string, day: number): Story {
  const words = speech(random, 'en', random.whole(5, 9)).join(' ');
  const source = random.chance(0.8) ? organizationOfType(world, random, 'news_agency') : null;
  const speakers = several(SPEAKERS, () => speakerOf(world, random)).filter((one) => one !== null);
  const on = dayOf(Math.max(0, day - 1));
  return {
    record: { id: `${slugOf(words)}-${suffix}`, title: title(words), source, note: null },
    place: random.rank(world.sizes.places),
    speakers,
    series: several(SERIES, () => random.rank(world.sizes.series)),
    shared: several(SHARED, (index) => {
      const saying = sayingOf(random, speakers[index % speakers.length] ?? null, 'en');
      return { saying, id: `${topicOf(saying)}-${suffix}-${index}`, on, record: null };
    }),
  };
}

/** Sayings of the first day, which articles of all days word; the very first article brings them in. */
export const famousOf = (world: World, isKnown: boolean): Shared[] =>
  several(world.sizes.famous, (index) => {
    const random = world.own('famous', index);
    const saying = sayingOf(random, speakerOf(world, random), 'en');
    const id = `famous-${topicOf(saying)}-${index}`;
    const record = isKnown ? { id, title: '', reference: '', note: null } : null;
    return { saying, id, on: dayOf(0), record };
  });
