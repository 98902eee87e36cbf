import type { ExecutionContext } from '@nestjs/common';
import type { Refusal } from '@lexiflow/memory';

interface Reply {
  header?(name: string, value: string): unknown;
  setHeader?(name: string, value: string): unknown;
}

/** Tells an HTTP client when to come back, on Fastify's reply or Express's response. */
export function setRetryAfter(context: ExecutionContext, refusal: Refusal): void {
  if (context.getType() !== 'http' || !refusal.retryHelps) return;
  const reply = context.switchToHttp().getResponse<Reply>();
  const seconds = String(refusal.retryAfterSeconds);
  if (reply.header) reply.header('retry-after', seconds);
  else reply.setHeader?.('retry-after', seconds);
}
