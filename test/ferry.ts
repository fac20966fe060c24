// An article of the invented town whose text has a newer version: there a quote, a figure and a mention
// have moved, and another of each is lost.
import type { Db } from '#db/open.ts';
import type { ArticleText } from '#record/files.ts';
import { articleOf, load, minimal, sha256, spanOf } from './minimal.ts';

export const FERRY = `Ferry news 🌊
“We sail at dawn,” Mayor Ada Quill told Lowford.
“Nobody swims across,” she added.
The council counted 12 ferries and about 30 sailors.
The ferry leaves Lowford on Monday.
`;

export const LATER = `Updated at noon.\n${FERRY}`
  .replace('swims across', 'swims')
  .replace('about 30', '31')
  .replace('leaves Lowford', 'leaves the town');

export const textOf = (content: string): ArticleText => ({
  file: 'ferry.txt',
  sha256: sha256(content),
  length: [...content].length,
  content,
});

export const ferryTexts = [FERRY, LATER].map(textOf);

const quote = (id: string, content: string) => ({
  id,
  type: 'direct',
  content,
  content_origin: 'verbatim',
  language: 'en',
  location: 'body',
  speaker: 'ada-quill',
  spans: [{ role: 'content', ...spanOf(FERRY, content), exact: content }],
});

const figure = (id: string, value: number, comparator: string, expression: string) => ({
  id,
  series: 'homes-flooded',
  value,
  comparator,
  expression,
  start: spanOf(FERRY, expression).start,
});

/** A fresh file of the article, and its parts by name; the minimal record has what it refers to. */
export function ferry() {
  const dawn = quote('ferry-dawn', 'We sail at dawn,');
  const swims = quote('ferry-swims', 'Nobody swims across,');
  const ferries = figure('ferry-ferries', 12, 'exact', '12 ferries');
  const sailors = figure('ferry-sailors', 30, 'approximately', 'about 30 sailors');
  const starts = ['Lowford.', 'Lowford on'].map((words) => spanOf(FERRY, words).start);
  const article = {
    ...articleOf('ferry-news', FERRY),
    quotes: [dawn, swims],
    figures: [ferries, sailors],
    mentions: [{ entity: 'lowford', exact: 'Lowford', kind: 'name', starts }],
  };
  return { file: { articles: [article] }, article, dawn, swims, ferries, sailors };
}

/** Loads the article beside the minimal record, and its two texts one after the other. */
export function loadFerry(db: Db): void {
  load(db, { 'minimal.json': minimal().file });
  load(db, { 'ferry.json': ferry().file }, { texts: ferryTexts.slice(0, 1) });
  takeLater(db);
}

/** Takes the newer text. */
export const takeLater = (db: Db) =>
  load(db, {}, { newer: [{ article: 'ferry-news', text: textOf(LATER) }] });
