// The records of several files as one batch: each by its id, with the file that it came from.
import type { RecordKind } from '#db/vocabulary.ts';
import type { ReadFile } from './files.ts';
import { emptyBatch } from './forms.ts';
import type { Refusal } from './refusal.ts';
import type {
  ArticleRecord,
  EntityRecord,
  FigureRecord,
  QuoteRecord,
  SeriesRecord,
  StoryRecord,
  UtteranceRecord,
} from './schema.ts';

/** Quotes and figures carry the article that they stand in, and their place in its order. */
export type InArticle = { article: ArticleRecord; position: number };
export type Located<T> = { file: string; record: T };

export type Batch = {
  entities: Map<string, Located<EntityRecord>>;
  series: Map<string, Located<SeriesRecord>>;
  stories: Map<string, Located<StoryRecord>>;
  utterances: Map<string, Located<UtteranceRecord>>;
  articles: Map<string, Located<ArticleRecord>>;
  quotes: Map<string, Located<QuoteRecord> & InArticle>;
  figures: Map<string, Located<FigureRecord> & InArticle>;
};

/** Gathers files into a batch; an id that stands twice is refused. */
export function gather(files: ReadFile[]): { batch: Batch; refusals: Refusal[] } {
  const batch = emptyBatch();
  const refusals: Refusal[] = [];
  const add = <L extends Located<{ id: string }>>(kind: RecordKind, to: Map<string, L>, one: L) => {
    const { id } = one.record;
    const other = to.get(id);
    if (other === undefined) {
      to.set(id, one);
      return;
    }
    refusals.push({
      file: one.file,
      record: id,
      field: 'id',
      problem: `stands twice among ${kind}, also in ${other.file}`,
      allowed: 'an id that no other record of its kind has',
    });
  };
  for (const { file, content } of files) {
    for (const record of content.entities) add('entities', batch.entities, { file, record });
    for (const record of content.series) add('series', batch.series, { file, record });
    for (const record of content.stories) add('stories', batch.stories, { file, record });
    for (const record of content.utterances) add('utterances', batch.utterances, { file, record });
    for (const article of content.articles) {
      add('articles', batch.articles, { file, record: article });
      article.quotes.forEach((record, position) => {
        add('quotes', batch.quotes, { file, record, article, position });
      });
      article.figures.forEach((record, position) => {
        add('figures', batch.figures, { file, record, article, position });
      });
    }
  }
  return { batch, refusals };
}
