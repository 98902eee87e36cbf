import type { ExecutionContext } from '@nestjs/common';

interface ExpressLike {
  readonly method?: string;
  readonly baseUrl?: string;
  readonly route?: { readonly path?: unknown };
}

interface FastifyLike {
  readonly method?: string;
  readonly routeOptions?: { readonly url?: string };
}

/**
 * The name of the route that handles a call: method and pattern (`GET /orders/:id`) for HTTP on
 * Fastify and Express, class and method for everything else. Of bounded variety either way.
 */
export function routeName(context: ExecutionContext): string {
  if (context.getType() === 'http') {
    const request = context.getArgByIndex<ExpressLike & FastifyLike>(0);
    const path = request.routeOptions?.url ?? expressPath(request);
    if (path !== null) return `${request.method ?? 'GET'} ${path}`;
  }
  return `${context.getClass().name}.${context.getHandler().name}`;
}

function expressPath({ baseUrl = '', route }: ExpressLike): string | null {
  return typeof route?.path === 'string' ? baseUrl + route.path : null;
}
