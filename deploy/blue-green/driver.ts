import type { Colour } from './colour.ts';
import type { ProxyDoor } from './proxy.ts';

/** What is known of a colour at one moment; null where it cannot be had. */
export interface Figures {
  /** Memory in use by its limit. */
  readonly memoryRatio: number | null;
  /** How often it was started again by itself. */
  readonly restarts: number | null;
}

/** The place where the two colours run: containers or processes. Every method throws with a reason. */
export interface Driver {
  /** Starts a colour; `version` null starts what it ran before. Starting one that runs replaces it. */
  start(colour: Colour, version: string | null): Promise<void>;
  /** Ends a colour with SIGTERM, so that it drains; it can be started again as it was. */
  stop(colour: Colour): Promise<void>;
  /** The address that nginx connects to, `host:port`. */
  address(colour: Colour): string;
  /** The address at which this program reaches it; null when it does not run. */
  url(colour: Colour): Promise<string | null>;
  figures(colour: Colour): Promise<Figures>;
  readonly door: ProxyDoor;
}
