// The names in sentences, found by their spellings on record, and how the named belong together.
import type { Db } from '#db/open.ts';
import { remembered } from '#db/remembered.ts';
import { readObjects, readRows } from '#db/statements.ts';
import type { ENTITY_KINDS, ORGANIZATION_TYPES } from '#db/vocabulary.ts';
import type { Token } from './text.ts';

export type Entity = {
  key: number;
  id: string;
  kind: (typeof ENTITY_KINDS)[number];
  name: string;
  named: boolean;
  /** What a body is, null for people and places. */
  type: (typeof ORGANIZATION_TYPES)[number] | null;
};

/** Agencies and outlets pass words on, so that one named beside them says nothing of its own. */
export const isRelaying = ({ type }: Entity): boolean => type === 'media' || type === 'news_agency';

/**
 * A run of tokens of a sentence that is a spelling of one or more entities; `inside` are those that
 * its words are names of by themselves: Ukraine in "Ukrainian officials".
 */
export type Named = { from: number; to: number; entities: Entity[]; inside: Entity[] };

const MOST_TOKENS = 8; // of a name
const MOST_SPELLINGS = 20_000; // looked up for one request

type Row = Omit<Entity, 'named'> & { named: number; form: string; spelling: string };

/**
 * Looks all names of the sentences up at once; the function tells those of one of them: the longest
 * first, none inside another. A name begins with a capital, or is of a script that has none.
 */
export function namesIn(db: Db, sentences: readonly Token[][]): (sentence: Token[]) => Named[] {
  const forms = new Set<string>();
  for (const sentence of sentences) {
    for (const { form } of runsOf(sentence)) {
      if (forms.size >= MOST_SPELLINGS) break;
      forms.add(form);
    }
  }
  const known = new Map<string, Row[]>();
  for (const row of lookUp(db, [...forms])) {
    known.set(row.form, [...(known.get(row.form) ?? []), row]);
  }
  const entitiesOf = (exact: string[], form: string): Entity[] => {
    const rows = (known.get(form) ?? []).filter((row) => isSpelledLike(exact, row.spelling));
    const entities = new Map<number, Entity>();
    for (const { form: _, spelling: __, named, ...row } of rows) {
      entities.set(row.key, { ...row, named: named === 1 });
    }
    return [...entities.values()];
  };
  return (sentence) => {
    const taken: Named[] = [];
    for (const { form, from, to } of runsOf(sentence)) {
      if (taken.some((one) => from < one.to && one.from < to)) continue;
      const tokens = sentence.slice(from, to);
      const entities = entitiesOf(
        tokens.map(({ text }) => text),
        form,
      );
      if (entities.length === 0) continue;
      const inside =
        tokens.length > 1 ? tokens.flatMap(({ text, form: own }) => entitiesOf([text], own)) : [];
      taken.push({ from, to, entities, inside });
    }
    return taken.sort((a, b) => a.from - b.from);
  };
}

/** Runs of words that a name may be, the longest first. */
function runsOf(sentence: Token[]): { form: string; from: number; to: number }[] {
  const runs: { form: string; from: number; to: number }[] = [];
  sentence.forEach((first, from) => {
    if (first.kind !== 'word' || /^\p{Ll}/u.test(first.text)) return;
    let form = first.form;
    runs.push({ form, from, to: from + 1 });
    for (let to = from + 1; to < sentence.length && to - from < MOST_TOKENS; to += 1) {
      const { kind, text, form: next } = sentence[to] as Token;
      if (/^[-‐‑&.]$/.test(text)) continue;
      if (kind !== 'word' && kind !== 'number') break;
      form += ` ${next}`;
      runs.push({ form, from, to: to + 1 });
    }
  });
  return runs.sort((a, b) => b.to - b.from - (a.to - a.from) || a.from - b.from);
}

/** An acronym is written in capitals: "us" and "Us" are not the US. */
const isSpelledLike = (exact: string[], spelling: string): boolean =>
  exact.length > 1 || !/^[\p{Lu}.]{2,4}$/u.test(spelling) || /^[\p{Lu}.]+$/u.test(exact[0] ?? '');

const lookUp = (db: Db, forms: string[]): Row[] =>
  readObjects(
    db,
    `select n.normalized as form, n.name as spelling, e.id as key, e.slug as id, e.kind, e.name,
        e.named, o.type
      from json_each(+?) as wanted join names as n on n.normalized = wanted.value
      join entities as e on e.id = n.entity_id left join organizations as o on o.entity_id = e.id
      order by e.slug, n.name`,
    [JSON.stringify(forms)],
  );

const WHOLES = `with recursive up(id) as (
    select +?
    union select coalesce(o.parent_id, p.affiliation_id, l.parent_id) from up
      left join organizations as o on o.entity_id = up.id
      left join people as p on p.entity_id = up.id
      left join places as l on l.entity_id = up.id
    where coalesce(o.parent_id, p.affiliation_id, l.parent_id) is not null
  ) select id from up`;

/** Tells whom or what an entity is part of, at any depth, itself first; answers are kept. */
export const wholesFinder = (db: Db): ((key: number) => Set<number>) =>
  remembered((key) => new Set(readRows<[number]>(db, WHOLES, [key]).flat()));
