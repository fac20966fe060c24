// POST /v1/verify: which quotations and numbers of a pasted text are on record.
import { operation } from '#http/operation.ts';
import { Problem } from '#http/problem.ts';
import { quoteList } from '#quotes/queries.ts';
import { verificationSchema } from './schema.ts';
import { verifyText } from './verify.ts';

const MOST_CHARACTERS = 64_000; // code points
const MOST_BYTES = 1_048_576; // every character may stand escaped, as twelve bytes
const EXAMPLE =
  '“Close the skies,” said Zelensky. More than 2,000 civilians have been killed in Ukraine.';
const text = { type: 'string', minLength: 1, maxLength: MOST_CHARACTERS };

export const verify = operation({
  method: 'POST',
  path: '/verify',
  operationId: 'verify_text',
  summary: 'Which quotations and numbers of a text are on record',
  tag: 'quotes',
  list: quoteList,
  parameters: {},
  body: {
    mostBytes: MOST_BYTES,
    types: {
      'application/json': {
        schema: {
          type: 'object',
          properties: { text },
          required: ['text'],
          additionalProperties: false,
        },
        example: { text: EXAMPLE },
        read: readJson,
      },
      'text/plain': { schema: text, example: EXAMPLE, read: (body) => body },
    },
  },
  answer: {
    name: 'Verification',
    description:
      'Each quotation and number in the order of the text, with its verdict and evidence',
    schema: verificationSchema,
  },
  failures: ['TooLarge', 'UnsupportedMediaType', 'UnusableBody'],
  respond: ({ db, body, reply }) => {
    reply.header('cache-control', 'no-store');
    return verifyText(db, usable(body));
  },
});

/** The text of a JSON body that holds it and nothing else. */
function readJson(body: string): string {
  const parsed = parse(body);
  if (parsed === null || typeof parsed !== 'object' || Array.isArray(parsed)) {
    throw unusable('', 'is no object', '{"text": "…"}');
  }
  const { text, ...others } = parsed as Record<string, unknown>;
  const [other] = Object.keys(others);
  if (other !== undefined) {
    throw unusable(pointerTo(other), 'is no member that is known', 'send text alone');
  }
  if (typeof text !== 'string') {
    throw unusable('/text', text === undefined ? 'is missing' : 'is no string', '{"text": "…"}');
  }
  return text;
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (error) {
    const detail = `The body is not JSON that can be read: ${(error as Error).message}`;
    throw new Problem(400, 'malformed-body', detail);
  }
}

/** A JSON Pointer (RFC 6901) to a member, not at any length. */
const pointerTo = (member: string): string =>
  `/${member.slice(0, 60).replaceAll('~', '~0').replaceAll('/', '~1')}`;

const unusable = (pointer: string, reason: string, suggestion: string): Problem =>
  new Problem(
    422,
    'unusable-body',
    `The text cannot be checked: ${pointer || 'the body'} ${reason}.`,
    {
      errors: [{ pointer, reason, suggestion }],
    },
  );

function usable(text: string): string {
  const characters = text.length > MOST_CHARACTERS ? [...text].length : text.length;
  if (characters > MOST_CHARACTERS) {
    const detail = `The text has ${characters} characters; at most ${MOST_CHARACTERS} are checked. Send it in parts.`;
    throw new Problem(413, 'body-too-large', detail);
  }
  if (text.trim() === '') throw unusable('/text', 'is empty', 'send the text to be checked');
  if (text.includes('\0')) throw unusable('/text', 'holds a NUL', 'leave it out');
  if (!text.isWellFormed()) {
    throw unusable('/text', 'holds half of a surrogate pair', 'send whole characters');
  }
  return text;
}
