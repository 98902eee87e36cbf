import type { IncomingMessage, ServerResponse } from 'node:http';

interface Wrapped<T> {
  readonly raw?: T;
}

/** Node's own request behind Fastify's; Express hands out Node's. */
export function rawRequest(request: object): IncomingMessage {
  return (request as Wrapped<IncomingMessage>).raw ?? (request as IncomingMessage);
}

/** Node's own response behind Fastify's reply, or null where the platform has none (a test double, say). */
export function rawResponse(reply: object): ServerResponse | null {
  const raw = (reply as Wrapped<ServerResponse>).raw ?? (reply as ServerResponse);
  return typeof raw.on === 'function' ? raw : null;
}
