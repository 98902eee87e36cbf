import { subscribe } from 'node:diagnostics_channel';
import { Server as TcpServer } from 'node:net';
import { totalmem } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { createGovernor, plan, readCgroup } from '@lexiflow/memory';
import type { FastifyInstance } from 'fastify';
import { admitRequests } from './admit-requests.ts';
import { carefulBodies } from './careful-bodies.ts';
import { carefulFeed } from './careful-feed.ts';
import { carefulSurfaces } from './careful-surfaces.ts';

/** Emergency after which a fresh process is asked for: a thirtieth of the default, as the cells are short. */
const DRAIN_AFTER_MS = 1000;

/** Time for open connections to end with an answer. */
const CHANGE_OVER_MS = 1000;

/** The same surfaces with the library: admission, accounts, bounded structures, readers that pause. */
export function carefulTarget(app: FastifyInstance): void {
  const cgroup = readCgroup() ?? null;
  const made = plan({
    cgroupLimitBytes: cgroup?.limitBytes ?? null,
    machineBytes: totalmem(),
    nodeMajor: Number.parseInt(process.versions.node, 10),
    embeddedDatabase: false,
  });
  const governor = createGovernor({ plan: made, cgroup, drainAfterMs: DRAIN_AFTER_MS }).start();
  admitRequests(app, governor);
  carefulSurfaces(app, governor);
  carefulBodies(app, governor);
  carefulFeed(app.server, governor);
  app.get('/governor', async () => governor.snapshot());
  app.addHook('onListen', async () => governor.booted());
  // The supervisor starts a fresh process beside this one and then ends it.
  subscribe('lexiflow:memory:drain', () => console.log('drain'));
  process.once('SIGTERM', () => {
    governor.drain();
    void leave(app).then(() => process.exit(0));
  });
}

/**
 * Lets clients change over by themselves: nothing new is accepted, each open connection ends with its next answer. One
 * that is closed while its client sends loses that request, and `close` of Node's HTTP server closes all idle ones.
 */
async function leave(app: FastifyInstance): Promise<void> {
  app.server.prependListener('request', (_request, response) => {
    response.setHeader('connection', 'close');
  });
  TcpServer.prototype.close.call(app.server);
  await wait(CHANGE_OVER_MS);
  await app.close();
}
