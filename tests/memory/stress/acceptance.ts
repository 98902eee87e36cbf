import { LightConnection } from '../../load/light-connection.ts';
import { lightRequest } from '../../load/light-request.ts';
import type { LoadRequest } from './load-plan.ts';

const IN_ROW = 20;
const GIVE_UP_MS = 15_000;

/**
 * Asks for every kind of work in turn until twenty answers in a row are good; answers the time until
 * the first of those twenty, Infinity when they did not come.
 */
export async function acceptanceMs(
  port: number,
  requests: readonly LoadRequest[],
): Promise<number> {
  const kinds = [...new Map(requests.map((request) => [request.kind, request])).values()];
  const connection = new LightConnection(port, 5000);
  const startedMs = performance.now();
  let inRow = 0;
  let sinceMs = 0;
  while (performance.now() - startedMs < GIVE_UP_MS) {
    const { method, path, headers, body } = kinds[inRow % kinds.length]!;
    const askedMs = performance.now() - startedMs;
    const answer = await connection
      .send(lightRequest(method, path, headers, body))
      .catch(() => undefined);
    if (answer && answer.status < 400) {
      if (inRow === 0) sinceMs = askedMs;
      if (++inRow === IN_ROW) break;
    } else inRow = 0;
  }
  connection.close();
  return inRow === IN_ROW ? sinceMs : Infinity;
}
