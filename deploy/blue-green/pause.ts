import { setTimeout as wait } from 'node:timers/promises';

/** Waits; rejects with the reason of the signal when that ends first. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await wait(ms, undefined, { signal });
  } catch {
    signal.throwIfAborted();
  }
}
