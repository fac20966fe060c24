// An utterance with its wordings side by side: each against the reference, and what the words tell.
import { type Alignment, alignerWith } from './alignment.ts';
import type { Aligned, AlignedUtterance, Utterance } from './schema.ts';

type Wording = Utterance['wordings'][number];

export function alignWordings(utterance: Utterance): AlignedUtterance {
  const reference = utterance.wordings.find(({ id }) => id === utterance.reference);
  const align = alignerWith(reference === undefined ? '' : spokenIn(reference));
  return {
    ...utterance,
    wordings: utterance.wordings.map((wording) => {
      const spoken = spokenIn(wording);
      return {
        ...wording,
        verbatim: wording.content_origin === 'verbatim',
        spoken,
        ...(reference === undefined || reference === wording
          ? asReference(wording)
          : against(reference, wording, () => align(spoken))),
      };
    }),
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
