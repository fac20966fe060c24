// POST /v1/verify: the bodies that it takes and refuses, positions in them, and the bounds of its work.
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { verificationSchema } from '#verify/schema.ts';
import { MOST_NUMBERS, MOST_QUOTATIONS } from '#verify/verify.ts';
import { PROBLEM } from './app.ts';
import { onFlood, PUMPS, send } from './verify-record.ts';

const flood = await onFlood();
afterAll(() => flood[Symbol.asyncDispose]());
const json = (body: unknown) => send(flood, JSON.stringify(body), 'application/json');

test('a text is taken as JSON and as plain text alike', async () => {
  const text = `🌊 “${PUMPS}” said Quill.\r\n\r\n55 houses were flooded in Lowford.`;
  const plain = await send(flood, text);
  expect(plain.status).toBe(200);
  expect((await json({ text })).body).toEqual(plain.body);
  expect((await send(flood, Buffer.from(`\ufeff${text}`))).body).toEqual(plain.body);
  expect((await send(flood, text, 'text/plain')).body).toEqual(plain.body);
});

test('positions are code points of the text, after emoji and line ends of two characters', async () => {
  const text = `🌊🌊\r\n“${PUMPS}” 🌊 Ada Quill said.`;
  const [found] = (await send(flood, text)).body.data;
  expect([found.start, found.end]).toEqual([5, 5 + [...PUMPS].length]);
  const { start, end, cue } = found.speaker;
  const points = [...text];
  expect(points.slice(start, end).join('')).toBe('Ada Quill');
  expect(points.slice(cue.start, cue.end).join('')).toBe('said');
});

test('a text without quotations and numbers has an empty list and is told so', async () => {
  const { status, body } = await send(flood, 'Nothing was said, and nobody counted anything.');
  expect(status).toBe(200);
  expect(body.data).toEqual([]);
  expect(body.summary).toMatchObject({ quotations: 0, numbers: 0, verdicts: {} });
  expect(body.summary.explanation).toContain('no quotation in marks and no number');
});

describe('a body is refused as a problem', () => {
  const refused = async (
    payload: string | Buffer,
    type: string,
    [status, kind]: [number, string],
  ) => {
    const { status: given, headers, body } = await send(flood, payload, type);
    expect([given, body.type]).toEqual([status, `urn:on-record:problem:${kind}`]);
    expect(headers['content-type']).toMatch(PROBLEM);
    return body;
  };
  const plain = 'text/plain';

  test.each([
    ['empty', ''],
    ['blank', ' \n\t\u00a0'],
    ['with a NUL', 'a\0b'],
  ])('%s', async (_, text) => {
    for (const [payload, type] of [
      [text, plain],
      [JSON.stringify({ text }), 'application/json'],
    ] as const) {
      const { errors } = await refused(payload, type, [422, 'unusable-body']);
      expect(errors).toEqual([
        { pointer: '/text', reason: expect.any(String), suggestion: expect.any(String) },
      ]);
    }
  });

  test.each([
    ['no member', {}, '/text', 'is missing'],
    ['another member', { text: 'a', 'la/ng~': 'en' }, '/la~1ng~0', 'is no member that is known'],
    ['a number', { text: 5 }, '/text', 'is no string'],
    ['null', null, '', 'is no object'],
    ['a list', [{ text: 'a' }], '', 'is no object'],
    ['half a surrogate pair', { text: 'a\ud800' }, '/text', 'holds half of a surrogate pair'],
  ])('of %s', async (_, body, pointer, reason) => {
    const { errors } = await refused(JSON.stringify(body), 'application/json', [
      422,
      'unusable-body',
    ]);
    expect(errors).toMatchObject([{ pointer, reason }]);
  });

  test('that is no JSON', async () => {
    for (const payload of ['{"text": "a"', '', 'text=a', '{"text": "a"} b']) {
      await refused(payload, 'application/json', [400, 'malformed-body']);
    }
  });

  test('that is no UTF-8', async () => {
    const bytes = Buffer.from([0x22, 0xe9, 0x22]);
    await refused(bytes, plain, [400, 'malformed-body']);
    await refused(
      Buffer.concat([Buffer.from('{"text":'), bytes, Buffer.from('}')]),
      'application/json',
      [400, 'malformed-body'],
    );
  });

  test.each([
    'text/html',
    'application/xml',
    'application/x-www-form-urlencoded',
    'text/plain; charset=iso-8859-1',
    'application/json; charset=utf-16',
    'nonsense',
  ])('of the media type %s', async (type) => {
    const { detail } = await refused('a', type, [415, 'unsupported-media-type']);
    expect(detail).toMatch(type.includes('/') ? 'application/json or text/plain' : 'openapi.json');
  });

  test('of 64,001 characters, whatever their bytes; 64,000 are read', async () => {
    for (const character of ['a', '🌊']) {
      const text = character.repeat(64_000);
      expect((await send(flood, text)).body.summary.characters).toBe(64_000);
      expect((await json({ text })).status).toBe(200);
      const { detail } = await refused(`${text}a`, plain, [413, 'body-too-large']);
      expect(detail).toContain('64001');
    }
    const escaped = `{"text":"${'\\ud83c\\udf0a'.repeat(64_000)}"}`;
    expect((await send(flood, escaped, 'application/json')).status).toBe(200);
  });

  test('of more bytes than any such text', async () => {
    await refused('a'.repeat(1_048_577), plain, [413, 'body-too-large']);
  });

  test('that is packed and too large, or packed and broken', async () => {
    const ask = async (payload: Buffer) => {
      const { statusCode, headers } = await flood.app.inject({
        method: 'POST',
        url: '/v1/verify',
        headers: { 'content-type': plain, 'content-encoding': 'gzip' },
        payload,
      });
      expect(headers['content-type']).toMatch(PROBLEM);
      return statusCode;
    };
    expect(await ask(gzipSync('a'.repeat(5_000_000)))).toBe(413);
    expect(await ask(Buffer.from('no gzip'))).toBe(400);
  });

  test('that is packed in a way that is not read, with those that are', async () => {
    const { statusCode, headers, payload } = await flood.app.inject({
      method: 'POST',
      url: '/v1/verify',
      headers: { 'content-type': plain, 'content-encoding': 'foo' },
      payload: 'a',
    });
    expect([statusCode, headers['content-type']]).toEqual([415, expect.stringMatching(PROBLEM)]);
    expect(headers['accept-encoding']).toBe('zstd, br, gzip, deflate');
    expect(JSON.parse(payload)).toMatchObject({
      type: 'urn:on-record:problem:unsupported-media-type',
      detail: 'The Content-Encoding "foo" is not read; zstd, br, gzip, deflate are, or none.',
    });
  });

  test('and parameters are refused', async () => {
    const url = '/v1/verify?text=a';
    const headers = { 'content-type': plain };
    const { statusCode } = await flood.app.inject({ method: 'POST', url, headers, payload: 'a' });
    expect(statusCode).toBe(400);
  });

  test('without a media type', async () => {
    const ask = { method: 'POST', url: '/v1/verify' } as const;
    const { statusCode } = await flood.app.inject({ ...ask, payload: Buffer.from('a') });
    expect(statusCode).toBe(415);
    expect((await flood.app.inject(ask)).statusCode).toBe(422);
  });

  test('GET is no method of it', async () => {
    const { status, headers } = await flood.get('/v1/verify');
    expect([status, headers.allow]).toEqual([405, 'POST, OPTIONS']);
  });
});

