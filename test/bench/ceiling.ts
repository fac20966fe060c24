// The fastest that Fastify answers here: a buffer of the asked size that is there already.
import { fastify } from 'fastify';

const app = fastify({ logger: false });
const buffers = new Map<string, Buffer>();

app.get<{ Params: { bytes: string } }>('/:bytes', (request, reply) => {
  const { bytes } = request.params;
  const buffer = buffers.get(bytes) ?? Buffer.alloc(Number(bytes), 'x');
  buffers.set(bytes, buffer);
  reply.header('content-type', 'application/json; charset=utf-8').send(buffer);
});
await app.listen({ host: '127.0.0.1', port: Number(process.argv[2]) });
