// The quotes of a record in the forms that the peers serve: plain tables, and one JSON file.
import { once } from 'node:events';
import { createWriteStream, rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import Database from 'better-sqlite3';

/** What a row of `quotes` takes from a quote as it stands. */
const COLUMNS = [
  ...['id', 'type', 'content', 'content_origin', 'language', 'speaker_text', 'speaker_role', 'cue'],
  ...['said_on', 'said_on_accuracy', 'occasion', 'location', 'position', 'relation', 'continues'],
  'note',
];
const TABLES = `
  pragma synchronous = off;
  create table entities (key integer primary key, id text, kind text, name text);
  create table articles (key integer primary key, id text, headline text, published_on text, url text,
    publisher_key integer references entities (key));
  create table quotes (id text primary key, type text, content text, content_origin text, language text,
    speaker_text text, speaker_role text, cue text, said_on text, said_on_accuracy text, occasion text,
    location text, position integer, relation text, continues text, note text, utterance_id text,
    anchor_status text, text_sha256 text, speaker_key integer references entities (key),
    addressee_key integer references entities (key), article_key integer references articles (key));
  create table spans (quote_id text, position integer, role text, start integer, "end" integer, exact text,
    primary key (quote_id, position)) without rowid;
  create table hops (quote_id text, position integer, role text, agent_key integer,
    primary key (quote_id, position)) without rowid;
  create index quotes_by_said_on on quotes (said_on, id);
  create index quotes_by_utterance on quotes (utterance_id);
`;

// biome-ignore lint/suspicious/noExplicitAny: a quote as the API answers it
type Quote = any;

/** Takes every quote that the server at an address gives away. */
export async function takeQuotes(address: string, db: string, json: string): Promise<void> {
  for (const file of [db, json]) rmSync(file, { force: true });
  const tables = new Database(db);
  tables.exec(`${TABLES} begin`);
  const put = inserting(tables);
  const document = createWriteStream(json);
  const { body } = await fetch(`${address}/v1/quotes?format=ndjson`);
  const lines = createInterface({ input: Readable.fromWeb(body as ReadableStream) });
  let before = '{"quotes":[';
  for await (const line of lines) {
    put(JSON.parse(line));
    if (!document.write(`${before}${line}`)) await once(document, 'drain');
    before = ',\n';
  }
  document.end(']}\n');
  await once(document, 'finish');
  tables.exec('commit; analyze');
  tables.close();
}

function inserting(db: Database.Database): (quote: Quote) => void {
  const statements = new Map<string, Database.Statement>();
  const insert = (table: string, row: Record<string, unknown>) => {
    const columns = Object.keys(row).map((column) => `"${column}"`);
    const statement =
      statements.get(table) ??
      db.prepare(`insert into ${table} (${columns}) values (${columns.map(() => '?')})`);
    statements.set(table, statement);
    statement.run(Object.values(row));
  };
  const keys = new Map<string, number>();
  /** The key of a row that is inserted when it is first seen. */
  const keyOf = (table: string, { id, ...row }: Quote): number => {
    const known = keys.get(`${table} ${id}`);
    if (known !== undefined) return known;
    const key = keys.size + 1;
    keys.set(`${table} ${id}`, key);
    insert(table, { key, id, ...row });
    return key;
  };
  const entityKey = (entity: Quote) => (entity === null ? null : keyOf('entities', entity));
  return ({ speaker, addressee, attribution, utterance, article, anchor, ...quote }) => {
    const { publisher, ...printed } = article;
    insert('quotes', {
      ...Object.fromEntries(COLUMNS.map((column) => [column, quote[column]])),
      speaker_key: entityKey(speaker),
      addressee_key: entityKey(addressee),
      utterance_id: utterance.id,
      article_key: keyOf('articles', { ...printed, publisher_key: entityKey(publisher) }),
      anchor_status: anchor.status,
      text_sha256: anchor.text_sha256,
    });
    anchor.spans.forEach(({ role, start, end, exact }: Quote, position: number) => {
      insert('spans', { quote_id: quote.id, position, role, start, end, exact });
    });
    for (const { position, role, agent } of attribution) {
      insert('hops', { quote_id: quote.id, position, role, agent_key: entityKey(agent) });
    }
  };
}
