import type { Refusal } from '@lexiflow/memory';

/** Fastify's reply or Express's response, as far as a header of it is set here. */
export interface Reply {
  header?(name: string, value: string): unknown;
  setHeader?(name: string, value: string): unknown;
}

/** Tells an HTTP client when to come back, where that helps. */
export function setRetryAfter(reply: Reply, refusal: Refusal): void {
  if (!refusal.retryHelps) return;
  const seconds = String(refusal.retryAfterSeconds);
  if (reply.header) reply.header('retry-after', seconds);
  else reply.setHeader?.('retry-after', seconds);
}
