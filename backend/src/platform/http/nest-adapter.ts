import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';

/**
 * Nest on a Fastify server that already has its hooks, parsers and error answers. What Nest's own
 * adapter would add to every request (six hooks, middleware, handlers for errors and unknown
 * addresses) is left out, because the server's one pass does that work.
 */
export class BareFastifyAdapter extends FastifyAdapter {
  constructor(instance: FastifyInstance) {
    const { addHook } = instance;
    // The adapter's constructor adds six hooks that this server has no use for.
    instance.addHook = (() => instance) as unknown as typeof addHook;
    super(instance);
    instance.addHook = addHook;
  }

  override init(): Promise<void> {
    return Promise.resolve();
  }

  override setErrorHandler(): ReturnType<FastifyAdapter['setErrorHandler']> {
    return this.getInstance();
  }

  override setNotFoundHandler(): ReturnType<FastifyAdapter['setNotFoundHandler']> {
    return this.getInstance();
  }

  override createMiddlewareFactory(): Promise<never> {
    throw new Error('Nest middleware is not used here: extend the request pass instead');
  }
}
