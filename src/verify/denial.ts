// Whether a sentence denies a number of its own: "55 houses were not flooded", "it is false that 55 …".
import type { Token } from './text.ts';
import { wordSet } from './words.ts';

const NEGATIONS = wordSet(`not never no none nobody neither nor cannot
  deny denies denied denying denial refute refutes refuted reject rejects rejected
  dispute disputes disputed debunk debunked doubt doubts doubted
  false untrue incorrect fake hoax myth`);
/** "Not only 55 houses", "not just": these deny nothing. */
const LIMITS = wordSet('only just merely');
const CLAUSE_ENDS = /^(?:[,;:()—–]|but|while)$/;
/** A "that" governs over commas: "it is false that, on Monday, 55 …". */
const GOVERNING_ENDS = /^(?:that|[;:]|but|while)$/;
const NEAR = 10; // tokens on either side
const BEFORE_THAT = 4; // tokens: "it is not at all true that", "denies the claim that"

type Range = { from: number; to: number };

/**
 * The negations of the clause that a number stands in, and of what a "that" before it hangs on; null
 * where there are none, and where they cancel each other out ("nobody denies that"). A "no"
 * after the number is of something else ("for no reason").
 */
export function denialAround(
  sentence: Token[],
  { from, to }: Range,
  previous: number,
  next: number,
): string | null {
  const ends = ({ form, text }: Token) => CLAUSE_ENDS.test(form || text);
  const before = sentence.slice(Math.max(previous, from - NEAR), from);
  const after = sentence.slice(to, Math.min(next, to + NEAR));
  const end = after.findIndex(ends);
  const begin = from - before.length + before.findLastIndex(ends) + 1;
  const head = sentence.slice(0, from);
  const last = head.findLastIndex(({ form, text }) => GOVERNING_ENDS.test(form || text));
  const that = head[last]?.form === 'that' ? last : -1;
  const hung = Math.max(0, Math.min(that, begin));
  const leading = [
    ...sentence.slice(Math.max(0, that - BEFORE_THAT), hung),
    ...sentence.slice(begin, from),
  ];
  const following = (end < 0 ? after : after.slice(0, end)).filter(({ form }) => form !== 'no');
  const denying = [...leading, ...following].filter((token) => denies(sentence, token));
  return denying.length % 2 === 1 ? denying.map(({ text }) => text).join(' ') : null;
}

function denies(sentence: Token[], token: Token): boolean {
  if (token.kind !== 'word') return false;
  const next = sentence[sentence.indexOf(token) + 1];
  return (
    (NEGATIONS.has(token.form) || /n['’]t$/iu.test(token.text)) && !LIMITS.has(next?.form ?? '')
  );
}
