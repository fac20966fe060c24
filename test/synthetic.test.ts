// The synthetic record of the benchmarks: the same on every run, whole, and loadable in parts.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openDatabase } from '#db/open.ts';
import { loadRecord } from '#record/load.ts';
import { recordFileSchema } from '#record/schema.ts';
import { appOn } from './app.ts';
import { buildDatabase, OtherRecord } from './bench/build.ts';
import { syntheticRecord } from './bench/record/synthetic.ts';
import { temporaryFolder } from './minimal.ts';

test('the same number of quotes and seed make the same record, another seed another', () => {
  const [one, same, other] = [1, 1, 2].map((seed) => syntheticRecord(2600, seed));
  expect(one?.batches).toBe(8);
  for (let number = 0; number < 8; number += 1) {
    expect(same?.batch(number)).toEqual(one?.batch(number));
    expect(other?.batch(number)).not.toEqual(one?.batch(number));
  }
});

test('a batch is the same whether or not others were made before it', () => {
  const whole = syntheticRecord(5100);
  const batches = Array.from({ length: whole.batches }, (_, number) => whole.batch(number));
  expect(batches.at(-1)).toEqual(syntheticRecord(5100).batch(whole.batches - 1));
  expect(batches.map((batch) => batch.quotes)).toEqual([0, 0, 0, 0, 0, 2500, 2500, 100, 0]);
});

test('every batch is in the format of record files', () => {
  const record = syntheticRecord(500);
  for (let number = 0; number < record.batches; number += 1) {
    for (const { content } of record.batch(number).files) {
      expect(recordFileSchema.parse(content)).toEqual(content);
    }
  }
});

test('it fills every list, with texts that verify anchors, famous sayings and several scripts', async () => {
  await using served = await appOn(openDatabase(':memory:'));
  const record = syntheticRecord(1000);
  const reports = Array.from({ length: record.batches }, (_, number) => {
    const { files, texts } = record.batch(number);
    return loadRecord(served.db, files, { texts, count: true });
  });
  const { texts, anchors } = reports.at(-1)?.counts ?? {};
  expect(texts?.held).toBeGreaterThan(0);
  expect(anchors?.verified).toBeGreaterThan(0);
  const lists = (await served.get('/v1')).body.data as { name: string }[];
  for (const { name } of lists)
    expect(await served.ids(`/v1/${name}?limit=1`), name).toHaveLength(1);
  const count = async (url: string) => (await served.get(`${url}&count=exact`)).body.page.count;
  expect(await count('/v1/quotes?limit=1')).toBe(1000);
  expect(await count('/v1/utterances?wordings__gt=2')).toBeGreaterThan(0);
  for (const language of ['en', 'uk', 'ar', 'zh']) {
    expect(await count(`/v1/quotes?language=${language}`)).toBeGreaterThan(0);
  }
});

test('a build makes the record once, and never in the place of another', () => {
  const path = join(temporaryFolder(), 'bench.db');
  const steps: number[] = [];
  const build = (seed: number) => buildDatabase(path, 300, seed, ({ done }) => steps.push(done));
  build(1);
  expect(steps.at(-1)).toBe(300);
  const { length } = steps;
  build(1);
  expect(steps).toHaveLength(length);
  expect(() => build(2)).toThrow(OtherRecord);
});
