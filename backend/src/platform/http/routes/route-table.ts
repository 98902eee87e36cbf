import type { RouteOptions } from 'fastify';
import type { EndpointConfig } from '../endpoint.ts';
import { CollectedRoute } from './collected-route.ts';

/** Every route of the server. A route that declares no endpoint is refused: nothing is open by omission. */
export class RouteTable {
  readonly #routes: CollectedRoute[] = [];

  /**
   * Takes a route that Fastify is about to register. Throws when it carries no `EndpointSpec` in
   * its config, so that the server does not start.
   */
  collect(options: RouteOptions): CollectedRoute {
    const methods = [options.method].flat();
    const name = `${methods.join('|')} ${options.url}`;
    const spec = (options.config as EndpointConfig | undefined)?.endpoint;
    if (spec === undefined) {
      throw new Error(`${name} declares no access rule: add @Endpoint({ access, summary, ... })`);
    }
    const [method = 'GET', ...more] = methods;
    if (more.length > 0) throw new Error(`${name} must be one route for each method`);
    const route = new CollectedRoute(method, options.url, spec);
    this.#routes.push(route);
    return route;
  }

  /** All routes in the order of their registration, `HEAD` twins of `GET` routes included. */
  get all(): readonly CollectedRoute[] {
    return this.#routes;
  }

  /** The methods that some route answers at an address; empty when there is none. */
  methodsAt(address: string): string[] {
    const segments = address.split('/');
    const methods = this.#routes
      .filter((route) => !route.path.includes('*') && route.matches(segments))
      .map((route) => route.method);
    return [...new Set(methods)].sort();
  }
}
