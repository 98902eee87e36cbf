// Starts API, PostgreSQL, Redis, nginx and the memory monitor together, each in a real memory cgroup with the
// limit that the operating guide gives it, loads them through nginx, and prints what the kernel saw. Exit code
// 1 when it killed anything or a working set passed 95 % of its limit; 69 when this machine cannot run it.
//
//   npm run test:memory:stack -- [--seconds 120] [--users 64] [--quick] [--json]
//
// Needs root (cgroups, and the PostgreSQL of tools/postgres.sh), redis-server and nginx.
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { report } from '../../packages/memory/bench/machine-line.ts';
import { budgetMb, serviceNames } from './stack/budget.ts';
import { makeCgroups, startStack, type Cgroups, type Stack } from './stack/start-stack.ts';
import { askMonitor, heldTriggers, watchStack } from './stack/watch-stack.ts';
import { docket } from './stress/docket.ts';
import type { LoadRequest } from './stress/load-plan.ts';
import { mixedRequests } from './stress/mixed-requests.ts';
import { runLoad } from './stress/run-load.ts';

const MIB = 1024 * 1024;
const MOST_RATIO = 0.95;
const MOST_ERRORS = 0.01;
const QUICK_SECONDS = 10;

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '120' },
    users: { type: 'string', default: '64' },
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});
const seconds = values.quick ? QUICK_SECONDS : Number(values.seconds);
const users = Number(values.users);

for (const [program, ...args] of [
  ['redis-server', '--version'],
  ['nginx', '-v'],
] as const) {
  const path = `${process.env['PATH']}:/usr/sbin:/sbin`;
  const { error } = spawnSync(program, args, { env: { PATH: path } });
  if (error) notHere(`${program} is not installed`);
}
using groups = new DisposableStack();
let cgroups: Cgroups;
try {
  cgroups = makeCgroups(groups);
} catch (error) {
  notHere(`no memory cgroup can be made here: ${String(error)}`);
}
process.exitCode = (await measure(cgroups)) ? 0 : 1;
console.error(process.exitCode === 0 ? 'verdict: held' : 'verdict: NOT held');

async function measure(all: Cgroups): Promise<boolean> {
  await using stack = await startStack(all);
  const requests = await fill(stack);
  using watch = watchStack(all);
  const filled = stack.redis.fill(performance.now() + seconds * 1000);
  const load = await runLoad({ port: stack.nginx.port, requests, users, seconds, pace: 'closed' });
  const filledMb = (await filled) / MIB;
  const seen = await askMonitor(stack.monitor);
  const held = await heldTriggers(stack.monitor);
  const mb = (bytes: number): string => (bytes / MIB).toFixed(1);
  const rows = serviceNames.map((name) => {
    const { looks, sumBytes, mostBytes } = watch.services[name];
    return {
      service: name,
      'documents’ budget = limit, MB': budgetMb[name],
      'working set, mean MB': mb(sumBytes / Math.max(1, looks)),
      'working set, most MB': mb(mostBytes),
      'of the limit, most': `${((100 * mostBytes) / all[name].limitBytes).toFixed(0)} %`,
      'with page cache, most MB': mb(all[name].maxUsageBytes()),
      'as the monitor sees it, last MB': mb(seen.find((one) => one.name === name)?.usedBytes ?? 0),
      'oom kills': all[name].oomKills(),
      running: stack.isRunning(name) ? 'yes' : 'no',
    };
  });
  report(`The stack of the operating guide, each service in its memory cgroup, ${seconds} s`, rows);
  const errorRatio = load.errors / Math.max(1, load.served + load.errors);
  report('What it did meanwhile', [
    {
      'load through nginx': `${users} users`,
      served: load.served,
      'refused (503, 429)': load.refused,
      errors: load.errors,
      'written to Redis, MB': filledMb.toFixed(0),
      'rollback triggers that hold': held.join(', ') || 'none',
    },
  ]);
  const kinds = load.kinds.map(({ kind, served, p95Ms }) => ({
    kind,
    served,
    'p95 ms': p95Ms.toFixed(0),
  }));
  report('Served, by kind', kinds);
  for (const example of load.errorExamples) console.error(example);
  return (
    rows.every((row) => row['oom kills'] === 0 && row.running === 'yes') &&
    serviceNames.every(
      (name) => watch.services[name].mostBytes <= MOST_RATIO * all[name].limitBytes,
    ) &&
    serviceNames.every((name) =>
      seen.some((one) => one.name === name && one.limitBytes === all[name].limitBytes),
    ) &&
    load.served > 0 &&
    errorRatio <= MOST_ERRORS
  );
}

/** Imports a little through nginx and answers the requests of the load. */
async function fill({ token, nginx }: Stack): Promise<readonly LoadRequest[]> {
  const { url } = nginx;
  const authorization = `Bearer ${token}`;
  const imported = await fetch(`${url}/api/docket/import`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/x-ndjson' },
    body: Array.from({ length: 100 }, (_, index) => JSON.stringify(docket(index, 50))).join('\n'),
  });
  if (!imported.ok)
    throw new Error(`the first import answered ${imported.status}: ${await imported.text()}`);
  const list = await fetch(`${url}/api/cases?limit=20`, { headers: { authorization } });
  const { items } = (await list.json()) as { items: { id: string }[] };
  return mixedRequests(
    authorization,
    items.map(({ id }) => id),
  );
}

/** Says why nothing was measured. In CI everything must be there. */
function notHere(reason: string): never {
  console.error(`nothing was measured: ${reason}`);
  process.exit(process.env['CI'] === 'true' ? 1 : 69);
}
