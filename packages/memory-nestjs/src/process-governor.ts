import { isDeepStrictEqual } from 'node:util';
import { createGovernor } from '@lexiflow/memory';
import type { Governor, GovernorOptions } from '@lexiflow/memory';
import { memoryNestErrors } from './memory-nestjs.errors.ts';

/** A governor in use by one application. */
export interface GovernorLease {
  readonly governor: Governor;
  /** The application is ready: what it holds now is no longer counted as growth. */
  booted(): void;
  /** The application has ended; the last one stops the governor. Calling it again does nothing. */
  release(): void;
}

interface ProcessGovernor {
  readonly governor: Governor;
  readonly options: GovernorOptions;
  users: number;
  isBooted: boolean;
}

let current: ProcessGovernor | null = null;

/**
 * The governor of this process, made and started for the first application and stopped after the
 * last: a process has one memory, and two governors would each give away all of it. Throws
 * `MEM_MODULE_OPTIONS_DIFFER` when another application runs with other options.
 */
export function leaseGovernor(options: GovernorOptions = {}): GovernorLease {
  if (current !== null && !isSame(current.options, options)) {
    throw memoryNestErrors.optionsDiffer(`${current.users} of them run already.`);
  }
  current ??= { governor: createGovernor(options).start(), options, users: 0, isBooted: false };
  const shared = current;
  shared.users++;
  let isReleased = false;
  return {
    governor: shared.governor,
    booted() {
      if (shared.isBooted) return;
      shared.isBooted = true;
      shared.governor.booted();
    },
    release() {
      if (isReleased) return;
      isReleased = true;
      if (--shared.users > 0) return;
      if (current === shared) current = null;
      shared.governor[Symbol.dispose]();
    },
  };
}

/** A governor that somebody else owns: nothing of it is started or stopped here. */
export function borrowGovernor(governor: Governor): GovernorLease {
  return { governor, booted: () => undefined, release: () => undefined };
}

/** Options that are data: written twice they are the same. Of the others it has to be the same thing. */
const data: ReadonlySet<keyof GovernorOptions> = new Set(['plan', 'cgroup']);

function isSame(one: GovernorOptions, other: GovernorOptions): boolean {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]) as Set<keyof GovernorOptions>;
  return [...names].every((name) =>
    data.has(name) ? isDeepStrictEqual(one[name], other[name]) : Object.is(one[name], other[name]),
  );
}
