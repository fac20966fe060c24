// Answers as bytes: made part by part, they are those of the JSON of the whole.
import { expect, test } from 'vitest';
import { jsonBytes } from '../src/http/json-bytes.ts';

test.each([
  ['nothing', {}],
  ['an empty list', { data: [] }],
  ['lists of nothing', { data: { parts: [], summary: null, more: {} } }],
  ['a text as data', { data: 'Ночь “и” день' }],
  ['numbers and flags', { data: [1, -0.5, true, null], count: 4 }],
  ['members that are undefined', { data: { a: undefined, b: 1 }, resolved: undefined }],
  ['names that need escapes', { 'a "b"': { 'c\n': [{ 'd\\': '\u2028' }] } }],
  ['lists in lists', { data: [[[1, [2, { a: [3] }]], []], [[]]] }],
  ['deep records', { data: { list: [{ a: { b: { c: ['文', 'e\u0301'] } } }, { a: 1 }] } }],
])('the bytes of %s are those of its JSON', (_, answer) => {
  expect(jsonBytes(answer).toString()).toBe(JSON.stringify(answer));
});
