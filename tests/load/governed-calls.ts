// Calls the small routes of the variants in VARIANTS inside one process, in turn and without a network, and
// prints the processor time of a call of each in ns, for each batch: differences of 50 ns show. In a server
// behind a network more is added than that.
import { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Writable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { buildSmallRoute, type SmallRoute, type Variant } from './small-route.ts';

const calls = 10_000;
const warmCalls = 2000;
const warmBatches = 6;
const batches = 60;

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

async function callTimes(app: FastifyInstance, times: number): Promise<void> {
  for (let each = 0; each < times; each++) {
    await call(app);
    // As in a server, where timers and immediates have their turn.
    if (each % 500 === 0) await new Promise(setImmediate);
  }
}

/** Processor time of all threads of this process for a call, in ns. */
async function measure({ app, detective }: SmallRoute): Promise<number> {
  // Of the whole process is what a detective samples: it runs for its own variant alone.
  detective?.start();
  await callTimes(app, warmCalls);
  const before = process.cpuUsage();
  await callTimes(app, calls);
  const { user, system } = process.cpuUsage(before);
  await detective?.stop();
  return ((user + system) * 1000) / calls;
}

const names = process.env['VARIANTS']!.split(',') as Variant[];
const costs = Object.fromEntries(names.map((name) => [name, [] as number[]]));
const routes: [Variant, SmallRoute][] = [];
for (const name of names) {
  const route = await buildSmallRoute(name);
  await route.detective?.stop();
  routes.push([name, route]);
}
for (let batch = 0; batch < warmBatches + batches; batch++) {
  // In an order by chance, so that none always comes after the same other one.
  const drawn = routes.map((route) => ({ route, place: Math.random() }));
  for (const { route } of drawn.toSorted((a, b) => a.place - b.place)) {
    const cost = await measure(route[1]);
    if (batch >= warmBatches) costs[route[0]]!.push(cost);
  }
}
console.log(JSON.stringify(costs));
process.exit(0);
