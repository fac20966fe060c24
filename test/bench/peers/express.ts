// A peer: the page of quotes as it is usually written, with Express and better-sqlite3. Its arguments:
// the port, the database, and the folder where the peers are installed.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import Database from 'better-sqlite3';

type Row = Record<string, unknown>;
type Asked = { query: { from?: string; to?: string } };
type Express = () => {
  get: (
    path: string,
    answer: (asked: Asked, answered: { json: (body: unknown) => void }) => void,
  ) => void;
  listen: (port: number, host: string) => void;
};

const [port = '', file = '', folder = ''] = process.argv.slice(2);
const express: Express = createRequire(join(folder, 'package.json'))('express');
const db = new Database(file, { readonly: true });

const page = db.prepare<unknown[], Row>(`
  select quotes.*, articles.id as article_id, articles.headline, articles.published_on, articles.url,
    speakers.id as speaker_id, speakers.kind as speaker_kind, speakers.name as speaker_name,
    addressees.id as addressee_id, addressees.kind as addressee_kind, addressees.name as addressee_name,
    publishers.id as publisher_id, publishers.kind as publisher_kind, publishers.name as publisher_name,
    (select count(*) from quotes as wording where wording.utterance_id = quotes.utterance_id) as wordings
  from quotes
  join articles on articles.key = quotes.article_key
  left join entities as speakers on speakers.key = quotes.speaker_key
  left join entities as addressees on addressees.key = quotes.addressee_key
  left join entities as publishers on publishers.key = articles.publisher_key
  where quotes.said_on >= ? and quotes.said_on <= ?
  order by quotes.said_on desc, quotes.id limit 20`);
const spans = db.prepare<unknown[], Row>(
  'select role, start, "end", exact from spans where quote_id = ? order by position',
);
const hops = db.prepare<unknown[], Row>(`
  select hops.position, hops.role, agents.id, agents.kind, agents.name from hops
  join entities as agents on agents.key = hops.agent_key where quote_id = ? order by position`);

const entity = (id: unknown, kind: unknown, name: unknown) =>
  id === null ? null : { id, kind, name };

const toQuote = (row: Row) => ({
  id: row.id,
  type: row.type,
  content: row.content,
  content_origin: row.content_origin,
  language: row.language,
  speaker: entity(row.speaker_id, row.speaker_kind, row.speaker_name),
  speaker_text: row.speaker_text,
  speaker_role: row.speaker_role,
  cue: row.cue,
  addressee: entity(row.addressee_id, row.addressee_kind, row.addressee_name),
  said_on: row.said_on,
  said_on_accuracy: row.said_on_accuracy,
  occasion: row.occasion,
  attribution: hops.all(row.id).map(({ position, role, id, kind, name }) => ({
    position,
    role,
    agent: { id, kind, name },
  })),
  location: row.location,
  position: row.position,
  utterance: { id: row.utterance_id, wordings: row.wordings },
  relation: row.relation,
  continues: row.continues,
  article: {
    id: row.article_id,
    headline: row.headline,
    publisher: entity(row.publisher_id, row.publisher_kind, row.publisher_name),
    published_on: row.published_on,
    url: row.url,
  },
  anchor: {
    status: row.anchor_status,
    text_sha256: row.text_sha256,
    spans: spans.all(row.id),
  },
  note: row.note,
});

const app = express();
app.get('/quotes', ({ query: { from = '', to = '9' } }, answered) => {
  answered.json({ data: page.all(from, to).map(toQuote) });
});
app.listen(Number(port), '127.0.0.1');
