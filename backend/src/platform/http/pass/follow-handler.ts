import type { RouteHandlerMethod } from 'fastify';

/**
 * A route's handler that shows in `request.handling` while it runs. Nest gives Fastify one function for
 * each route, whose promise stands for pipes, interceptors, controller and answer together.
 */
export function followHandler(handler: RouteHandlerMethod): RouteHandlerMethod {
  return function follow(request, reply) {
    const running: unknown = handler.call(this, request, reply);
    // A reply, which some handlers answer, can be awaited too: it stands for the response and not for them.
    if (running instanceof Promise) {
      request.handling = running;
      const ended = (): void => {
        request.handling = null;
      };
      running.then(ended, ended);
    }
    return running;
  };
}
