import type { HttpAdapterHost } from '@nestjs/core';
import type { StreamProcessingMiddleware } from './stream-processing.middleware.ts';

type Adapter = HttpAdapterHost['httpAdapter'] | null | undefined;

interface FastifyLike {
  hasContentTypeParser(type: string): boolean;
  addContentTypeParser(
    type: string,
    parser: (request: unknown, payload: unknown, done: (error: null) => void) => void,
  ): void;
}

/** Puts the middleware before the platform's parsers. Must run before the application is initialised. */
export function installStreams(adapter: Adapter, middleware: StreamProcessingMiddleware): void {
  adapter?.use(middleware.use.bind(middleware));
}

/** Fastify answers 415 for a type that it has no parser for: this one leaves the body unread. */
export function acceptStreams(adapter: Adapter): void {
  if (adapter?.getType() !== 'fastify') return;
  const fastify = adapter.getInstance<FastifyLike>();
  if (fastify.hasContentTypeParser('*')) return;
  fastify.addContentTypeParser('*', (_request, _payload, done) => done(null));
}
