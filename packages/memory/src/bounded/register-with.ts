import type { MemoryHost } from '../governor/host.ts';
import type { Reclaimer } from '../governor/reclaimer.ts';

/**
 * Registers a structure with its host and answers how to take it back. Where the host refuses, what was
 * opened for the structure is closed.
 */
export function registerWith(
  host: Pick<MemoryHost, 'registerReclaimer'> | undefined,
  reclaimer: Reclaimer,
  opened: { close(): void } | undefined,
): (() => void) | undefined {
  try {
    return host?.registerReclaimer(reclaimer);
  } catch (error) {
    opened?.close();
    throw error;
  }
}
