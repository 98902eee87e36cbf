import { subscribe } from 'node:diagnostics_channel';
import { totalmem } from 'node:os';
import { createGovernor, plan, readCgroup } from '@lexiflow/memory';
import type { FastifyInstance } from 'fastify';
import { admitRequests } from './admit-requests.ts';
import { carefulBodies } from './careful-bodies.ts';
import { carefulFeed } from './careful-feed.ts';
import { carefulSurfaces } from './careful-surfaces.ts';

/** The same surfaces with the library: admission, accounts, bounded structures, readers that pause. */
export function carefulTarget(app: FastifyInstance): void {
  const cgroup = readCgroup() ?? null;
  const made = plan({
    cgroupLimitBytes: cgroup?.limitBytes ?? null,
    machineBytes: totalmem(),
    nodeMajor: Number.parseInt(process.versions.node, 10),
    embeddedDatabase: false,
  });
  const governor = createGovernor({ plan: made, cgroup }).start();
  admitRequests(app, governor);
  carefulSurfaces(app, governor);
  carefulBodies(app, governor);
  carefulFeed(app.server, governor);
  app.get('/governor', async () => governor.snapshot());
  app.addHook('onListen', async () => governor.booted());
  // Without a subscriber nothing is published; the supervisor of the matrix counts the lines.
  subscribe('lexiflow:memory:drain', (message) => console.log('drain', JSON.stringify(message)));
}
