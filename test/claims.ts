// Invented claims in a line each: a record is built from them, its texts and positions too.
import { openDatabase } from '#db/open.ts';
import { loadRecord } from '#record/load.ts';
import { recordFileSchema } from '#record/schema.ts';
import { appOn, type TestApp } from './app.ts';
import { articleOf } from './minimal.ts';

/** `as_of` is a day, a day and an accuracy (`2031-05-03 week`), or null where none is told. */
type Claim = {
  id: string;
  series: string;
  claimant: string | null;
  expression: string;
  as_of: string | null;
};
type Article = { published_on?: string; story?: string; update?: true; claims: Claim[] };
type Told = {
  /** By id, in the order of the file. */
  articles: Record<string, Article>;
  /** The series that each one is part of, null where it is part of none. */
  series?: Record<string, string | null>;
  temporality?: 'cumulative' | 'stock' | 'flow';
  /** The body that each body is part of. */
  parts?: Record<string, string>;
};

/** A claim on the series `dead`, or on another. */
export const claim = (
  id: string,
  claimant: string | null,
  expression: string,
  as_of: string | null,
  series = 'dead',
): Claim => ({ id, claimant, expression, as_of, series });

/** An article of the day after all claims. */
export const printing = (...claims: Claim[]): Article => ({ claims });

const HEDGES = {
  about: 'approximately',
  'more than': 'more_than',
  'at least': 'at_least',
  nearly: 'nearly',
  'less than': 'less_than',
  'at most': 'at_most',
} as const;

/** What an expression means: `at least 22`, `5 to 6`, `-3`; words without a number are vague. */
function numberIn(expression: string) {
  const [, hedge = '', value, value_max] =
    /^(?:(\D+) )?(-?[\d.]+)(?: to (-?[\d.]+))?$/.exec(expression) ?? [];
  if (value === undefined) return { comparator: 'vague', value: null };
  if (value_max !== undefined) {
    return { comparator: 'between', value: Number(value), value_max: Number(value_max) };
  }
  const comparator = HEDGES[hedge as keyof typeof HEDGES] ?? 'exact';
  return { comparator, value: Number(value) };
}

function fileOf({ articles, series, temporality = 'cumulative', parts = {} }: Told) {
  const claims = Object.values(articles).flatMap((article) => article.claims);
  const bodies = [...claims.map(({ claimant }) => claimant), ...Object.entries(parts).flat()];
  const stories = Object.values(articles).map(({ story }) => story);
  const known = series ?? Object.fromEntries(claims.map((one) => [one.series, null]));
  const body = (id: string) => ({
    id,
    kind: 'organization',
    name: id,
    type: 'government',
    parent: parts[id] ?? null,
    names: [{ name: id, script: 'Latn', kind: 'name' }],
  });
  return recordFileSchema.parse({
    entities: distinct(bodies).map(body),
    series: Object.entries(known).map(([id, parent]) => ({
      id,
      title: `Counted: ${id}`,
      measure: 'killed',
      unit: 'person',
      temporality,
      parent,
    })),
    stories: distinct(stories).map((id) => ({ id, title: id })),
    articles: Object.entries(articles).map(([id, article]) => articleFrom(id, article)),
  });
}

const distinct = (ids: (string | null | undefined)[]): string[] => [
  ...new Set(ids.filter((id) => typeof id === 'string')),
];

function articleFrom(id: string, { published_on = '2031-06-01', story, update, claims }: Article) {
  const before = claims.map((_, index) =>
    claims.slice(0, index).reduce((sum, { expression }) => sum + expression.length + 1, 0),
  );
  return {
    ...articleOf(id, `${claims.map(({ expression }) => expression).join('\n')}\n${id}`),
    published_on,
    published_on_accuracy: 'day',
    story: story ?? null,
    story_relation: story === undefined ? null : update ? 'update' : 'reprint',
    figures: claims.map(({ as_of, ...one }, index) => {
      const [day = null, accuracy = 'day'] = as_of?.split(' ') ?? [];
      const dated = { as_of: day, as_of_accuracy: day === null ? null : accuracy };
      return { ...one, ...dated, ...numberIn(one.expression), start: before[index] };
    }),
  };
}

/** The application on a record of these claims. */
export function claiming(told: Told): Promise<TestApp> {
  const db = openDatabase(':memory:');
  loadRecord(db, [{ file: 'claims.json', content: fileOf(told) }]);
  return appOn(db);
}
