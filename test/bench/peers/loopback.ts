// Loaded before a peer that would listen on every address: it then listens on loopback only.
import { Server } from 'node:net';

const { listen } = Server.prototype;

Server.prototype.listen = function (this: Server, ...given: unknown[]) {
  const [port, ...rest] = given;
  const plain = typeof port === 'number' || typeof port === 'string';
  const named = typeof rest[0] === 'string';
  const bound = plain && !named ? [port, '127.0.0.1', ...rest] : given;
  return (listen as (...bound: unknown[]) => Server).apply(this, bound);
} as typeof listen;
