// What the memory library costs on a small JSON route.
//
//   node tests/load/governor-cost.bench.ts [--starts 3] [--seconds 20] [--rounds 4] [--connections 50] [--sleep] [--json]
//
// First within one server that changes between the route with and without every few hundred requests: what
// is added to a request, to a tenth of a microsecond. Then between processes, with all that runs in the
// background; two processes of the same program differ by some per cent for as long as they live (compiled
// code, addresses) and a shared machine is another one ten seconds later, so each variant is started several
// times, and measured right beside the one without. What is left of chance shows in `fastify-again`.
// `--sleep` lets the processors sleep, as they do otherwise: then what it costs to wake them is measured too.
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs, promisify } from 'node:util';
import { median, report } from '../../packages/memory/bench/machine-line.ts';
import { sparePort } from '../support/spare-port.ts';
import { keepAwake } from './keep-awake.ts';
import { variants, type Variant } from './small-route.ts';
import type { TurnPair } from './switched-routes.ts';
import { runWrk } from './wrk.ts';

const { values } = parseArgs({
  options: {
    starts: { type: 'string', default: '3' },
    rounds: { type: 'string', default: '4' },
    seconds: { type: 'string', default: '20' },
    connections: { type: 'string', default: '50' },
    sleep: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});
const [starts, rounds] = [Number(values.starts), Number(values.rounds)];
/** Of one round of a process. */
const roundSeconds = 1;
const names = Object.keys(variants) as Variant[];
const others = names.filter((name) => variants[name] !== name);

interface Running {
  readonly url: string;
  readonly child: ChildProcess;
}

/** What a server did in one round. */
interface Round {
  readonly rate: number;
  /** Processor time of a request, in µs: what is left of a comparison on a busy machine. */
  readonly costUs: number;
}

/** What one variant was seen to do, a figure for each round. */
interface Seen {
  readonly rounds: Round[];
  /** The round of the same without the library that was right beside it. */
  readonly bare: Round[];
  /** Within one server: of each start what a request took without the library and what that added. */
  readonly switched: Added[];
}

interface Added {
  readonly bareUs: number;
  readonly addedUs: number;
  /** Standard error of `addedUs`. */
  readonly errorUs: number;
}

/** Processor time of all threads of a process so far, in µs. */
function processorUs(pid: number | undefined): number {
  const threads = readdirSync(`/proc/${pid}/task`).map((thread) =>
    Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]),
  );
  return threads.reduce((sum, ns) => sum + ns, 0) / 1000;
}

async function start(name: Variant): Promise<Running> {
  const port = await sparePort();
  const program = new URL('governed-server.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [...process.execArgv, '--expose-gc', program], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { PATH: process.env['PATH'], VARIANT: name, PORT: String(port), NODE_ENV: 'production' },
  });
  const url = `http://127.0.0.1:${port}/small`;
  for (let attempt = 0; attempt < 200; attempt++) {
    if (
      await fetch(url).then(
        ({ ok }) => ok,
        () => false,
      )
    )
      return { url, child };
    await wait(50);
  }
  child.kill();
  throw new Error(`${name} did not start`);
}

async function ask({ url, child }: Running, duration: number): Promise<Round> {
  const beforeUs = processorUs(child.pid);
  const load = { connections: Number(values.connections), seconds: duration };
  const { requests, requestsPerSecond } = await runWrk(url, load);
  return { rate: requestsPerSecond, costUs: (processorUs(child.pid) - beforeUs) / requests };
}

const seen = Object.fromEntries(
  names.map((name) => [name, { rounds: [], bare: [], switched: [] }]),
) as unknown as Record<Variant, Seen>;

async function measureOneStart(): Promise<void> {
  const servers = new Map<Variant, Running>();
  try {
    for (const name of names) servers.set(name, await start(name));
    for (const server of servers.values()) await ask(server, 1);
    for (let round = 0; round < rounds; round++) {
      for (const name of others) {
        const pair = [servers.get(variants[name])!, servers.get(name)!];
        // Now one first and now the other, so that neither always has the other's heat before it.
        const isTurned = round % 2 === 1;
        const first = await ask(pair[isTurned ? 1 : 0]!, roundSeconds);
        const second = await ask(pair[isTurned ? 0 : 1]!, roundSeconds);
        seen[name].bare.push(isTurned ? second : first);
        seen[name].rounds.push(isTurned ? first : second);
      }
    }
  } finally {
    for (const { child } of servers.values()) child.kill();
  }
}

