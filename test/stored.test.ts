// The JSON beside each record: whatever it tells of others is told anew when those change, and all of
// it when the program tells records otherwise.
import { describe, expect, test } from 'vitest';
import { bringUpToDate, indexChanged } from '#db/index.ts';
import type { Db } from '#db/open.ts';
import { INDEXED } from '#record/transaction.ts';
import { onRecord, staleRecords } from './app.ts';
import { served } from './served.ts';

const QUOTE = "(select min(id) from quotes where slug like 'cnn-%')";
const FIGURE = '(select min(figure_id) from attribution_hops where figure_id is not null)';

/** What may change in the tables that a record is told from. */
const CHANGES = [
  "update entities set name = name || ' II'",
  "update entities set kind = 'group' where kind = 'organization'",
  "update entities set slug = slug || '-2'",
  "update articles set headline = headline || '!'",
  "update articles set published_on = '2022-03-04', published_on_accuracy = 'day'",
  "update articles set url = 'https://example.org/' || slug",
  "update articles set slug = slug || '-2'",
  'update articles set publisher_id = (select min(entity_id) from organizations)',
  'update articles set story_id = null, story_relation = null',
  "update stories set slug = slug || '-2'",
  'delete from article_authors where position = 0',
  'update article_authors set entity_id = (select min(entity_id) from people)',
  "update texts set content = replace(printf('%0*d', length, 0), '0', 'x')",
  "update texts set sha256 = replace(sha256, 'a', 'b')",
  `update quotes set said_on = '2022-01-01', said_on_accuracy = 'day' where id = ${QUOTE}`,
  'update quotes set position = -position',
  "update quotes set slug = slug || '-2'",
  "update quotes set note = 'looked at', cue = 'said'",
  `update quotes set speaker_id = null where id = ${QUOTE}`,
  'update quotes set utterance_id = (select min(utterance_id) from quotes)',
  "update quotes set anchor_status = 'moved'",
  `update utterances set title = 'Planes' where id in (select utterance_id from quotes)`,
  "update quote_spans set role = 'insertion' where role = 'cue'",
  "delete from quote_spans where role <> 'content'",
  `insert into quote_spans select quote_id, 99, 'insertion', start, "end", 'sic' from quote_spans where position = 0`,
  'delete from attribution_hops where position > 1',
  'delete from attribution_hops',
  `insert into attribution_hops (quote_id, position, role, agent_id)
    select ${QUOTE}, 9, 'translator', min(entity_id) from people`,
  "update attribution_hops set role = 'translator'",
  `update attribution_hops set figure_id = ${FIGURE} + 1, position = 9 where figure_id = ${FIGURE}`,
  "update series set title = title || '?'",
  'update series set place_id = null, party_id = (select min(entity_id) from organizations)',
  "update figures set value = 12, comparator = 'exact', value_max = null",
  'update figures set claimant_id = null, quote_id = null',
];

describe('the JSON of every record is right after', () => {
  test.each(CHANGES)('%s', async (change) => {
    await using world = await onRecord();
    world.db.$client.exec(change);
    expect(staleRecords(world.db)).not.toEqual([]);
    indexChanged(world.db, INDEXED);
    expect(staleRecords(world.db)).toEqual([]);
  });

  test('a quote has gone that others stand beside, continue and word', async () => {
    await using world = await onRecord();
    const client = world.db.$client;
    client.pragma('foreign_keys = off');
    client.exec(`delete from quotes where id = ${QUOTE} + 1`);
    indexChanged(world.db, INDEXED);
    expect(staleRecords(world.db)).toEqual([]);
  });
});

test('every list with an index of filters, or with JSON that is kept, is indexed after a load', () => {
  const kept = served
    .map(({ list }) => list)
    .filter(({ index, stored }) => index !== undefined || stored !== undefined);
  expect(INDEXED.map(({ name }) => name).toSorted()).toEqual(
    kept.map(({ name }) => name).toSorted(),
  );
});

describe('a program that tells records otherwise', () => {
  const shapes = (db: Db) => db.$client.prepare('select * from json_shapes').all();
  const stored = (db: Db) => db.$client.prepare('select * from quotes_json').all();

  test('makes all of them anew when it starts', async () => {
    await using world = await onRecord();
    const before = [shapes(world.db), stored(world.db)];
    world.db.$client.exec(
      `update quotes_json set json = '{}'; update json_shapes set sha256 = 'a'`,
    );
    const told: string[] = [];
    bringUpToDate(world.db, INDEXED, (list) => told.push(list));
    expect(told).toEqual(['quotes', 'figures', 'articles', 'utterances']);
    expect([shapes(world.db), stored(world.db)]).toEqual(before);
  });

  test('goes on where it was stopped', async () => {
    await using world = await onRecord();
    const client = world.db.$client;
    const before = stored(world.db);
    client.exec(`update json_shapes set sha256 = 'unfinished ' || sha256 where list = 'quotes'`);
    client.exec('delete from quotes_json where id > 9');
    client.exec("update quotes_json set json = '{}' where id = 1");
    bringUpToDate(world.db, INDEXED);
    const after = stored(world.db);
    expect(after.slice(1)).toEqual(before.slice(1));
    expect(after[0]).toEqual({ id: 1, json: '{}' }); // it was done, and is not done again
    client.exec("update quotes set note = 'again' where id = 1");
    indexChanged(world.db, INDEXED);
  });

  test('finds nothing to do where all is as it made it', async () => {
    await using world = await onRecord();
    const changes = world.db.$client.prepare('select total_changes()').pluck();
    const before = changes.get();
    bringUpToDate(world.db, INDEXED);
    expect(changes.get()).toBe(before);
  });
});
