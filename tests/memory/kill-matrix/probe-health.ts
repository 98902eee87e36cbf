import { setTimeout as wait } from 'node:timers/promises';
import { Latency } from '../../load/latency.ts';
import { LightConnection } from '../../load/light-connection.ts';
import { lightRequest } from '../../load/light-request.ts';

/** One user of the critical class or of ordinary work, beside an attack. */
export interface SteadyUsers {
  readonly served: number;
  readonly failed: number;
  readonly latency: Latency;
}

/** Requests at a steady pace on several connections until the signal aborts; slower than `timeoutMs` is a failure. */
export function steadyUsers(
  port: number,
  options: {
    readonly path: string;
    readonly connections: number;
    readonly everyMs: number;
    readonly timeoutMs: number;
  },
  signal: AbortSignal,
): SteadyUsers {
  const { path, connections, everyMs, timeoutMs } = options;
  const users = { served: 0, failed: 0, latency: new Latency() };
  const request = lightRequest('GET', path, { 'x-user': 'steady' });
  const one = async (turn: number): Promise<void> => {
    await wait((everyMs * turn) / connections);
    const connection = new LightConnection(port, timeoutMs);
    while (!signal.aborted) {
      const startedMs = performance.now();
      try {
        const { status, ms } = await connection.send(request);
        if (status === 200) {
          users.served++;
          users.latency.add(ms);
        } else users.failed++;
      } catch {
        if (!signal.aborted) users.failed++;
      }
      await wait(Math.max(1, everyMs - (performance.now() - startedMs)));
    }
    connection.close();
  };
  for (let turn = 0; turn < connections; turn++) void one(turn);
  return users;
}
