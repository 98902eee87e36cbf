import { setImmediate } from 'node:timers/promises';
import { memoryErrors } from '../errors.ts';
import { findGc } from '../governor/find-gc.ts';

/**
 * Lets what is under way end and collects everything. What only a finalizer lets go is gone after
 * the next time. Throws `MEM_COLLECT_UNAVAILABLE` where V8's collector cannot be called.
 */
export async function settle(): Promise<void> {
  const collect = findGc();
  if (!collect) throw memoryErrors.collectUnavailable('expectNoLeak compares floors.');
  await setImmediate();
  // Weak references that were read in an earlier turn no longer keep anything alive.
  await setImmediate();
  collect();
}
