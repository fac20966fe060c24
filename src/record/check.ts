// Checks what the shape of a file cannot: references, positions, and fields that belong together.
import { ANY_KIND, SPEAKING } from '#db/filters.ts';
import { normalizeName } from '#db/normalize.ts';
import type { Batch, InArticle, Located } from './batch.ts';
import type { Known } from './known.ts';
import type { Refusal } from './refusal.ts';
import {
  checkEntityRef,
  checkInside,
  checkParents,
  checkRef,
  checkTogether,
  lengthOf,
  type Refuse,
} from './rules.ts';
import type { ArticleRecord, EntityRecord, FigureRecord, QuoteRecord } from './schema.ts';

/** Everything wrong with a batch. Lengths and positions are code points. */
export function checkBatch(batch: Batch, known: Known): Refusal[] {
  const refusals: Refusal[] = [];
  const each = <L extends Located<{ id: string }>>(
    located: Map<string, L>,
    check: (one: L, refuse: Refuse) => void,
  ) => {
    for (const one of located.values()) {
      check(one, (field, problem, allowed) =>
        refusals.push({ file: one.file, record: one.record.id, field, problem, allowed }),
      );
    }
  };
  const unique = uniqueAmong(known);
  each(batch.entities, ({ record }, refuse) => {
    checkEntity(record, known, refuse);
    unique('wikidata_id', record.wikidata_id, record.id, refuse);
    if (record.kind === 'place') unique('geonames_id', record.geonames_id, record.id, refuse);
  });
  each(batch.series, ({ record }, refuse) => {
    checkEntityRef(known, 'party', record.party, SPEAKING, refuse);
    checkEntityRef(known, 'place', record.place, ['place'], refuse);
    checkRef(known, 'parent', 'series', record.parent, refuse);
    checkParents('series', record.id, known, refuse);
  });
  each(batch.stories, ({ record }, refuse) => {
    checkEntityRef(known, 'source', record.source, SPEAKING, refuse);
  });
  each(batch.utterances, ({ record }, refuse) => {
    if (known.isAlone(record.id)) {
      refuse('id', 'is the id of a quote that words itself alone', 'an id that no quote has');
    }
    const { utterance, relation = 'identical' } = known.quote(record.reference) ?? {};
    if (relation !== 'identical') {
      refuse('reference', `"${record.reference}" is a wording that is ${relation}`, 'identical');
    }
    if (utterance === record.id) return;
    refuse(
      'reference',
      `"${record.reference}" is no quote that words this utterance`,
      `the id of a quote whose utterance is ${record.id}`,
    );
  });
  each(batch.articles, ({ record }, refuse) => {
    checkArticle(record, known, refuse);
    unique('text.sha256', record.text.sha256, record.id, refuse);
    const { sha256, length } = record.text;
    const held = known.heldLength(sha256) ?? length;
    if (held !== length)
      refuse('text.length', `is ${length}, but the text held has ${held}`, `${held}`);
  });
  each(batch.quotes, (one, refuse) => checkQuote(one, known, refuse));
  each(batch.figures, (one, refuse) => checkFigure(one, known, refuse));
  return refusals;
}

function checkEntity(record: EntityRecord, known: Known, refuse: Refuse): void {
  const spellings = record.names.map(({ name }) => name);
  if (!spellings.includes(record.name)) {
    refuse('name', `"${record.name}" is not among names`, `one of ${spellings.join(', ')}`);
  }
  spellings.forEach((spelling, position) => {
    if (normalizeName(spelling) === '') {
      refuse(`names[${position}].name`, `"${spelling}" has no letter or number`, 'a name');
    }
    if (spellings.indexOf(spelling) !== position) {
      refuse(`names[${position}].name`, `"${spelling}" stands twice`, 'each spelling once');
    }
  });
  const held = known.heldKind(record.id);
  if (held !== undefined && held !== record.kind) {
    refuse('kind', `is ${record.kind}, but the database holds a ${held}`, `${held}, or another id`);
  }
  switch (record.kind) {
    case 'person':
      checkEntityRef(known, 'affiliation', record.affiliation, ['organization', 'group'], refuse);
      break;
    case 'place':
      checkEntityRef(known, 'parent', record.parent, ['place'], refuse);
      checkParents('places', record.id, known, refuse);
      checkTogether('latitude', record.latitude, 'longitude', record.longitude, refuse);
      break;
    default:
      checkEntityRef(known, 'parent', record.parent, ['organization', 'group'], refuse);
      checkParents('organizations', record.id, known, refuse);
  }
}

/** Wikidata ids, GeoNames ids and texts belong to one record each, of the batch and the database. */
function uniqueAmong(known: Known) {
  const seen = new Map<string, string>();
  return (
    field: Parameters<Known['holder']>[0],
    value: string | number | null,
    id: string,
    refuse: Refuse,
  ): void => {
    if (value === null) return;
    const owner = seen.get(`${field} ${value}`) ?? known.holder(field, value) ?? id;
    if (owner !== id) refuse(field, `${value} belongs to ${owner}`, 'a value that no other has');
    seen.set(`${field} ${value}`, owner);
  };
}

