import type { Account, Governor, Priority } from '@lexiflow/memory';
import type { FastifyInstance } from 'fastify';

declare module 'fastify' {
  interface FastifyRequest {
    memory: Account;
  }
}

/** Longest wait for admission; beyond it the client is better told. */
const WAIT_MS = 1000;
/** Routes that read their body piece by piece and charge each piece. */
const streaming = new Set(['/import', '/json', '/upload']);
const priorities: Readonly<Record<string, Priority>> = {
  '/health': 'health',
  '/governor': 'admin',
  '/export': 'export',
  '/import': 'bulk',
  '/upload': 'bulk',
};

/** Gives each request an account through the governor, and closes it with the answer. */
export function admitRequests(app: FastifyInstance, governor: Governor): void {
  app.decorateRequest('memory', null as unknown as Account);
  app.addHook('onRequest', async (request, reply) => {
    const url = request.routeOptions.url ?? '(none)';
    const declared = streaming.has(url) ? 0 : Number(request.headers['content-length'] ?? 0);
    const user = request.headers['x-user'];
    const work = {
      route: `${request.method} ${url}`,
      priority: priorities[url] ?? 'interactive',
      userId: typeof user === 'string' ? user : undefined,
      estimateBytes: 3 * declared,
    };
    const answer = await governor.admitOrWait(work, () => {
      const left = new AbortController();
      reply.raw.once('close', () => left.abort());
      return { signal: left.signal, deadlineMs: WAIT_MS };
    });
    if (!answer.ok) {
      const { status, retryAfterSeconds } = answer.refusal;
      return reply.code(status).header('retry-after', retryAfterSeconds).send(answer.refusal);
    }
    const { account } = answer;
    request.memory = account;
    const end = (): void => {
      account.shrink(account.usedBytes);
      account.close();
    };
    if (reply.raw.closed) end();
    else reply.raw.once('close', end);
    return undefined;
  });
}

/** Takes `bytes` for a request or throws the 503 it is answered with. */
export async function take(account: Account, bytes: number, deadlineMs = WAIT_MS): Promise<void> {
  if (account.grow(bytes)) return;
  const outcome = await account.reserve(bytes, { deadlineMs });
  if (outcome.ok) return;
  throw Object.assign(new Error(outcome.refusal.detail), { statusCode: outcome.refusal.status });
}
