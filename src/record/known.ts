// What a batch may refer to: its own records and those that the database already holds.
import { goneOf, told } from '#db/gone.ts';
import { wordNear } from '#db/invalid.ts';
import type { Db } from '#db/open.ts';
import { remembered } from '#db/remembered.ts';
import { readRows } from '#db/statements.ts';
import type { EntityKind, RecordKind } from '#db/vocabulary.ts';
import type { Batch } from './batch.ts';

export type Known = ReturnType<typeof knownTo>;

/** By the identifier of one thing, the record that has it. */
const HOLDERS = {
  wikidata_id: 'select slug from entities where wikidata_id = +?',
  geonames_id: `select slug from places join entities on id = entity_id where geonames_id = +?`,
  'text.sha256': `select slug from texts join articles on articles.id = article_id where sha256 = +?`,
};
const KIND = 'select kind from entities where slug = +?';
const LENGTH = 'select length(content) from texts where sha256 = +?';
const QUOTE = `select articles.slug, utterances.slug, relation from quotes
  join articles on articles.id = article_id join utterances on utterances.id = utterance_id
  where quotes.slug = +?`;
const PARENTS = {
  places: parentIn('places'),
  organizations: parentIn('organizations'),
  series: `select above.slug from series join series as above on above.id = series.parent_id
    where series.slug = +?`,
};

type Referred = 'series' | 'stories' | 'utterances' | 'articles';

/** `whole` is what the files hold, of which the batch is what they say anew. */
export function knownTo(db: Db, batch: Batch, whole = batch) {
  const read = <T>(text: string, value: string | number): T | undefined =>
    readRows<[T]>(db, text, [value])[0]?.[0];
  const heldKind = remembered((id: string) => read<EntityKind>(KIND, id));
  const isHeld = (kind: Referred, id: string): boolean =>
    read(`select 1 from ${kind} where slug = +?`, id) !== undefined;

  return {
    entityKind: (id: string): EntityKind | undefined =>
      batch.entities.get(id)?.record.kind ?? heldKind(id),
    heldKind,
    /** The record in the database that already has an identifier of one thing. */
    holder: (field: keyof typeof HOLDERS, value: string | number): string | undefined =>
      read(HOLDERS[field], value),
    /** The length of a text that is held, in code points. */
    heldLength: (sha256: string): number | null => read<number | null>(LENGTH, sha256) ?? null,
    has: (kind: Referred, id: string): boolean =>
      batch[kind].has(id) ||
      isHeld(kind, id) ||
      (kind === 'utterances' && batch.quotes.get(id)?.record.utterance === null),
    /** The article, utterance and wording of a quote. */
    quote: (id: string) => {
      const own = batch.quotes.get(id);
      if (own !== undefined) {
        const { utterance, relation } = own.record;
        return { article: own.article.id, utterance, relation: relation ?? 'identical' };
      }
      const [held] = readRows<[string, string, string]>(db, QUOTE, [id]);
      return held && { article: held[0], utterance: held[1], relation: held[2] };
    },
    /** Whether the files hold a quote that words itself alone. */
    isAlone: (id: string): boolean => whole.quotes.get(id)?.record.utterance === null,
    parent: (kind: keyof typeof PARENTS, id: string): string | null => {
      const own = (kind === 'series' ? batch.series : batch.entities).get(id)?.record;
      if (own !== undefined) return 'parent' in own ? own.parent : null;
      return read<string>(PARENTS[kind], id) ?? null;
    },
    /** What is wrong with an id that no record has, and what is allowed: the nearest of the files. */
    absent: (kind: RecordKind, id: string): [problem: string, allowed: string] => {
      const gone = goneOf(db, kind, id);
      if (gone?.into) return [`"${id}" ${told(gone)}`, gone.into];
      const ids = [...whole[kind].keys()].filter((other) => other !== id);
      const near = wordNear(id, ids);
      const hint = near === null ? '' : `, like ${near}`;
      const allowed = `the id of a record of ${kind} that the files or the database hold${hint}`;
      return [`"${id}" ${gone === undefined ? 'is unknown' : told(gone)}`, allowed];
    },
  };
}

function parentIn(table: 'places' | 'organizations'): string {
  return `select above.slug from entities join ${table} on entity_id = entities.id
    join entities as above on above.id = parent_id where entities.slug = +?`;
}