function checkArticle(record: ArticleRecord, known: Known, refuse: Refuse): void {
  checkEntityRef(known, 'publisher', record.publisher, SPEAKING, refuse);
  record.authors.forEach((author, position) => {
    checkEntityRef(known, `authors[${position}]`, author, SPEAKING, refuse);
  });
  checkEntityRef(known, 'dateline', record.dateline, ['place'], refuse);
  checkRef(known, 'story', 'stories', record.story, refuse);
  checkTogether('story', record.story, 'story_relation', record.story_relation, refuse);
  const { published_on, published_on_accuracy } = record;
  checkTogether(
    'published_on',
    published_on,
    'published_on_accuracy',
    published_on_accuracy,
    refuse,
  );
  const seen = new Set<string>();
  record.mentions.forEach(({ entity, exact, starts, sha256 }, position) => {
    const field = `mentions[${position}]`;
    checkEntityRef(known, `${field}.entity`, entity, ANY_KIND, refuse);
    for (const start of starts) {
      const end = start + lengthOf(exact);
      if (sha256 === undefined) checkInside(`${field}.starts`, start, end, record, refuse);
      const span = `${entity} ${start} ${end} ${sha256}`;
      if (seen.has(span)) refuse(field, `"${exact}" at ${start} stands twice`, 'each mention once');
      seen.add(span);
    }
  });
}

function checkQuote(one: Located<QuoteRecord> & InArticle, known: Known, refuse: Refuse): void {
  const { record, article } = one;
  checkEntityRef(known, 'speaker', record.speaker, SPEAKING, refuse);
  checkEntityRef(known, 'addressee', record.addressee, SPEAKING, refuse);
  checkAttribution(record, known, refuse);
  checkRef(known, 'utterance', 'utterances', record.utterance, refuse);
  checkTogether('utterance', record.utterance, 'relation', record.relation, refuse);
  checkTogether('said_on', record.said_on, 'said_on_accuracy', record.said_on_accuracy, refuse);
  const { continues } = record;
  if (
    continues !== null &&
    (continues === record.id || known.quote(continues)?.article !== article.id)
  ) {
    refuse(
      'continues',
      `"${continues}" is no other quote of ${article.id}`,
      'a quote of the article',
    );
  }
  const indirect = record.type === 'indirect';
  if (indirect !== (record.content_origin === 'paraphrase')) {
    refuse(
      'content_origin',
      `${record.content_origin} does not go with ${record.type}`,
      'paraphrase for indirect quotes, verbatim or rewritten for the others',
    );
  }
  checkSpans(record, article, refuse);
}

function checkSpans(record: QuoteRecord, article: ArticleRecord, refuse: Refuse): void {
  const contents = record.spans.filter(({ role }) => role === 'content');
  record.spans.forEach(({ role, start, end, exact }, position) => {
    const field = `spans[${position}]`;
    checkInside(`${field}.end`, start, end, article, refuse);
    if (position > 0 && start < (record.spans[position - 1]?.start ?? 0)) {
      refuse(`${field}.start`, `${start} lies before the span above it`, 'spans in text order');
    }
    if ((record.type === 'indirect' && role === 'content') !== (exact === null)) {
      refuse(
        `${field}.exact`,
        exact === null ? 'is missing' : 'copies the article',
        'the printed characters, left out only for the content of an indirect quote',
      );
    } else if (exact !== null && lengthOf(exact) !== end - start) {
      refuse(
        `${field}.exact`,
        `has ${lengthOf(exact)} characters where the span has ${end - start}`,
        'exactly the characters from start to end',
      );
    }
    if (role === 'insertion' && !contents.some((of) => of.start <= start && end <= of.end)) {
      refuse(field, 'is an insertion outside the content', 'a span within a content span');
    }
  });
  if (contents.length === 0) refuse('spans', 'hold no content', 'at least one span of content');
  const joined = contents.map(({ exact }) => exact).join(' ');
  if (record.type !== 'indirect' && contents.length > 0 && record.content !== joined) {
    refuse(
      'content',
      'does not match its spans',
      `the content spans joined by a space: "${joined}"`,
    );
  }
}

function checkFigure(one: Located<FigureRecord> & InArticle, known: Known, refuse: Refuse): void {
  const { record, article } = one;
  checkRef(known, 'series', 'series', record.series, refuse);
  checkEntityRef(known, 'claimant', record.claimant, SPEAKING, refuse);
  checkAttribution(record, known, refuse);
  checkTogether('as_of', record.as_of, 'as_of_accuracy', record.as_of_accuracy, refuse);
  const { value, value_max, comparator, quote, start, expression } = record;
  if ((comparator === 'vague') !== (value === null)) {
    refuse('value', `${value} does not go with ${comparator}`, 'null exactly where it is vague');
  }
  if ((comparator === 'between') !== (value_max !== null)) {
    refuse('value_max', `${value_max} does not go with ${comparator}`, 'a number only for between');
  } else if (value !== null && value_max !== null && value_max < value) {
    refuse('value_max', `${value_max} is below value ${value}`, `a number from ${value} up`);
  }
  if (quote !== null && known.quote(quote)?.article !== article.id) {
    refuse('quote', `"${quote}" is no quote of ${article.id}`, 'a quote of the same article');
  }
  checkInside('start', start, start + lengthOf(expression), article, refuse);
}

function checkAttribution(record: QuoteRecord | FigureRecord, known: Known, refuse: Refuse): void {
  record.attribution.forEach(({ agent }, position) => {
    checkEntityRef(known, `attribution[${position}].agent`, agent, SPEAKING, refuse);
  });
}
