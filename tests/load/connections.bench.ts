// What an idle HTTP connection costs the server, and how many stay open in a memory cgroup of 384 MB: each
// sends one request and then nothing. A connection that finds no room is answered with `Connection: close`.
//
//   npm run bench connections [-- --json]      needs TEST_DATABASE_URL and root for the cgroup
import { setTimeout as wait } from 'node:timers/promises';
import { report } from '../../packages/memory/bench/machine-line.ts';
import { serverUnderLoad } from '../memory/stress/server-under-load.ts';
import { makeMemoryCgroup } from '../support/cgroup.ts';
import { LightConnection } from './light-connection.ts';
import { lightRequest } from './light-request.ts';

const MIB = 1024 * 1024;
const LIMIT_MB = 384;
const STEPS = [1000, 2500, 5000, 7500, 10_000];
const AT_ONCE = 50;
/** After the last request: what it left behind is collected, and a sample has seen it. */
const SETTLE_MS = 4000;
const SILENCE_MS = 300_000;

using cgroup = makeMemoryCgroup(`lexiflow-connections-${process.pid}`, LIMIT_MB * MIB);
const rows: Record<string, string | number>[] = [];
{
  await using target = await serverUnderLoad('connections', 'constrained', cgroup);
  const request = lightRequest('GET', '/api/auth/me', { authorization: target.token });
  const connections: LightConnection[] = [];
  let first: { readonly open: number; readonly bytes: number } | undefined;
  for (const step of STEPS) {
    while (connections.length < step) {
      const fresh = Array.from(
        { length: AT_ONCE },
        () => new LightConnection(target.port, SILENCE_MS),
      );
      await Promise.all(fresh.map((connection) => connection.send(request)));
      connections.push(...fresh);
    }
    await wait(SETTLE_MS);
    const open = connections.filter(({ isReused }) => isReused).length;
    const bytes = cgroup.workingSetBytes();
    first ??= { open, bytes };
    const each = (bytes - first.bytes) / (open - first.open) / 1024;
    rows.push({
      opened: step,
      'still open': open,
      'working set MB': Math.round(bytes / MIB),
      'KB each since the first row': open === first.open ? '–' : each.toFixed(1),
    });
  }
  for (const connection of connections) connection.close();
}
report(`Idle connections in ${LIMIT_MB} MB, constrained`, rows);
