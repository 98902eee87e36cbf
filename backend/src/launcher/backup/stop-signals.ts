import { constants } from 'node:os';
import { Refusal } from '../refusal.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Runs `work` so that a signal aborts it instead of ending the process: what it began is tidied up. */
export async function untilSignal<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const stopped = new AbortController();
  const handlers = SIGNALS.map((name) => {
    const stop = (): void =>
      stopped.abort(new Refusal(`stopped by ${name}`, 128 + constants.signals[name]));
    process.on(name, stop);
    return () => process.off(name, stop);
  });
  try {
    return await work(stopped.signal);
  } catch (error) {
    // What the abort broke fails in its own way; the reason is the signal.
    stopped.signal.throwIfAborted();
    throw error;
  } finally {
    for (const remove of handlers) remove();
  }
}