/** Has one server change between a variant and the one without it. */
async function switchWithin(name: Variant): Promise<Added> {
  const program = new URL('switched-routes.ts', import.meta.url).pathname;
  const args = [...process.execArgv, '--expose-gc', program];
  const { PATH } = process.env;
  const { connections: CONNECTIONS, seconds: SECONDS } = values;
  const { stdout } = await promisify(execFile)(process.execPath, args, {
    env: { PATH, NODE_ENV: 'production', VARIANT: name, CONNECTIONS, SECONDS },
    maxBuffer: 64e6,
  });
  const pairs = JSON.parse(stdout) as TurnPair[];
  const added = clip(pairs.map(({ bareUs, ownUs }) => ownUs - bareUs));
  return {
    bareUs: mean(clip(pairs.map(({ bareUs }) => bareUs))),
    addedUs: mean(added),
    errorUs: standardError(added),
  };
}

function mean(sample: readonly number[]): number {
  return sample.reduce((sum, value) => sum + value, 0) / sample.length;
}

function standardError(sample: readonly number[]): number {
  const middle = mean(sample);
  const squares = sample.reduce((sum, value) => sum + (value - middle) ** 2, 0);
  return Math.sqrt(squares / (sample.length - 1) / sample.length);
}

/** Takes what lies beyond the outermost two per cent as that: the machine's other guests had the processor. */
function clip(sample: readonly number[]): number[] {
  const [least, most] = [quantile(sample, 0.02), quantile(sample, 0.98)];
  return sample.map((value) => Math.min(most, Math.max(least, value)));
}

/** The value below which this share of the others lies. */
function quantile(sample: readonly number[], share: number): number {
  return sample.toSorted((a, b) => a - b)[Math.floor(sample.length * share)]!;
}

using awake = values.sleep ? null : keepAwake();
for (let each = 0; each < starts; each++) {
  for (const name of others) seen[name].switched.push(await switchWithin(name));
  await measureOneStart();
}
const how = `GET small JSON, ${values.connections} connections, ${starts} starts, processors ${awake ? 'kept awake' : 'free to sleep'}`;
report(
  `Added to a request within one server, ${how}, ${values.seconds} s each`,
  others.map((name) => {
    const { switched } = seen[name];
    const [bareUs, addedUs] = [
      mean(switched.map((each) => each.bareUs)),
      mean(switched.map((each) => each.addedUs)),
    ];
    const errorUs = Math.hypot(...switched.map((each) => each.errorUs)) / switched.length;
    const ratios = switched.map((each) => each.bareUs / (each.bareUs + each.addedUs));
    return {
      server: name,
      'µs without': bareUs.toFixed(1),
      'µs added': addedUs.toFixed(2),
      'standard error': errorUs.toFixed(2),
      ratio: (bareUs / (bareUs + addedUs)).toFixed(3),
      'of each start': ratios.map((ratio) => ratio.toFixed(3)).join(', '),
    };
  }),
);
/** All rounds of a variant; of one without the library those beside the others. */
function roundsOf(name: Variant): Round[] {
  if (variants[name] !== name) return seen[name].rounds;
  return names.filter((each) => variants[each] === name).flatMap((each) => seen[each].bare);
}

report(
  `Between processes, ${how}, ${rounds} rounds of ${roundSeconds} s each`,
  names.map((name) => {
    const { rounds: own, bare } = seen[name];
    const ratios = own.length === 0 ? [1] : own.map(({ rate }, at) => rate / bare[at]!.rate);
    const saved = own.length === 0 ? [1] : own.map(({ costUs }, at) => bare[at]!.costUs / costUs);
    return {
      server: name,
      'requests/s': Math.round(median(roundsOf(name).map(({ rate }) => rate))),
      'ratio to the same without': median(ratios).toFixed(3),
      'middle half': `${quantile(ratios, 0.25).toFixed(3)} … ${quantile(ratios, 0.75).toFixed(3)}`,
      'CPU µs a request': median(roundsOf(name).map(({ costUs }) => costUs)).toFixed(1),
      'ratio by CPU': median(saved).toFixed(3),
      'middle half by CPU': `${quantile(saved, 0.25).toFixed(3)} … ${quantile(saved, 0.75).toFixed(3)}`,
    };
  }),
);
