import type { IncomingHttpHeaders } from 'node:http';
import type { CanActivate, InjectionToken, ModuleMetadata, Type } from '@nestjs/common';
import type { Governor, GovernorOptions, Priority } from '@lexiflow/memory';
import type { LeakDetectionOptions } from './leak/leak-detection.ts';
import { memoryNestErrors } from './memory-nestjs.errors.ts';

/** How `MemoryModule` behaves. All may be left out. */
export interface MemoryModuleOptions {
  /** A governor that exists already; it is then started and stopped by its owner, not by the module. */
  readonly governor?: Governor | undefined;
  /** Options of the governor that the module makes when none is given; one for all applications of a process. */
  readonly options?: GovernorOptions | undefined;
  /** Bytes accounted to one request from which it is reported. Default `memoryNestLimits.warnAboveBytes`. */
  readonly warnAboveBytes?: number | undefined;
  /** Told of a request above `warnAboveBytes`. Default: a warning of Nest's logger. */
  readonly onHeavyRequest?: ((request: HeavyRequest) => void) | undefined;
  /** Class of work of a route, by its name (`GET /orders/:id`); `@WorkPriority` on the handler comes first. Default: `interactive`. */
  readonly priorityOf?: ((route: string) => Priority) | undefined;
  /**
   * Whose work a call is, for fair shares; nothing and '' say nobody's. It is asked before the guards of
   * controllers and routes have run, so it reads what is on the platform's request by then: a header of a
   * gateway, the session that a middleware or a Fastify hook has found. What a client can make up is no
   * answer: each of its calls would be another user's. Default: calls are nobody's.
   */
  userOf?(request: CallRequest): string | null | undefined;
  /** Longest wait of a call for its turn where the pool is full; 0 refuses at once. Default 200 ms. */
  readonly admissionWaitMs?: number | undefined;
  /** Bounds of request bodies, held by `StreamProcessingMiddleware` before any parser. Default: none. */
  readonly bodies?: BodyBounds | undefined;
  /** Whether a `LeakDetective` watches the application's providers and requests. Default false. */
  readonly leakDetection?: boolean | LeakDetectionOptions | undefined;
}

/** A request as the platform hands it out (Express's or Fastify's), with what middleware has put on it. */
export interface CallRequest {
  readonly headers: IncomingHttpHeaders;
}

/** How large bodies may be. */
export interface BodyBounds {
  /** Of any body, all parts of a form together. Default `memoryNestLimits.limitBytes`. */
  readonly limitBytes?: number | undefined;
  /** A larger body is never held as a whole: its handler reads it. Default `memoryNestLimits.thresholdBytes`. */
  readonly thresholdBytes?: number | undefined;
}

/** What decides which parts the module has, and must be known before anything is injected. */
export interface MemoryModuleParts {
  /** Whether every HTTP call passes the `MemoryAdmissionGuard`. Default true. */
  readonly admission?: boolean | undefined;
  /** The endpoints with the figures. Default: none. */
  readonly endpoints?: MemoryEndpointsOptions | undefined;
}

/** Where the figures are served, and who may read them. */
export interface MemoryEndpointsOptions {
  /** Default `memory`. */
  readonly path?: string | undefined;
  /** Guards of all endpoints, by class or as they are. Required unless `insecure`. */
  readonly guards?: readonly (Type<CanActivate> | CanActivate)[] | undefined;
  /** Says that the endpoints may stand open, because something else guards them. */
  readonly insecure?: true | undefined;
  /** Modules whose exports the guards inject. */
  readonly imports?: NonNullable<ModuleMetadata['imports']> | undefined;
}

/** Options of `MemoryModule.forRootAsync`. */
export interface MemoryModuleAsyncOptions extends MemoryModuleParts {
  readonly imports?: NonNullable<ModuleMetadata['imports']> | undefined;
  readonly inject?: readonly InjectionToken[] | undefined;
  // What is injected is the caller's business; Nest types it no better.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly useFactory: (...injected: any[]) => MemoryModuleOptions | Promise<MemoryModuleOptions>;
}

/** A request that held more than it should. */
export interface HeavyRequest {
  readonly route: string;
  readonly peakBytes: number;
  readonly durationMs: number;
}

/** Injection token of the options, for the module's own parts. */
export const MEMORY_OPTIONS = Symbol.for('lexiflow:memory:options');

const optionNames: Readonly<Record<keyof MemoryModuleOptions, true>> = {
  governor: true,
  options: true,
  warnAboveBytes: true,
  onHeavyRequest: true,
  priorityOf: true,
  userOf: true,
  admissionWaitMs: true,
  bodies: true,
  leakDetection: true,
};
const partNames: Readonly<Record<keyof MemoryModuleParts, true>> = {
  admission: true,
  endpoints: true,
};
const asyncNames: Readonly<Record<keyof MemoryModuleAsyncOptions, true>> = {
  ...partNames,
  imports: true,
  inject: true,
  useFactory: true,
};

/** Throws `MEM_MODULE_OPTION_UNKNOWN` for a name that would be ignored in what is given to `forRoot`. */
export function checkRootOptions<T extends MemoryModuleOptions & MemoryModuleParts>(given: T): T {
  return checkNames(given, { ...optionNames, ...partNames });
}

/** The same for what is given to `forRootAsync`. */
export function checkAsyncOptions(given: MemoryModuleAsyncOptions): MemoryModuleAsyncOptions {
  return checkNames(given, asyncNames);
}

/** The same for what the factory of `forRootAsync` answers: parts are known before it runs. */
export function checkMadeOptions(made: MemoryModuleOptions): MemoryModuleOptions {
  return checkNames(made, optionNames);
}

function checkNames<T extends object>(given: T, known: Readonly<Record<string, true>>): T {
  for (const name of Object.keys(given)) {
    if (Object.hasOwn(known, name)) continue;
    throw memoryNestErrors.unknownOption(`"${name}" is none of ${Object.keys(known).join(', ')}.`);
  }
  return given;
}
