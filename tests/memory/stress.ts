// Ten thousand users against the built server in a real memory cgroup, and a verdict on every line.
// Without a cgroup the launcher's own budget is the limit, and the output says so. Exit code 1 when a
// line does not hold.
//
//   npm run test:memory:stress -- [--profile constrained|balanced] [--minutes N | --seconds N]
//                                 [--users 10000] [--loads paced,closed] [--json]
//
// Needs TEST_DATABASE_URL (a PostgreSQL with pgvector whose user may create databases), root for the
// cgroup, and 2 × users open files.
import { parseArgs } from 'node:util';
import { setTimeout as wait } from 'node:timers/promises';
import { report } from '../../packages/memory/bench/machine-line.ts';
import { makeMemoryCgroup, type MemoryCgroup } from '../support/cgroup.ts';
import { acceptanceMs } from './stress/acceptance.ts';
import { runLoad } from './stress/run-load.ts';
import {
  connectionsClosed,
  pauseP99Ms,
  serverFigures,
  settledLiveBytes,
} from './stress/server-figures.ts';
import type { ServerUnderLoad } from './stress/server-under-load.ts';
import { serverUnderLoad } from './stress/server-under-load.ts';
import type { LoadFacts } from './stress/verdict.ts';
import { verdict } from './stress/verdict.ts';
import { variation, watchMemory } from './stress/watch-memory.ts';

const MIB = 1024 * 1024;
/** Limit of the cgroup for a profile: its budget, with room for what a budget cannot know. */
const limitsMb: Readonly<Record<string, number>> = { constrained: 384, balanced: 3072 };
const OVER_CAPACITY = 3;

const { values } = parseArgs({
  options: {
    profile: { type: 'string', default: 'constrained' },
    minutes: { type: 'string' },
    seconds: { type: 'string' },
    users: { type: 'string', default: '10000' },
    loads: { type: 'string', default: 'paced,closed' },
    json: { type: 'boolean', default: false },
  },
});
const { profile } = values;
const limitMb = limitsMb[profile];
if (limitMb === undefined)
  throw new Error(`no profile ${profile}; known are constrained, balanced`);
const seconds = Number(values.seconds ?? 60 * Number(values.minutes ?? 1));
const users = Number(values.users);

let cgroup: MemoryCgroup | undefined;
try {
  cgroup = makeMemoryCgroup(`lexiflow-stress-${process.pid}`, limitMb * MIB);
} catch (error) {
  console.error(`no memory cgroup: held against the launcher's own budget (${String(error)})`);
}

let holds = true;
try {
  await using target = await serverUnderLoad('stress', profile, cgroup);
  const warm = await runLoad({ ...plan(target), users: 64, seconds: 8, pace: 'closed' });
  const capacity = warm.served / warm.seconds;
  console.error(
    `capacity: ${capacity.toFixed(0)} served/s to 64 users, p95 ${warm.p95Ms.toFixed(0)} ms`,
  );
  // Ten thousand connections leave pools and tables behind that are filled once.
  await runLoad({ ...plan(target), users, seconds: 5, pace: 'paced', offeredPerSecond: capacity });
  for (const pace of values.loads.split(',') as ('paced' | 'closed')[]) {
    const offered = OVER_CAPACITY * capacity;
    const name =
      pace === 'closed'
        ? `${users} requests in flight all the time, nobody waits`
        : `${users} users offer ${offered.toFixed(0)}/s (${OVER_CAPACITY} × capacity) and heed Retry-After`;
    const facts = await measure(target, pace, offered);
    const lines = verdict(facts);
    holds &&= lines.every((line) => line.holds);
    tell(name, facts);
    report(
      `Stress, ${profile}, ${seconds} s: ${name}`,
      lines.map(({ line, aim, measured, holds: does }) => ({
        line,
        aim,
        measured,
        verdict: does ? 'holds' : 'FAILS',
      })),
    );
  }
} finally {
  await wait(500);
  cgroup?.[Symbol.dispose]();
}
console.error(holds ? 'verdict: every line holds' : 'verdict: NOT every line holds');
process.exit(holds ? 0 : 1);

function plan({ port, requests }: ServerUnderLoad): {
  readonly port: number;
  readonly requests: ServerUnderLoad['requests'];
} {
  return { port, requests };
}

async function measure(
  target: ServerUnderLoad,
  pace: 'paced' | 'closed',
  offeredPerSecond: number,
): Promise<LoadFacts> {
  const { server, port, requests } = target;
  await connectionsClosed(target);
  const liveBytesBefore = await settledLiveBytes(target);
  const before = await serverFigures(target);
  using watch = watchMemory(server.pid, cgroup);
  let peakHeapBytes = 0;
  const look = setInterval(() => {
    serverFigures(target)
      .then(({ heapUsedBytes }) => (peakHeapBytes = Math.max(peakHeapBytes, heapUsedBytes)))
      .catch(() => undefined);
  }, 1000);
  const load = await runLoad({ port, users, seconds, pace, offeredPerSecond, requests });
  clearInterval(look);
  const accepted = await acceptanceMs(port, requests);
  await connectionsClosed(target);
  const isAlive = server.isRunning();
  const after = isAlive ? await serverFigures(target) : before;
  const asked = after.cacheHits + after.cacheMisses - before.cacheHits - before.cacheMisses;
  return {
    load,
    peakHeapBytes,
    heapLimitBytes: before.heapLimitBytes,
    peakWorkingSetBytes: watch.peakBytes,
    limitBytes: (limitMb as number) * MIB,
    oomKills: cgroup?.oomKills() ?? 0,
    isAlive,
    cacheHitRatio: (after.cacheHits - before.cacheHits) / Math.max(1, asked),
    pauseP99Ms: pauseP99Ms(before, after),
    variation: variation(watch.looks.slice(watch.looks.length >> 1)),
    acceptanceMs: accepted,
    liveBytesBefore,
    liveBytesAfter: isAlive ? await settledLiveBytes(target) : Infinity,
  };
}

function tell(name: string, { load }: LoadFacts): void {
  const rate = (count: number): string => (count / load.seconds).toFixed(0);
  console.error(
    [
      `\n${name}`,
      `in flight ${load.meanInFlight.toFixed(0)} (most ${load.peakInFlight})`,
      `served ${rate(load.served)}/s, refused ${rate(load.refused)}/s (p95 ${load.refusedP95Ms.toFixed(0)} ms), errors ${load.errors}, reads repeated on a fresh connection ${load.repeated}`,
      `served by kind: ${load.kinds
        .map(({ kind, served, p95Ms }) => `${kind} ${served} (p95 ${p95Ms.toFixed(0)} ms)`)
        .join(', ')}`,
      `while they connected: ${load.arrivals} served, p99 ${load.arrivalP99Ms.toFixed(0)} ms`,
      `load process: ${(100 * load.clientUtilisation).toFixed(0)} % busy, lag p99 ${load.clientLagP99Ms.toFixed(0)} ms: ${load.clientUtilisation < 0.9 ? 'not the bottleneck' : 'IT MAY BE THE BOTTLENECK'}`,
      ...load.errorExamples.map((example) => `error: ${example}`),
    ].join('\n'),
  );
}
