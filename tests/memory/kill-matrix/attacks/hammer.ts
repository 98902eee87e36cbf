import { setTimeout as wait } from 'node:timers/promises';
import { LightConnection } from '../../../load/light-connection.ts';
import type { AttackContext } from './attack.ts';

/** How the connections of an attack behave. */
export interface HammerOptions {
  readonly connections: number;
  /** The next request of a connection. */
  readonly next: () => Buffer;
  /** Pause after a refusal or a failure. Default 100 ms. */
  readonly pauseMs?: number;
}

/** Sends requests on all connections, one after the other on each, until the attack ends. */
export async function hammer(context: AttackContext, options: HammerOptions): Promise<void> {
  const { port, signal, tally } = context;
  const { connections, next, pauseMs = 100 } = options;
  const one = async (): Promise<void> => {
    const connection = new LightConnection(port);
    signal.addEventListener('abort', () => connection.close(), { once: true });
    while (!signal.aborted) {
      try {
        const { status } = await connection.send(next());
        if (status < 400) tally.served++;
        else if (status === 503 || status === 429) tally.refused++;
        else tally.rejected++;
        if (status >= 400) await wait(pauseMs);
      } catch {
        if (signal.aborted) return;
        tally.failed++;
        await wait(Math.max(pauseMs, 20));
      }
    }
  };
  await Promise.all(Array.from({ length: Math.round(connections) }, one));
}
