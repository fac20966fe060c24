// An utterance with its wordings side by side: each against the reference, and what the words tell.
import { fieldsFrom, Letters, toLetters } from '#db/letters.ts';
import { type Alignment, alignerWith } from './alignment.ts';
import type { Aligned, Utterance } from './schema.ts';

/** What is looked at of a wording. */
type Wording = Omit<Utterance['wordings'][number], 'id' | 'article'>;
type Added = Omit<Aligned, keyof Utterance['wordings'][number]>;

const [OPEN, CLOSE] = ['"wordings":[{"id":', '}],"citation":'];
const BETWEEN = '},{"id":'; // two wordings

/**
 * An utterance as JSON, each of its wordings with what it is beside the reference. Its articles, which
 * are most of it, pass as they are.
 */
export function alignWordings(record: Buffer): Letters {
  const text = record.toString('latin1');
  const begin = text.indexOf(OPEN) + OPEN.length;
  const end = text.lastIndexOf(CLOSE);
  if (end < begin) return new Letters([text]); // no wording
  const { reference }: Utterance = JSON.parse(`${text.slice(0, begin)}""}]}`);
  const wordings = text.slice(begin, end).split(BETWEEN);
  const first = wordings.find((one) => one.startsWith(`"${reference}"`));
  const add = adderBeside(first && saidIn(first));
  const parts = wordings.flatMap((one) => [BETWEEN, one, add(saidIn(one), one === first)]);
  return new Letters([text.slice(0, begin), ...parts.slice(1), text.slice(end)]);
}

/** The fields of a wording between its id and its article. */
const saidIn = (wording: string): string => fieldsFrom(wording, 'type', 'article').slice(1);

const wordingOf = (said: string): Wording =>
  JSON.parse(Buffer.from(`{${said}}`, 'latin1').toString());

/** The fields to add to a wording; those of one that says just what another does are made once. */
function adderBeside(
  reference: string | undefined,
): (said: string, isReference: boolean) => string {
  const first = reference === undefined ? undefined : wordingOf(reference);
  const align = alignerWith(first === undefined ? '' : spokenIn(first));
  const known = new Map<string, string>();
  const addedTo = (said: string, isReference: boolean): string => {
    const wording = wordingOf(said);
    const spoken = spokenIn(wording);
    const added: Added = {
      verbatim: wording.content_origin === 'verbatim',
      spoken,
      ...(isReference || first === undefined
        ? asReference(wording)
        : against(first, wording, () => align(spoken))),
    };
    return `,${toLetters(added).slice(1, -1)}`;
  };
  return (said, isReference) => {
    if (isReference) return addedTo(said, true);
    const added = known.get(said) ?? addedTo(said, false);
    known.set(said, added);
    return added;
  };
}

type Comparison = Pick<Aligned, 'diff' | 'similarity' | 'decided'>;

const asReference = ({ relation }: Wording): Comparison => ({
  diff: null,
  similarity: null,
  decided: { by: 'annotation', measured: relation, reason: 'the reference itself' },
});

function against(reference: Wording, wording: Wording, align: () => Alignment | null): Comparison {
  const decided = (measured: Aligned['decided']['measured'], reason: string) =>
    ({ by: 'annotation', measured, reason }) as const;
  if (wording.language !== reference.language) {
    const reason = `in ${wording.language}, the reference in ${reference.language}`;
    return { diff: null, similarity: null, decided: decided('translation', reason) };
  }
  const alignment = align();
  if (alignment === null) {
    const reason = 'too long and too different to compare word by word';
    return { diff: null, similarity: null, decided: decided(null, reason) };
  }
  const { parts: diff, similarity } = alignment;
  return { diff, similarity, decided: decided(...measure(wording, alignment)) };
}

/** Below this share of kept words, two texts are other words for the thing and not the same changed. */
const SAME_WORDS = 0.5;

/**
 * What the words alone tell. Another translation and a paraphrase look alike to it, so then it tells
 * nothing.
 */
function measure(
  { type }: Wording,
  { kept, dropped, added, similarity }: Alignment,
): [measured: Aligned['decided']['measured'], reason: string] {
  const counted = `${kept} words kept, ${dropped} dropped, ${added} added`;
  if (type === 'indirect') return ['paraphrase', `reported without marks; ${counted}`];
  if (dropped === 0 && added === 0) return ['identical', counted];
  if (added === 0) return ['truncated', counted];
  if (dropped === 0) return ['extended', counted];
  if (similarity < SAME_WORDS) return [null, `${counted}: too few to tell how it came about`];
  return ['altered', counted];
}

/** The content without the words that an editor put in. */
function spokenIn({ content, insertions }: Wording): string {
  let rest = content;
  let spoken = '';
  for (const insertion of insertions) {
    const at = rest.indexOf(insertion);
    if (at < 0) continue;
    spoken += rest.slice(0, at).trimEnd();
    rest = rest.slice(at + insertion.length);
  }
  return (spoken + rest).trim();
}
