import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ExecutionContext } from '@nestjs/common';

interface Wrapped<T> {
  readonly raw?: T;
}

/** Node's own request behind Fastify's; Express hands out Node's. */
export function rawRequest(request: object): IncomingMessage {
  return (request as Wrapped<IncomingMessage>).raw ?? (request as IncomingMessage);
}

/** Node's own response of an HTTP call, or null where the platform has none (a test double, say). */
export function rawResponse(context: ExecutionContext): ServerResponse | null {
  const response = context.switchToHttp().getResponse<object>();
  const raw = (response as Wrapped<ServerResponse>).raw ?? (response as ServerResponse);
  return typeof raw.once === 'function' ? raw : null;
}
