import type { Colour } from './colour.ts';
import { blueGreenLimits } from './blue-green.limits.ts';
import type { Route } from './upstreams.ts';
import { renderUpstreams, routeName } from './upstreams.ts';

/** How nginx is reached. */
export interface ProxyDoor {
  /** The text of active/upstreams.conf. */
  read(): Promise<string>;
  /** Replaces it as a whole. */
  write(text: string): Promise<void>;
  /** `nginx -t`; throws what it says. */
  test(): Promise<void>;
  /** `nginx -s reload`: returns before the new configuration holds. */
  reload(): Promise<void>;
}

/** Parts of the switch that tests replace. */
export interface ProxyParts {
  readonly door: ProxyDoor;
  readonly address: (colour: Colour) => string;
  /** The name of the route that nginx answers with; null when it does not answer. */
  readonly routeNow: () => Promise<string | null>;
  readonly pause: (ms: number) => Promise<void>;
}

/** Directs the traffic. */
export class Proxy {
  readonly #parts: ProxyParts;

  constructor(parts: ProxyParts) {
    this.#parts = parts;
  }

  /**
   * Makes nginx send new requests along `route`, and returns when it does. A configuration that nginx
   * refuses is taken back before it is loaded; one that does not come to hold is taken back and loaded.
   */
  async switchTo(route: Route): Promise<void> {
    const { door, address } = this.#parts;
    const before = await door.read();
    await door.write(renderUpstreams(route, address));
    try {
      await door.test();
    } catch (error) {
      await door.write(before);
      throw error;
    }
    await door.reload();
    if (await this.#holds(routeName(route))) return;
    await door.write(before);
    await door.reload();
    throw new Error(`nginx did not take up the route ${routeName(route)}`);
  }

  async #holds(name: string): Promise<boolean> {
    const { reloadMs, reloadLookMs } = blueGreenLimits;
    for (let waitedMs = 0; waitedMs < reloadMs; waitedMs += reloadLookMs) {
      if ((await this.#parts.routeNow()) === name) return true;
      await this.#parts.pause(reloadLookMs);
    }
    return false;
  }
}
