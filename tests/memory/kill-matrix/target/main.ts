// The server that the kill matrix attacks. CONTROL says what guards it:
//   governor         @lexiflow/memory, used the way its README tells
//   under-pressure   @fastify/under-pressure by heap, RSS and loop, on surfaces as they are usually written
//   limit:N          at most N requests at a time, on the same surfaces
//   none             the same surfaces without any guard
import underPressure from '@fastify/under-pressure';
import fastify from 'fastify';
import { carefulTarget } from './careful-target.ts';
import { usualSurfaces } from './usual-surfaces.ts';

const control = process.env['CONTROL'] ?? 'none';
const port = Number(process.env['PORT']);
const limitBytes = Number(process.env['LIMIT_BYTES']);
const heapBytes = Number(process.env['HEAP_BYTES']);

const app = fastify({
  logger: false,
  bodyLimit: 64 * 1024 * 1024,
  // While a successor takes over, what arrives on old connections is still answered.
  return503OnClosing: false,
});
if (control === 'governor') carefulTarget(app);
else {
  if (control === 'under-pressure') {
    await app.register(underPressure, {
      maxEventLoopDelay: 1000,
      maxEventLoopUtilization: 0.98,
      maxHeapUsedBytes: 0.85 * heapBytes,
      maxRssBytes: 0.85 * limitBytes,
      pressureHandler: (request, reply) => {
        if (request.url !== '/health') reply.code(503).header('retry-after', 2).send('busy');
      },
    });
  }
  if (control.startsWith('limit:')) {
    const most = Number(control.slice('limit:'.length));
    let inFlight = 0;
    app.addHook('onRequest', async (request, reply) => {
      if (request.url === '/health') return;
      if (inFlight >= most) return reply.code(503).header('retry-after', 2).send('busy');
      inFlight++;
      reply.raw.once('close', () => inFlight--);
    });
  }
  usualSurfaces(app);
}
// A successor listens on the same port before this one ends.
const address = { port, host: '127.0.0.1', backlog: 4096, reusePort: true };
await app.listen(address);
console.log('listening');
