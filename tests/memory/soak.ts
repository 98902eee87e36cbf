// Mixed traffic for minutes or hours: does what lives grow? Asks the server for a full collection every
// fifteen seconds and prints the slope of what is left with its 95 % confidence interval. Exit code 1
// when it grows by more than the aim. (What V8's own collections leave is no measure: they run beside the
// program and keep what died meanwhile, so it swings by a tenth for minutes.)
//
//   npm run test:memory:soak -- [--minutes 10] [--users 200] [--share 0.6] [--profile constrained]
//                               [--json]
//
// `--share` is the part of the measured capacity that is offered. Needs TEST_DATABASE_URL.
import { parseArgs } from 'node:util';
import { setTimeout as wait } from 'node:timers/promises';
import { liveMemory } from './stress/server-figures.ts';
import { report } from '../../packages/memory/bench/machine-line.ts';
import { makeMemoryCgroup, type MemoryCgroup } from '../support/cgroup.ts';
import { runLoad } from './stress/run-load.ts';
import { serverUnderLoad } from './stress/server-under-load.ts';
import { blockMedians, fitSlope } from './stress/slope.ts';

const MIB = 1024 * 1024;
const LIMIT_MB = 384;
const AIM_MB_AN_HOUR = 5;
const READ_EVERY_MS = 2000;
/** The server makes one collection on demand in ten seconds at most. */
const COLLECT_EVERY_MS = 15_000;
/** A large request that is under way when a collection comes counts as alive: a median leaves it out. */
const BLOCK_SECONDS = 60;
/** The first part fills caches and pools … */
const WARM_UP = 0.25;
/** … and V8 goes on compiling what is often run; a short run gives half of its time to it. */
const WARM_UP_SECONDS = 300;

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    users: { type: 'string', default: '200' },
    share: { type: 'string', default: '0.6' },
    profile: { type: 'string', default: 'constrained' },
    json: { type: 'boolean', default: false },
  },
});
const seconds = Math.round(60 * Number(values.minutes));
const users = Number(values.users);

let cgroup: MemoryCgroup | undefined;
try {
  cgroup =
    values.profile === 'constrained'
      ? makeMemoryCgroup(`lexiflow-soak-${process.pid}`, LIMIT_MB * MIB)
      : undefined;
} catch (error) {
  console.error(`no memory cgroup: held against the launcher's own budget (${String(error)})`);
}

let holds = false;
try {
  await using target = await serverUnderLoad('soak', values.profile, cgroup);
  const { port, requests, server } = target;
  const warm = await runLoad({ port, requests, users: 64, seconds: 10, pace: 'closed' });
  const offeredPerSecond = Number(values.share) * (warm.served / warm.seconds);
  console.error(
    `offering ${offeredPerSecond.toFixed(0)}/s of ${(warm.served / warm.seconds).toFixed(0)}`,
  );
  const floors: [number, number][] = [];
  const codes: [number, number][] = [];
  const workingSets: [number, number][] = [];
  const startedMs = performance.now();
  const secondsIn = (): number => (performance.now() - startedMs) / 1000;
  const reading = setInterval(() => {
    if (cgroup) workingSets.push([secondsIn(), cgroup.workingSetBytes()]);
  }, READ_EVERY_MS);
  const collecting = setInterval(() => {
    const at = secondsIn();
    liveMemory(target).then(
      ({ bytes, codeBytes }) => {
        floors.push([at, bytes]);
        codes.push([at, codeBytes]);
      },
      (error: unknown) => console.error(`no collection after ${at.toFixed(0)} s: ${String(error)}`),
    );
  }, COLLECT_EVERY_MS);
  const load = await runLoad({ port, requests, users, seconds, pace: 'paced', offeredPerSecond });
  clearInterval(reading);
  clearInterval(collecting);

  const warmSeconds = Math.min(Math.max(WARM_UP * seconds, WARM_UP_SECONDS), seconds / 2);
  const slopeOf = (readings: readonly [number, number][]) =>
    fitSlope(
      blockMedians(
        readings.filter(([at]) => at > warmSeconds),
        BLOCK_SECONDS,
      ),
    );
  const floor = slopeOf(floors);
  const hourly = (bytesASecond: number): string => ((bytesASecond * 3600) / MIB).toFixed(2);
  const answered = load.served + load.refused + load.errors;
  const perMillion = (floor.slope * load.seconds * 1e6) / answered / MIB;
  holds = (floor.slope * 3600) / MIB < AIM_MB_AN_HOUR && server.isRunning();
  const rows = [
    { figure: 'floor, MB an hour', value: hourly(floor.slope) },
    { figure: '95 % interval', value: `${hourly(floor.low)} … ${hourly(floor.high)}` },
    { figure: 'of it compiled code, MB an hour', value: hourly(slopeOf(codes).slope) },
    { figure: 'floor, MB a million requests', value: perMillion.toFixed(1) },
    { figure: 'floor, first and last MB', value: ends(floors) },
    { figure: 'warm-up left out, min', value: (warmSeconds / 60).toFixed(1) },
    {
      figure: 'is zero inside the interval',
      value: floor.low <= 0 && floor.high >= 0 ? 'yes' : 'no',
    },
    { figure: 'requests', value: `${answered} (${load.refused} refused, ${load.errors} failed)` },
    { figure: 'served p95 ms', value: load.p95Ms.toFixed(0) },
    { figure: 'collections', value: String(floors.length) },
  ];
  if (workingSets.length > 2) {
    const { slope, low, high } = slopeOf(workingSets);
    rows.push({
      figure: 'working set, MB an hour',
      value: `${hourly(slope)} (${hourly(low)} … ${hourly(high)})`,
    });
  }
  report(
    `Soak of ${values.minutes} minutes, ${values.profile}: what lives after full collections`,
    rows,
  );
} finally {
  await wait(500);
  cgroup?.[Symbol.dispose]();
}
console.error(`verdict: ${holds ? 'below' : 'NOT below'} ${AIM_MB_AN_HOUR} MB an hour`);
process.exit(holds ? 0 : 1);

function ends(readings: readonly [number, number][]): string {
  const at = (index: number): string => ((readings.at(index)?.[1] ?? NaN) / MIB).toFixed(1);
  return `${at(0)} … ${at(-1)}`;
}
