// The text of one synthetic article while it is written: what stands where, in code points.
import { createHash } from 'node:crypto';
import type { ArticleRecord } from '#record/schema.ts';
import type { Random } from './random.ts';
import { sentence, speech } from './words.ts';

type Mention = ArticleRecord['mentions'][number];
export type Prose = ReturnType<typeof proseOf>;

export const codePoints = (words: string): number =>
  words.length - (words.match(/[\ud800-\udbff]/g)?.length ?? 0);

/** A text that is `held` is written in full; of others only the lengths of what is not on record. */
export function proseOf(id: string, held: boolean) {
  const written: string[] = [];
  const mentions = new Map<string, Mention>();
  let length = 0;

  /** Writes words and returns where they begin. */
  const write = (words: string): number => {
    const start = length;
    if (held) written.push(words);
    length += codePoints(words);
    return start;
  };
  /** Notes that the words which come next are a name. */
  const mention = (entity: string, exact: string): void => {
    const known = mentions.get(`${entity} ${exact}`);
    if (known !== undefined) known.starts.push(length);
    else {
      mentions.set(`${entity} ${exact}`, { entity, exact, kind: 'name', starts: [length] });
    }
  };
  const name = (entity: string, exact: string): void => {
    mention(entity, exact);
    write(exact);
  };
  /** A run of words that nothing on record refers to. */
  const fill = (random: Random, tongue: string): void => {
    const count = random.whole(8, 40);
    if (held) write(sentence(speech(random, tongue, count), tongue));
    else length += 6 * count;
  };
  const finish = () => {
    const content = written.join('');
    const sha256 = createHash('sha256')
      .update(held ? content : id)
      .digest('hex');
    return {
      mentions: [...mentions.values()],
      text: { sha256, length },
      content: held ? content : undefined,
    };
  };
  return { write, mention, name, fill, finish };
}
