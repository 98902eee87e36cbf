// The hooks around the small route, in a file of their own: a profile tells by the file whose time it is.
import { createGovernor, LeakDetective } from '@lexiflow/memory';
import type { FastifyInstance } from 'fastify';

/** Half a microsecond of nothing. */
export function spin(_request: unknown, _reply: unknown, done: () => void): void {
  const untilMs = performance.now() + 0.0005;
  while (performance.now() < untilMs);
  done();
}

/** Runs a governor and gives each request an admitted account; with a leak detective if wanted. */
export function govern(app: FastifyInstance, isWatched: boolean): LeakDetective | null {
  const governor = createGovernor().start();
  const detective = isWatched
    ? new LeakDetective({ governor, roots: () => [{ name: 'app', value: app }] })
    : null;
  detective?.start();
  app.addHook('onRequest', (request, reply, done) => {
    const admission = governor.admit({ route: 'GET /small', priority: 'interactive' });
    if (!admission.ok) return void reply.code(503).send(admission.refusal);
    detective?.watch('request', request);
    reply.raw.on('close', () => admission.account.close());
    done();
  });
  return detective;
}
