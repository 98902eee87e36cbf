// What the memory library costs on a small JSON route: of bare frameworks, and of the server of this project
// (which must be built: npm run build).
//
//   node tests/load/governor-cost.bench.ts [--starts 3] [--seconds 15] [--processes 5] [--rounds 6] [--connections 50] [--sleep] [--json]
//
// First within one server that changes between the route with and without every few hundred requests: what
// is added to a request, to a tenth of a microsecond. Then between processes, with all that runs in the
// background; two processes of the same program differ by some per cent for as long as they live (compiled
// code, addresses) and a shared machine is another one ten seconds later, so each variant is started several
// times, and measured right beside the one without. Server and client are on one processor there: on two,
// whose client sleeps how often decides more than the program does. What is left of chance shows in
// `fastify-again`. `--starts 0` leaves out the first part, `--processes 0` the second; `--sleep` lets the
// processors sleep, as they do otherwise.
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs, promisify } from 'node:util';
import { report } from '../../packages/memory/bench/machine-line.ts';
import { sparePort } from '../support/spare-port.ts';
import { keepAwake } from './keep-awake.ts';
import { ownVariants, switchOwnServer, type OwnVariant } from './own-server.ts';
import { variants, type Variant } from './small-route.ts';
import type { TurnPair } from './turns.ts';
import { pinned, runWrk } from './wrk.ts';

const { values } = parseArgs({
  options: {
    starts: { type: 'string', default: '3' },
    processes: { type: 'string', default: '5' },
    rounds: { type: 'string', default: '6' },
    seconds: { type: 'string', default: '15' },
    connections: { type: 'string', default: '50' },
    sleep: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});
const [starts, processes] = [Number(values.starts), Number(values.processes)];
const rounds = Number(values.rounds);
/** Of one round of a process. */
const roundSeconds = 1;
/** Until V8 has compiled what a request runs: the server is slower by a third after two. */
const warmUpSeconds = 12;
/**
 * Between two rounds a process is quiet, and V8 may then shrink the new space of one whose timers go on, and
 * collect it more often ever after (`--trace-gc`); of one without timers it never does.
 */
const sameNewSpace = ['--min-semi-space-size=16', '--max-semi-space-size=16'];
/** The one that the processes and their client share. */
const processor = 0;
const names = Object.keys(variants) as Variant[];
const others = names.filter((name) => variants[name] !== name);
/** Those that are switched within one server. */
const switchable: readonly (Variant | OwnVariant)[] = [...others, ...ownVariants];
/** Those that are compared between processes as well; the rest explain the figures within one. */
const whole: readonly Variant[] = [
  'fastify-again',
  'fastify-governor',
  'fastify-everything',
  'nest-module',
  'nest-everything',
];

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

/** The rounds of one process, each right beside one of a process without the library. */
interface ProcessRounds {
  readonly bare: Round[];
  readonly own: Round[];
}

/** What one variant was seen to do. */
interface Seen {
  /** Of each start. */
  readonly processes: ProcessRounds[];
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
  const node = [process.execPath, ...process.execArgv, '--expose-gc', ...sameNewSpace, program];
  const [command = '', ...args] = [...pinned(processor), ...node];
  const child = spawn(command, args, {
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
  const load = { connections: Number(values.connections), seconds: duration, processor };
  const { requests, requestsPerSecond } = await runWrk(url, load);
  return { rate: requestsPerSecond, costUs: (processorUs(child.pid) - beforeUs) / requests };
}

const seen = Object.fromEntries(
  switchable.map((name) => [name, { processes: [], switched: [] }]),
) as unknown as Record<Variant | OwnVariant, Seen>;

async function measureOneStart(): Promise<void> {
  const servers = new Map<Variant, Running>();
  try {
    const wanted = new Set(whole.flatMap((name) => [variants[name], name]));
    for (const name of wanted) servers.set(name, await start(name));
    for (const server of servers.values()) await ask(server, warmUpSeconds);
    for (const name of whole) {
      seen[name].processes.push(await compare(servers.get(variants[name])!, servers.get(name)!));
    }
  } finally {
    for (const { child } of servers.values()) child.kill();
  }
}

async function compare(without: Running, withIt: Running): Promise<ProcessRounds> {
  const [bare, own]: [Round[], Round[]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    // Now one first and now the other, so that neither always has the other's heat before it.
    if (round % 2 === 0) bare.push(await ask(without, roundSeconds));
    own.push(await ask(withIt, roundSeconds));
    if (round % 2 === 1) bare.push(await ask(without, roundSeconds));
  }
  return { bare, own };
}

/** Has one server change between with and without the library. */
async function switchWithin(name: Variant | OwnVariant): Promise<Added> {
  const own = ownVariants.find((each) => each === name);
  const pairs = own
    ? await switchOwnServer(own, Number(values.seconds))
    : await switchRoutes(name as Variant);
  const added = clip(pairs.map(({ bareUs, ownUs }) => ownUs - bareUs));
  return {
    bareUs: mean(clip(pairs.map(({ bareUs }) => bareUs))),
    addedUs: mean(added),
    errorUs: standardError(added),
  };
}

async function switchRoutes(name: Variant): Promise<TurnPair[]> {
  const program = new URL('switched-routes.ts', import.meta.url).pathname;
  const args = [...process.execArgv, '--expose-gc', program];
  const { PATH } = process.env;
  const { connections: CONNECTIONS, seconds: SECONDS } = values;
  const { stdout } = await promisify(execFile)(process.execPath, args, {
    env: { PATH, NODE_ENV: 'production', VARIANT: name, CONNECTIONS, SECONDS },
    maxBuffer: 64e6,
  });
  return JSON.parse(stdout) as TurnPair[];
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

function costOf(these: readonly Round[]): number {
  return mean(these.map(({ costUs }) => costUs));
}

function rateOf(these: readonly Round[]): number {
  return mean(these.map(({ rate }) => rate));
}

using awake = values.sleep ? null : keepAwake();
for (let each = 0; each < starts; each++) {
  for (const name of switchable) seen[name].switched.push(await switchWithin(name));
}
for (let each = 0; each < processes; each++) await measureOneStart();
const how = `GET small JSON, ${values.connections} connections, processors ${awake ? 'kept awake' : 'free to sleep'}`;
if (starts > 0) {
  report(
    `Added to a request within one server, ${how}, ${starts} starts of ${values.seconds} s`,
    switchable.map((name) => {
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
}
if (processes > 0) {
  report(
    `Between processes, client and server on one processor, ${how}, ${processes} starts, ${rounds} rounds of ${roundSeconds} s each`,
    whole.map((name) => {
      const all = seen[name].processes;
      const [bareUs, ownUs] = [
        all.map(({ bare }) => costOf(bare)),
        all.map(({ own }) => costOf(own)),
      ];
      const addedUs = ownUs.map((us, at) => us - bareUs[at]!);
      const rates = all.map(({ bare, own }) => rateOf(own) / rateOf(bare));
      return {
        server: name,
        'CPU µs without': mean(bareUs).toFixed(1),
        'µs added': mean(addedUs).toFixed(2),
        'standard error': standardError(addedUs).toFixed(2),
        'ratio by CPU': (mean(bareUs) / mean(ownUs)).toFixed(3),
        'requests/s': Math.round(mean(all.map(({ own }) => rateOf(own)))),
        'ratio by requests/s': mean(rates).toFixed(3),
      };
    }),
  );
}
