// Calls the small routes of the variants in VARIANTS inside one process, in turn and without a network, and
// prints the processor time of a call of each in ns, for each batch. What the kernel takes for a request
// of a network is several times that, and hides what is looked for here.
import { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Writable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { buildSmallRoute, type Variant } from './small-route.ts';

const calls = 20_000;
const warmBatches = 4;
const batches = 20;

/** A connection that takes everything and keeps nothing. */
const sink = new Writable({
  write: (_chunk, _encoding, done) => done(),
  writev: (_chunks, done) => done(),
}) as unknown as Socket;

async function call(app: FastifyInstance): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const request = new IncomingMessage(sink);
  Object.assign(request, {
    method: 'GET',
    url: '/small',
    httpVersionMajor: 1,
    httpVersionMinor: 1,
    headers: { host: 'localhost' },
  });
  const response = new ServerResponse(request);
  response.assignSocket(sink);
  // As Node's own server does when an answer is out.
  response.on('finish', () => {
    response.detachSocket(sink);
    response.emit('close');
    resolve();
  });
  app.routing(request, response);
  await promise;
}

const names = process.env['VARIANTS']!.split(',') as Variant[];
const routes = await Promise.all(
  names.map(async (name) => ({ name, app: await buildSmallRoute(name), costs: [] as number[] })),
);
for (let batch = 0; batch < warmBatches + batches; batch++)
  for (const { app, costs } of routes) {
    const before = process.cpuUsage();
    for (let each = 0; each < calls; each++) await call(app);
    const { user, system } = process.cpuUsage(before);
    if (batch >= warmBatches) costs.push(((user + system) * 1000) / calls);
  }
console.log(JSON.stringify(Object.fromEntries(routes.map(({ name, costs }) => [name, costs]))));
process.exit(0);
