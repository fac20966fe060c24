// What checking a text asks of the database: statements that are prepared once, by indexes, and as
// many for a quotation that is on record in many copies as for one.
import { afterAll, describe, expect, test, vi } from 'vitest';
import { indexChanged } from '#db/index.ts';
import { keptUntilChange } from '#db/kept.ts';
import { openDatabase } from '#db/open.ts';
import { INDEXED } from '#record/transaction.ts';
import type { QuotationCheck as Check } from '#verify/schema.ts';
import { verifyText } from '#verify/verify.ts';
import { executed } from './executed.ts';
import { load, minimal } from './minimal.ts';
import { onFlood, PUMPS } from './verify-record.ts';

const flood = await onFlood();
afterAll(() => flood[Symbol.asyncDispose]());

const COPIED = flood.db.$client
  .prepare<[], string>("select name from pragma_table_info('quotes') where name <> 'id'")
  .pluck()
  .all()
  .join(', ');

const TEXT = `“${PUMPS}” said Bruno Stern of the Rescue Service. It counted 55 houses flooded in Lowford.
"Send pumps, or boats and lorries must be lent", Ada Quill told them.`;

describe('checking a text', () => {
  test('prepares nothing when it is asked again', () => {
    verifyText(flood.db, TEXT);
    const prepare = vi.spyOn(flood.db.$client, 'prepare');
    verifyText(flood.db, TEXT);
    expect(prepare).not.toHaveBeenCalled();
    prepare.mockRestore();
  });

  test('binds no bare parameter and scans no table', () => {
    const { $client: client } = flood.db; // of a wording, few others are read: no table is
    const sources = new Set(executed(flood.db, () => verifyText(flood.db, TEXT)));
    expect(sources.size).toBeGreaterThan(5);
    for (const source of sources) {
      expect(source).not.toMatch(/(?<!\+)\?/);
      const values = (source.match(/\?/g) ?? []).map(() => '1');
      const plan = client
        .prepare<unknown[], { detail: string }>(`explain query plan ${source}`)
        .all(...values);
      for (const { detail } of plan) {
        expect(detail, source).not.toMatch(
          /^SCAN (?!.*VIRTUAL TABLE|CONSTANT ROW|\(subquery|(up|wording|data_version)$)/,
        );
      }
    }
  });

  test('asks as often for many copies of a quotation as for one', async () => {
    await using world = await onFlood();
    const text = `“${PUMPS}” said Ada Quill.`;
    const asked = () => executed(world.db, () => verifyText(world.db, text)).length;
    const before = asked();
    world.db.$client.exec(`insert into quotes (${COPIED}) select ${COPIED.replace('slug', "slug || '-' || n")}
      from quotes cross join (select value as n from json_each('[1,2,3,4,5,6,7,8,9]'))
      where slug = 'quill-pumps'`);
    indexChanged(world.db, INDEXED);
    expect(asked()).toBe(before);
  });

  test('searches for no other words where the rarest find a quotation word for word', async () => {
    await using world = await onFlood();
    const words = 'amber bronze copper diamond ebony flint granite'.split(' ');
    const said = (n: number) => words.filter((_, at) => n & (1 << at)).join(' ');
    const contents = Array.from({ length: 128 }, (_, n) => `${said(n)} yonder`);
    const values = COPIED.replace('slug', "slug || '-' || n").replace(/\bcontent\b/, 'said');
    world.db.$client
      .prepare(
        `insert into quotes (${COPIED}) select ${values} from quotes cross join (select key as n, value as said from json_each(?))
          where slug = 'quill-pumps'`,
      )
      .run(JSON.stringify(contents));
    indexChanged(world.db, INDEXED);
    const searches = (text: string) => {
      verifyText(world.db, text); // how many quotes have each word is known from here on
      const sources = executed(world.db, () => verifyText(world.db, text));
      return sources.filter((source) => source.includes('quotes_fts')).length;
    };
    const verdict = (text: string) => (verifyText(world.db, text).data[0] as Check).verdict;
    const [exact, altered] = [`“${said(127)} yonder”`, `“${said(127)} wander”`];
    expect([verdict(exact), verdict(altered)]).toEqual(['found', 'found_altered']);
    expect(searches(exact)).toBe(1);
    expect(searches(altered)).toBeGreaterThan(3);
  });
});

describe('what is kept until the record changes', () => {
  const find = keptUntilChange(() => ({}));

  test('is the same as long as nothing does, and new after a load', () => {
    const db = openDatabase(':memory:');
    const first = find(db);
    expect(find(db)).toBe(first);
    load(db, { 'a.json': minimal().file });
    const second = find(db);
    expect(second).not.toBe(first);
    expect(find(db)).toBe(second);
  });

  test('is of one database', () => {
    expect(find(openDatabase(':memory:'))).not.toBe(find(openDatabase(':memory:')));
  });
});
