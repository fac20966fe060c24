// What is said in the synthetic record, the other wordings of it, and how articles print it.
import type { QuoteRecord } from '#record/schema.ts';
import { codePoints, type Prose } from './prose.ts';
import type { Random } from './random.ts';
import type { Speaker } from './speakers.ts';
import { LANGUAGES, sentence, speech } from './words.ts';

/** Words of somebody, before an article prints them. */
export type Saying = { speaker: Speaker | null; words: string[]; tongue: string };
export type Relation = NonNullable<QuoteRecord['relation']>;
type Span = QuoteRecord['spans'][number];

const CUES = ['said', 'said', 'said', 'told reporters', 'added', 'wrote', 'warned', 'announced'];
const RELATIONS: Record<Relation, number> = {
  identical: 50,
  truncated: 15,
  translation: 12,
  paraphrase: 10,
  extended: 7,
  altered: 6,
};

/** About 25 words on average, some of one sentence part, some of a whole paragraph. */
export function sayingOf(random: Random, speaker: Speaker | null, tongue: string): Saying {
  const count = Math.min(160, Math.round(4 - 21 * Math.log(1 - random.next())));
  return { speaker, words: speech(random, tongue, count), tongue };
}

/** Another wording of a saying, and how it relates to it. */
export function wordingOf(random: Random, saying: Saying): { worded: Saying; relation: Relation } {
  const relation = random.weighted(RELATIONS);
  const { words, tongue } = saying;
  const half = Math.ceil(words.length / 2);
  const other = random.weighted(LANGUAGES);
  const at = random.whole(0, words.length - 1);
  const worded: Record<Relation, () => Partial<Saying>> = {
    identical: () => ({}),
    truncated: () => ({ words: words.slice(0, half) }),
    extended: () => ({ words: [...words, ...speech(random, tongue, half)] }),
    translation: () => ({ words: speech(random, other, words.length), tongue: other }),
    paraphrase: () => ({ words: words.with(at, 'very') }),
    altered: () => ({ words: words.with(at, 'very') }),
  };
  return { worded: { ...saying, ...worded[relation]() }, relation };
}

/** What printing a saying makes of it; the rest of the quote its article knows. */
export type Printed = Pick<
  QuoteRecord,
  'type' | 'content' | 'content_origin' | 'language' | 'speaker' | 'speaker_role' | 'spans'
>;

/** Prints a saying: in marks, in marks around its speaker, or reported without. */
export function print(random: Random, prose: Prose, saying: Saying, reported: boolean): Printed {
  const { speaker, words, tongue } = saying;
  const content = sentence(words, tongue);
  const spans: Span[] = [];
  const put = (role: Span['role'], exact: string) => {
    const start = prose.write(exact);
    const end = start + codePoints(exact);
    spans.push({ role, start, end, exact: reported && role === 'content' ? null : exact });
  };
  const attribute = () => {
    if (speaker === null) return;
    const source = random.pick([speaker.name, speaker.name, speaker.short, 'he', 'she']);
    if (source.length > 3) prose.mention(speaker.id, source);
    put('source', source);
    prose.write(' ');
    put('cue', random.pick(CUES));
  };
  if (reported) {
    attribute();
    prose.write(' that ');
    put('content', content);
  } else {
    const middle = content.indexOf(' ', content.length / 2);
    const cut = middle > 0 && random.chance(0.2) ? middle : content.length;
    prose.write('“');
    put('content', content.slice(0, cut));
    prose.write('” ');
    attribute();
    if (cut < content.length) {
      prose.write('. “');
      put('content', content.slice(cut + 1));
      prose.write('”');
    }
  }
  prose.write('. ');
  return {
    ...originOf(random, reported),
    content,
    language: tongue,
    speaker: speaker?.id ?? null,
    speaker_role: speaker !== null && random.chance(0.25) ? 'Minister' : null,
    spans,
  };
}

function originOf(random: Random, reported: boolean): Pick<Printed, 'type' | 'content_origin'> {
  if (reported) return { type: 'indirect', content_origin: 'paraphrase' };
  return {
    type: random.chance(0.3) ? 'mixed' : 'direct',
    content_origin: random.chance(0.07) ? 'rewritten' : 'verbatim',
  };
}
