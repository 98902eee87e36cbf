import type { ExecutionContext } from '@nestjs/common';
import type { Priority } from '@lexiflow/memory';
import { rawRequest } from './raw-exchange.ts';
import { routeName } from './route-name.ts';
import { declaredPriority } from './work-priority.ts';

/** What is the same for every call of a route. */
interface Route {
  readonly name: string;
  readonly priority: Priority | undefined;
}

/** A route that was registered with the platform, and what its last call found out about it. */
export interface RegisteredRoute {
  method: string | undefined;
  known: Route | undefined;
}

/**
 * The name and the declared priority of the route of a call. Fastify makes an object to answer either, and
 * a text put together for each call is hashed for each call: once for a registered route is enough.
 */
export function knownRoute(
  context: ExecutionContext,
  request: object,
  registered: RegisteredRoute | undefined,
): Route {
  const { method } = rawRequest(request);
  if (registered?.known !== undefined && registered.method === method) return registered.known;
  const known = { name: routeName(context), priority: declaredPriority(context) };
  // One function may stand for several methods: `@All()`, and HEAD beside GET.
  if (registered !== undefined) Object.assign(registered, { method, known });
  return known;
}
