// Asks a server as fast as it answers, over a few connections, one question at a time on each.
// Reads no more of an answer than length and status, so that the load costs less than the answers.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

const CONNECTIONS = 16;
const END_OF_HEAD = Buffer.from('\r\n\r\n');

export type Asked = { path: string; headers?: string };
export type Round = {
  answers: number;
  seconds: number;
  bytes: number;
  /** Milliseconds from request to the whole answer. */
  latencies: number[];
  /** How many answers had another status than the one expected. */
  refused: number;
};

/**
 * Keeps all connections busy for some seconds; `ask` makes the next request. Awake, it takes a core and
 * never sleeps: to wake it would be work of the server (30 of 175 µs a page in a virtual machine), and
 * only of a slow one, as a fast one keeps it awake.
 */
export async function load(
  port: number,
  seconds: number,
  ask: () => Asked,
  { status = 200, awake = true } = {},
): Promise<Round> {
  const round: Round = { answers: 0, seconds, bytes: 0, latencies: [], refused: 0 };
  const began = performance.now();
  const until = began + 1000 * seconds;
  const connections = Array.from({ length: CONNECTIONS }, () =>
    keepBusy(port, until, ask, `HTTP/1.1 ${status}`, round),
  );
  const turning = awake ? turn() : undefined;
  await Promise.all(connections);
  turning?.end();
  return { ...round, seconds: (performance.now() - began) / 1000 };
}

/** Looks for events over and over, without a pause, until it ends. */
function turn(): { end: () => void } {
  let next = setImmediate(function again() {
    next = setImmediate(again);
  });
  return { end: () => clearImmediate(next) };
}

async function keepBusy(
  port: number,
  until: number,
  ask: () => Asked,
  expected: string,
  round: Round,
): Promise<void> {
  const socket = connect(port, '127.0.0.1').setNoDelay();
  await once(socket, 'connect');
  let asked = 0;
  const send = () => {
    const { path, headers = '' } = ask();
    asked = performance.now();
    socket.write(`GET ${path} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\n${headers}\r\n`);
  };
  const closed = once(socket, 'close');
  onAnswers(socket, (head, length) => {
    const now = performance.now();
    round.answers += 1;
    round.bytes += length;
    round.latencies.push(now - asked);
    if (!head.startsWith(expected)) round.refused += 1;
    if (now < until) send();
    else socket.end();
  });
  send();
  await closed;
}

/** Cuts what comes in into answers by their `content-length`; one that tells none has no body. */
function onAnswers(socket: Socket, answered: (head: string, length: number) => void): void {
  let head = '';
  let length = 0;
  let left = 0;
  let begun: Buffer = Buffer.alloc(0);
  socket.on('data', (data: Buffer) => {
    if (left === 0) {
      const whole = begun.length === 0 ? data : Buffer.concat([begun, data]);
      const end = whole.indexOf(END_OF_HEAD);
      if (end < 0) {
        begun = whole;
        return;
      }
      begun = Buffer.alloc(0);
      head = whole.toString('latin1', 0, end);
      length = Number(head.match(/\r\ncontent-length: (\d+)/i)?.[1] ?? 0);
      left = length - (whole.length - end - END_OF_HEAD.length);
    } else left -= data.length;
    if (left === 0) answered(head, length);
  });
}
