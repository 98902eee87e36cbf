// Gives work that outgrows its memory to a thread with V8's limits and to an isolated process with the
// same number, each in a real memory cgroup, and prints how it ended, whether the process that gave it away
// is still there, and what all of it took. Exit code 1 when an isolated call did not end alone or the kernel
// had to kill; 69 when no cgroup can be made.
//
//   npm run test:memory:isolation -- [--limit 64] [--mb 600] [--json]
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { report } from '../../packages/memory/bench/machine-line.ts';
import { makeMemoryCgroupOrExit } from '../support/cgroup.ts';
import type { Order } from './isolation/work.ts';

const MIB = 1024 * 1024;
const CGROUP_MB = 1024;

const { values } = parseArgs({
  options: {
    limit: { type: 'string', default: '64' },
    mb: { type: 'string', default: '600' },
    json: { type: 'boolean', default: false },
  },
});
const mb = Number(values.mb);
const kinds: Order[] = [
  { kind: 'nothing', mb: 0 },
  { kind: 'objects', mb },
  { kind: 'one array', mb },
  { kind: 'JSON.parse', mb },
  { kind: 'Buffers', mb },
];

interface End {
  readonly outcome: string;
  readonly ms: number;
}

/** One cell: a host in a cgroup of its own. */
async function run(way: string, order: Order) {
  const name = `lexiflow-isolation-${process.pid}`;
  using cgroup = makeMemoryCgroupOrExit(name, CGROUP_MB * MIB);
  const host = new URL('./isolation/host.ts', import.meta.url).pathname;
  const child = spawn(
    'bash',
    [
      '-c',
      `${cgroup.enter}; exec "$@"`,
      'host',
      process.execPath,
      ...[host, way, values.limit, JSON.stringify(order)],
    ],
    { stdio: ['pipe', 'pipe', 'ignore'] },
  );
  const closed = once(child, 'close') as Promise<[number | null, string | null]>;
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  await lines.next();
  const idle = cgroup.workingSetBytes();
  let peak = idle;
  const watch = setInterval(() => (peak = Math.max(peak, cgroup.workingSetBytes())), 2);
  child.stdin.write('go\n');
  const { value } = await lines.next();
  clearInterval(watch);
  const [status, signal] = await closed;
  const end = value === undefined ? null : (JSON.parse(value as string) as End);
  return {
    end,
    status: signal ?? status,
    grownBytes: peak - idle,
    kills: cgroup.oomKills(),
  };
}

let holds = true;
const rows: Record<string, string | number>[] = [];
for (const order of kinds) {
  for (const way of ['thread', 'isolated']) {
    const { end, status, grownBytes, kills } = await run(way, order);
    const expected = order.kind === 'nothing' ? 'done' : 'ISOLATION_OUTGREW';
    if (way === 'isolated') holds &&= end?.outcome === expected && kills === 0;
    rows.push({
      work: order.kind,
      'takes, MB': order.mb,
      in: way,
      'limit, MB': values.limit,
      'ended with': end?.outcome ?? `the whole process (${status})`,
      'host survived': end === null ? 'NO' : 'yes',
      'most taken beside the idle host, MB': (grownBytes / MIB).toFixed(0),
      'kills by the kernel': kills,
      ms: end === null ? '–' : Math.round(end.ms),
    });
  }
}
report(`Work that outgrows its memory, in a cgroup of ${CGROUP_MB} MB`, rows);
console.log(holds ? 'verdict: held' : 'verdict: NOT held');
process.exit(holds ? 0 : 1);
