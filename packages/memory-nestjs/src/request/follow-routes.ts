import type { HttpAdapterHost } from '@nestjs/core';
import { exchangeOf } from './admitted-call.ts';
import type { RegisteredRoute } from './known-route.ts';

type Adapter = HttpAdapterHost['httpAdapter'] | null | undefined;
type Handler = (request: object, reply: object, next: unknown) => unknown;
type Register = (...parts: unknown[]) => unknown;

/** The adapter's methods that register a route, by Nest's `RequestMethod`. */
const methods =
  'get post put delete patch all options head search propfind proppatch mkcol copy move lock unlock query';

const followedAdapters = new WeakSet<object>();

/**
 * Makes every route that is registered on the adapter from now on tell its call when its handler has
 * ended, and its requests by which route they came: Nest hands the platform one function for a route,
 * whose promise stands for guards, pipes, interceptors, handler and answer together. Must run before the
 * application is initialised.
 */
export function followRoutes(adapter: Adapter): void {
  if (!adapter || followedAdapters.has(adapter)) return;
  followedAdapters.add(adapter);
  const registers = adapter as unknown as Record<string, Register | undefined>;
  for (const name of methods.split(' ')) {
    const register = registers[name];
    if (typeof register !== 'function') continue;
    registers[name] = (...parts) => {
      const handler = parts.pop();
      const last = typeof handler === 'function' ? followed(handler as Handler) : handler;
      return register.call(adapter, ...parts, last);
    };
  }
}

function followed(handler: Handler): Handler {
  const route: RegisteredRoute = { method: undefined, known: undefined };
  const follower: Handler = (request, reply, next) => {
    const exchange = exchangeOf(request);
    exchange.route = route;
    const running = handler(request, reply, next);
    if (running instanceof Promise) {
      exchange.running++;
      const ended = (): void => {
        if (--exchange.running === 0) exchange.call?.end.handled();
      };
      running.then(ended, ended);
    }
    return running;
  };
  // Version and metadata, which platforms read from the handler, are found through the prototype.
  return Object.setPrototypeOf(follower, handler) as Handler;
}