describe('the work is bounded', () => {
  test('by so many quotations and numbers, and the rest is counted', async () => {
    const quotations = await send(flood, '“no boats for us” '.repeat(MOST_QUOTATIONS + 7));
    expect(quotations.body.data).toHaveLength(MOST_QUOTATIONS);
    expect(quotations.body.summary).toMatchObject({
      unchecked: 7,
      explanation: expect.stringContaining('7 more were not looked up'),
    });
    const numbers = await send(flood, '12 boats left. '.repeat(MOST_NUMBERS + 5));
    expect(numbers.body.summary).toMatchObject({ numbers: MOST_NUMBERS, unchecked: 5 });
  });

  test.each([
    ['marks', '"'.repeat(64_000)],
    ['opening marks', '“a '.repeat(21_000)],
    ['marks of every style', '“a ‘b «c» „d“ e’ f” '.repeat(3_000)],
    ['apostrophes', "a' 'b ".repeat(10_000)],
    ['numbers', '1 '.repeat(30_000)],
    ['numerals', 'twenty million '.repeat(4_000)],
    ['counts', 'more than 55 houses flooded in Lowford and '.repeat(1_400)],
    ['one word', `“${'pumps '.repeat(10_000)}”`],
    ['one letter', 'a'.repeat(64_000)],
    ['words in another order', `“${`${PUMPS} `.repeat(800).split(' ').reverse().join(' ')}”`],
    ['names and cues', 'Ada Quill said Bruno Stern said '.repeat(2_000)],
    ['brackets', `“${'['.repeat(30_000)}${'(a'.repeat(15_000)}”`],
    ['omissions', `“${'… pumps '.repeat(7_000)}”`],
    ['lines', '“a\n'.repeat(21_000)],
    ['combining marks', `“e${'\u0301'.repeat(60_000)}”`],
    ['addresses', 'a.b@'.repeat(16_000)],
    ['stars', '*'.repeat(64_000)],
    ['emphasis', '**a** _b_ '.repeat(6_400)],
    ['tags', '<p><b>a</b> '.repeat(5_000)],
    ['tags that nothing closes', '<a '.repeat(21_000)],
    ['escaped marks', '&quot;a \\" '.repeat(5_800)],
  ])('for 64,000 characters of %s', async (_, text) => {
    expect([...text].length).toBeLessThanOrEqual(64_000);
    const { status, body } = await send(flood, text);
    expect(status).toBe(200);
    verificationSchema.parse(body);
  });
});
