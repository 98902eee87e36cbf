import type { catalogue } from './catalogue.ts';
import type { Variable } from './variable.ts';

type Values<Node> = {
  readonly [Key in keyof Node]: Node[Key] extends Variable<infer Value> ? Value : Values<Node[Key]>;
};

/** The values as they stand in the environment, one for each variable of the catalogue. */
export type Settings = Values<typeof catalogue>;

/**
 * The configuration of this process: frozen, nested, every value within its accepted range.
 * `server.dataDir` is absolute; `redis.url` is already made of `REDIS_HOST` and `REDIS_PORT` where those are used.
 */
export type Config = Omit<Settings, 'redis'> & {
  readonly redis: Omit<Settings['redis'], 'host' | 'port'>;
};

/** Nest token under which the configuration is injected. */
export const CONFIG = Symbol('lexiflow:config');
