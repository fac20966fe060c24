// Reads the figures that a comparison is made from: the newest of a series, of its parts and whole.
import type { Condition } from '#db/condition.ts';
import type { Db } from '#db/open.ts';
import { type Given, parseQuery } from '#db/query.ts';
import { readPage } from '#db/read.ts';
import { readRows } from '#db/statements.ts';
import { figureList } from '#figures/queries.ts';
import type { Figure } from '#figures/schema.ts';
import type { Told } from './claims.ts';
import { type Asked, compare } from './compare.ts';
import type { Comparison } from './schema.ts';

/** The claims of one question that are compared, the newest of them. */
const MOST_CLAIMS = 100;
const MOST_SERIES = 20;
const NEWEST = '-as_of,-published_on,-position,-id';

/** The claims on one series compared. */
export function compareSeries(db: Db, one: Figure['series'], asked: Asked): Comparison {
  const { figures, more } = readNewest(db, { series: one.id }, asked);
  return compareFigures(db, one, figures, more, asked);
}

/**
 * The claims that a question finds, compared series by series, those with the newest claims first;
 * `more` where there are further series or claims. Parts and wholes are read without its conditions.
 */
export function compareFound(
  db: Db,
  conditions: Condition[],
  asked: Asked,
): { comparisons: Comparison[]; more: boolean } {
  const { figures, more } = readNewest(db, {}, asked, conditions);
  const found = new Map<string, Figure[]>();
  for (const figure of figures) {
    found.set(figure.series.id, [...(found.get(figure.series.id) ?? []), figure]);
  }
  const groups = [...found.values()];
  return {
    comparisons: groups
      .slice(0, MOST_SERIES)
      .map((group) => compareFigures(db, (group[0] as Figure).series, group, more, asked)),
    more: more || groups.length > MOST_SERIES,
  };
}

function compareFigures(
  db: Db,
  one: Figure['series'],
  figures: Figure[],
  more: boolean,
  asked: Asked,
): Comparison {
  const { parts, whole } = relativesOf(db, one.id);
  const read = (ids: string[]) =>
    ids.length === 0 ? [] : readNewest(db, { series: ids.join(',') }, asked).figures;
  const [told, ofParts, ofWhole] = [figures, read(parts), read(whole)].map((of) => tell(db, of));
  return compare(
    one,
    { told: told ?? [], parts: ofParts ?? [], whole: ofWhole ?? [], more },
    asked,
  );
}

const MOST_PARTS = 20;

/** The series that name a series as their whole, and the one that it names. */
function relativesOf(db: Db, id: string): { parts: string[]; whole: string[] } {
  const related = (select: string) => readRows<[string]>(db, select, [id]).flat();
  return {
    parts: related(
      `select part.slug from series cross join series as part on part.parent_id = series.id
        where series.slug = +? order by part.slug limit ${MOST_PARTS}`,
    ),
    whole: related(
      `select whole.slug from series cross join series as whole on whole.id = series.parent_id
        where series.slug = +?`,
    ),
  };
}

function readNewest(
  db: Db,
  filters: Given,
  { asOf }: Asked,
  conditions: Condition[] = [],
): { figures: Figure[]; more: boolean } {
  const until = asOf === null ? {} : { as_of__lte: asOf };
  const query = parseQuery(db, figureList, { ...filters, ...until, sort: NEWEST });
  const wanted = { ...query, conditions: [...query.conditions, ...conditions] };
  const { records, next } = readPage(db, figureList, wanted, { limit: MOST_CLAIMS });
  return { figures: records.map((record) => JSON.parse(record)), more: next !== null };
}

/** Adds the stories that the articles of figures tell, and the bodies of claimants. */
function tell(db: Db, figures: Figure[]): Told[] {
  const byArticle = new Map(
    readRows<[article: string, story: string, relation: string]>(
      db,
      `select articles.slug, stories.slug, story_relation from json_each(+?) as wanted
        cross join articles on articles.slug = wanted.value
        cross join stories on stories.id = story_id`,
      [idsOf(figures.map(({ article }) => article.id))],
    ).map(([article, ...told]) => [article, told]),
  );
  const bodies = bodiesOf(db, figures);
  return figures.map((figure) => {
    const [story = null, relation] = byArticle.get(figure.article.id) ?? [];
    const body = bodies.get(figure.claimant?.id ?? '') ?? null;
    return { figure, story, updates: relation === 'update', body };
  });
}

/** The outermost body that each claimant is part of, itself where it is part of none. */
const bodiesOf = (db: Db, figures: Figure[]): Map<string, string> =>
  new Map(
    readRows<[id: string, body: string]>(
      db,
      `with recursive up(id, body) as (
        select entities.slug, entities.id from entities
          where entities.slug in (select value from json_each(+?))
        union select up.id, part.parent_id from up
          join organizations as part on part.entity_id = up.body and part.parent_id is not null
      ) select up.id, entities.slug from up join entities on entities.id = up.body
        where not exists (select 1 from organizations as part
          where part.entity_id = up.body and part.parent_id is not null)`,
      [idsOf(figures.map(({ claimant }) => claimant?.id))],
    ),
  );

/** Different ids as one value of a statement. */
const idsOf = (ids: (string | undefined)[]): string => JSON.stringify([...new Set(ids)]);
