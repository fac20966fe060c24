// Proves every anchor on record against the texts that are held, as they are now; changes nothing.
import { hash } from 'node:crypto';
import { asc, eq } from 'drizzle-orm';
import { type CodePoints, codePoints } from '#db/code-points.ts';
import type { Db } from '#db/open.ts';
import { articles, texts } from '#db/tables.ts';
import type { ANCHOR_STATUSES } from '#db/vocabulary.ts';
import { type Anchored, anchoredIn } from './anchored.ts';

/** How many anchors have their words in the text, have others there, or a text that is not held. */
export type Tally = { match: number; differ: number; not_held: number };

export type Mismatch = {
  article: string;
  sha256: string;
  kind: Anchored['kind'];
  record: string;
  role: string;
  start: number;
  end: number;
  /** The words on record; null for reported speech, whose words are the article's own. */
  exact: string | null;
  /** What the text has there; shorter than the span where the text ends before it. */
  found: string;
};

export type Proof = {
  statuses: Record<(typeof ANCHOR_STATUSES)[number], Tally>;
  articles: Record<string, Tally>;
  texts: { held: number; not_held: number };
  /** Held texts whose SHA-256 is not, or no longer, the one that they are named by. */
  altered: { article: string; sha256: string; found: string }[];
  mismatches: Mismatch[];
};

const tally = (): Tally => ({ match: 0, differ: 0, not_held: 0 });

/** Everything of one state of the record. */
export const proveAnchors = (db: Db): Proof => db.transaction(() => prove(db));

export const isProved = ({ altered, mismatches }: Proof): boolean =>
  altered.length + mismatches.length === 0;

function prove(db: Db): Proof {
  const proof: Proof = {
    statuses: { unverified: tally(), verified: tally(), moved: tally(), orphaned: tally() },
    articles: {},
    texts: { held: 0, not_held: 0 },
    altered: [],
    mismatches: [],
  };
  const versions = db
    .select({ id: texts.id, article: articles.slug })
    .from(texts)
    .innerJoin(articles, eq(articles.id, texts.articleId))
    .orderBy(asc(articles.slug), asc(texts.id))
    .all();
  for (const { id, article } of versions) proveText(db, proof, article, id);
  return proof;
}

function proveText(db: Db, proof: Proof, article: string, id: number): void {
  const { sha256 = '', content = null } =
    db.select().from(texts).where(eq(texts.id, id)).get() ?? {};
  proof.texts[content === null ? 'not_held' : 'held'] += 1;
  const found = content === null ? sha256 : hash('sha256', content);
  if (found !== sha256) proof.altered.push({ article, sha256, found });
  const text = content === null ? null : codePoints(content);
  const ofArticle = proof.articles[article] ?? tally();
  proof.articles[article] = ofArticle;
  for (const one of anchoredIn(db, id)) {
    const differing = text === null ? [] : differencesOf(one, text);
    const outcome = text === null ? 'not_held' : differing.length > 0 ? 'differ' : 'match';
    proof.statuses[one.status][outcome] += 1;
    ofArticle[outcome] += 1;
    proof.mismatches.push(...differing.map((span) => ({ article, sha256, ...span })));
  }
}

const differencesOf = ({ kind, name: record, spans }: Anchored, text: CodePoints) =>
  spans.flatMap(({ role, start, end, words: exact }) => {
    const found = text.slice(start, end);
    const isThere = exact === null ? end <= text.length : found === exact;
    return isThere ? [] : [{ kind, record, role, start, end, exact, found }];
  });
