// The requests of the README give the answers that it shows.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { onRecord } from './app.ts';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const shown = [
  ...readme.matchAll(
    /```sh\n(curl [^\n]+)\n```\n\n(?:<details>\n<summary>The answer(, in short)?:[^\n]*\n\n)?```(?:json|csv)\n([\s\S]*?)```/g,
  ),
  ...readme.matchAll(/`GET (\/v1\/[^`]+\?[^`]+)`[^`]*()```json\n([\s\S]*?)```/g),
].map(([, request = '', short, answer = '']) => ({ request, answer, inShort: Boolean(short) }));

/** The path that a curl command of the README asks for. */
function pathOf(request: string): string {
  if (request.startsWith('/')) return request;
  const url = new URL(request.match(/https?:\/\/[^' ]+/)?.[0] ?? '');
  for (const [, quoted, plain] of request.matchAll(
    / (?:-d|--data-urlencode) (?:'([^']+)'|(\S+))/g,
  )) {
    const [name, value] = (quoted ?? plain ?? '').split('=');
    url.searchParams.append(name ?? '', value ?? '');
  }
  return url.pathname + url.search;
}

test('the README shows at least four answers', () => {
  expect(shown.length).toBeGreaterThanOrEqual(4);
});

test.each(shown)('$request', async ({ request, answer, inShort }) => {
  await using record = await onRecord();
  const [, type, payload] = request.match(/ -H 'content-type: ([^']+)' -d '([^']+)'$/) ?? [];
  if (type !== undefined && payload !== undefined) {
    const headers = { 'content-type': type };
    const url = pathOf(request.replace(/ -d .*/, ''));
    const sent = await record.app.inject({ method: 'POST', url, headers, payload });
    expect(sent.json()).toMatchObject(JSON.parse(answer)); // the README leaves members out
    return;
  }
  const { text } = await record.get(pathOf(request));
  if (inShort) expect(JSON.parse(text)).toMatchObject(JSON.parse(answer));
  else if (answer.startsWith('{')) expect(JSON.parse(text)).toEqual(JSON.parse(answer));
  else expect(text.replaceAll('\r\n', '\n')).toBe(answer);
});
