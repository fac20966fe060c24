// Every record explains itself: links that lead somewhere, and a sentence to cite it by.
import { describe, expect, test } from 'vitest';
import { onRecord } from './app.ts';
import { served, walk } from './served.ts';

describe.each(served)('a record of /v1/$name', ({ name }) => {
  test('links to itself and to what answers', async () => {
    await using world = await onRecord();
    const records = await walk(world, `/v1/${name}?fields=id,links`);
    const paths = new Set<string>();
    for (const { id, links } of records as { id: string; links: Record<string, string | null> }[]) {
      expect(links.self).toBe(`/v1/${name}/${id}`);
      for (const path of Object.values(links)) if (path !== null) paths.add(path);
    }
    for (const path of paths) expect((await world.get(path)).status, path).toBe(200);
  }, 60_000);

  test('has a citation without gaps', async () => {
    await using world = await onRecord();
    for (const { citation } of await walk(world, `/v1/${name}?fields=id,citation`)) {
      expect(citation).toMatch(/^\S.*\S$/s);
      expect(citation).not.toMatch(/null|undefined| {2}/);
    }
  });
});

test('the neighbours of a quote are those beside it in its article', async () => {
  await using world = await onRecord();
  const article = 'article=cnn-zelensky-interview-2022-03-01&sort=position&fields=links';
  const quotes = await walk(world, `/v1/quotes?${article}`);
  const links = quotes.map(
    (quote) => (quote as unknown as { links: Record<string, string> }).links,
  );
  expect(links.length).toBeGreaterThan(1);
  links.forEach((link, index) => {
    expect(link.previous).toBe(links[index - 1]?.self ?? null);
    expect(link.next).toBe(links[index + 1]?.self ?? null);
  });
});

test('a citation of a quote names speaker, day, words, outlet', async () => {
  await using world = await onRecord();
  const { body } = await world.get('/v1/quotes/abp-give-me-planes');
  expect(body.data.citation).toMatch(
    /^Volodymyr Zelensky, 2022-03-03: “If you do not have the power.*!” \(ABP Live, “.*”, 2022-03-03\)$/,
  );
});
