import type { Governor, GovernorOptions, Priority } from '@lexiflow/memory';

/** How `MemoryModule.forRoot` is set up. */
export interface MemoryModuleOptions {
  /** A governor that exists already; it is then started and stopped by its owner, not by the module. */
  readonly governor?: Governor;
  /** Options of the governor that the module makes when none is given. */
  readonly options?: GovernorOptions;
  /** Bytes accounted to one request from which it is reported. Default 50 MB. */
  readonly warnAboveBytes?: number;
  /** Told of a request above `warnAboveBytes`. Default: a warning of Nest's logger. */
  readonly onHeavyRequest?: (request: HeavyRequest) => void;
  /** Class of work of a route, by its name (`GET /orders/:id`). Default: `interactive` for all. */
  readonly priorityOf?: (route: string) => Priority;
}

/** A request that held more than it should. */
export interface HeavyRequest {
  readonly route: string;
  readonly peakBytes: number;
  readonly durationMs: number;
}

/** Injection token of the options, for the module's own parts. */
export const MEMORY_OPTIONS = Symbol.for('lexiflow:memory:options');

/** Default of `warnAboveBytes`. */
export const WARN_ABOVE_BYTES = 50 * 1024 * 1024;
