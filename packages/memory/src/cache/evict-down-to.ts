import { cacheLimits } from './cache.limits.ts';
import type { Disposals } from './disposal.ts';
import type { EntryStore } from './entry-store.ts';

/** Entries between two looks at the clock. */
const stride = 128;

/** Evicts until at most `targetBytes` are held, or `cacheLimits.shrinkSliceMs` are over. */
export function evictDownTo(
  targetBytes: number,
  store: Pick<EntryStore<never, never>, 'usedBytes' | 'evict' | 'removeAll'>,
  disposals: Pick<Disposals<never, never>, 'flush'>,
  now: () => number,
): void {
  const untilMs = now() + cacheLimits.shrinkSliceMs.value;
  for (let count = 1; store.usedBytes > targetBytes; count++) {
    // Without entries only the ghost queue is left, and goes too.
    if (!store.evict('shrunk')) store.removeAll('shrunk');
    if (count % stride !== 0) continue;
    disposals.flush();
    if (now() >= untilMs) break;
  }
}
