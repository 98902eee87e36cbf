// Runs the built memory monitor inside a real memory cgroup of 32 MB while it watches twenty cgroups and two
// servers, and readers ask for all it answers several times a second. A process in another cgroup is killed by
// the kernel meanwhile. Exit code 1 when the monitor was killed, grew above 95 % of the limit, left a reader
// without an answer or did not see the other's end; 69 when no cgroup can be made.
//
//   npm run test:memory:monitor -- [--seconds 60] [--minutes N] [--readers 4] [--json]
import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';
import { setTimeout as wait } from 'node:timers/promises';
import { report } from '../../packages/memory/bench/machine-line.ts';
import { makeMemoryCgroupOrExit, type MemoryCgroup } from '../support/cgroup.ts';
import { startMonitor } from '../support/memory-monitor.ts';
import { startStandIn } from './monitor/stand-in.ts';
import { watchMemory } from './stress/watch-memory.ts';

const MIB = 1024 * 1024;
const LIMIT_MB = 32;
const CGROUPS = 20;
/** As many as the API has. */
const ROUTES = 250;
const PAUSE_MS = 250;
const VICTIM_MB = 16;
const SEEN_WITHIN_MS = 60_000;
const PATHS = ['/', '/metrics', '/api/targets', '/api/rollback?target=api-green', '/api/alerts'];

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    minutes: { type: 'string' },
    readers: { type: 'string', default: '4' },
    json: { type: 'boolean', default: false },
  },
});
const seconds = values.minutes === undefined ? Number(values.seconds) : 60 * Number(values.minutes);

const name = `lexiflow-monitor-${process.pid}`;
const cgroup = makeMemoryCgroupOrExit(name, LIMIT_MB * MIB);
const victim = makeMemoryCgroupOrExit(`${name}-victim`, VICTIM_MB * MIB);
let holds = false;
try {
  using api = await startStandIn(ROUTES);
  await using monitor = await startMonitor(
    {
      MONITOR_CGROUPS: [
        `victim=${name}-victim`,
        ...Array.from({ length: CGROUPS - 1 }, (_, at) => `service-${at}=${name}`),
      ].join(' '),
      MONITOR_METRICS: `api-blue=${api.url}/metrics api-green=${api.url}/metrics`,
      MONITOR_HEALTH: `api-blue=${api.url}/health api-green=${api.url}/health`,
      MONITOR_SCRAPE_SECONDS: '1',
      MONITOR_HEALTH_SECONDS: '1',
      // Half of the time an alert fires and its webhook is refused.
      MONITOR_WARNING_RATIO: '0.5',
      MONITOR_WEBHOOK_URL: 'http://127.0.0.1:1/',
    },
    cgroup,
  );
  using memory = watchMemory(monitor.pid, cgroup);
  let answered = 0;
  const failures: string[] = [];
  const untilMs = performance.now() + seconds * 1000;
  const reader = async (first: number): Promise<void> => {
    for (let turn = first; performance.now() < untilMs && monitor.isRunning(); turn++) {
      const path = PATHS[turn % PATHS.length]!;
      try {
        const answer = await fetch(monitor.url + path, { signal: AbortSignal.timeout(20_000) });
        const text = await answer.text();
        if (answer.status === 200 && text.length > 0) answered++;
        else failures.push(`${path} answered ${answer.status}`);
      } catch (error) {
        failures.push(`${path}: ${String(error)}`);
      }
      await wait(PAUSE_MS);
    }
  };
  const readers = Array.from({ length: Number(values.readers) }, (_, at) => reader(at));
  await outgrow(victim);
  const isKillSeen = await seesKill(monitor.url);
  await Promise.all(readers);
  const { looks, peakBytes } = memory;
  const mean = looks.reduce((sum, bytes) => sum + bytes, 0) / Math.max(1, looks.length);
  const mb = (bytes: number): string => (bytes / MIB).toFixed(1);
  const oomKills = cgroup.oomKills();
  report(`The memory monitor in a memory cgroup of ${LIMIT_MB} MB, ${seconds} s`, [
    {
      'watched cgroups': CGROUPS,
      'metrics pages a second': 2,
      'answers to readers': answered,
      'not answered': failures.length,
      'working set, mean MB': mb(mean),
      'working set, most MB': mb(peakBytes),
      'with page cache, most MB': mb(cgroup.maxUsageBytes()),
      'limit MB': LIMIT_MB,
      'oom kills': oomKills,
      'kill of another seen': isKillSeen ? 'yes' : 'no',
    },
  ]);
  for (const failure of failures.slice(0, 5)) console.error(failure);
  const isAlive = monitor.isRunning();
  if (!isAlive) console.error(monitor.output());
  holds =
    isAlive &&
    oomKills === 0 &&
    answered > 0 &&
    failures.length === 0 &&
    api.answered > 0 &&
    isKillSeen &&
    peakBytes <= 0.95 * LIMIT_MB * MIB;
} finally {
  cgroup[Symbol.dispose]();
  victim[Symbol.dispose]();
}
console.error(holds ? 'verdict: held' : 'verdict: NOT held');
process.exit(holds ? 0 : 1);

/** Runs a program that takes memory without end inside a cgroup, until the kernel ends it. */
async function outgrow(group: MemoryCgroup): Promise<void> {
  const child = spawn('sh', ['-c', `${group.enter} && exec tail /dev/zero`], { stdio: 'ignore' });
  await new Promise((resolve) => child.once('exit', resolve));
}

/** Whether the monitor raises its alert about the victim. */
async function seesKill(url: string): Promise<boolean> {
  const deadline = performance.now() + SEEN_WITHIN_MS;
  while (performance.now() < deadline) {
    const answer = await fetch(`${url}/api/alerts`).catch(() => null);
    const { firing = [] } = ((await answer?.json()) ?? {}) as {
      firing?: { target: string; alert: string }[];
    };
    if (firing.some((one) => one.target === 'victim' && one.alert === 'oom-kill')) return true;
    await wait(PAUSE_MS);
  }
  return false;
}
