// What the memory library costs on a small JSON route: servers in processes of their own, each measured
// right beside the one without it, since a shared machine is another one ten seconds later.
//
//   node tests/load/governor-cost.bench.ts [--starts 3] [--rounds 4] [--seconds 1] [--connections 50] [--json]
//
// Two processes of the same program differ by some per cent for as long as they live (compiled code,
// addresses), so each variant is started several times. What is left of chance shows in `fastify-again`.
// V8's profiler tells what part of a request's time is spent in the library's functions, and the same calls
// inside the process, without a network, what is added there to less than 50 ns.
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs, promisify } from 'node:util';
import { median, report } from '../../packages/memory/bench/machine-line.ts';
import { sparePort } from '../support/spare-port.ts';
import type { RequestProfile } from './governed-profile.ts';
import { variants, type Variant } from './small-route.ts';
import { runWrk } from './wrk.ts';

const { values } = parseArgs({
  options: {
    starts: { type: 'string', default: '3' },
    rounds: { type: 'string', default: '4' },
    seconds: { type: 'string', default: '1' },
    connections: { type: 'string', default: '50' },
    json: { type: 'boolean', default: false },
  },
});
const [starts, rounds, seconds] = [values.starts, values.rounds, values.seconds].map(Number) as [
  number,
  number,
  number,
];
const names = Object.keys(variants) as Variant[];

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
  /** Where the time of a request goes: one for each start. */
  readonly profiles: RequestProfile[];
  /** Processor time of a call inside the process, in ns: a figure for each batch. */
  readonly calls: number[];
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
  names.map((name) => [name, { rounds: [], bare: [], profiles: [], calls: [] }]),
) as unknown as Record<Variant, Seen>;

async function measureOneStart(): Promise<void> {
  const servers = new Map<Variant, Running>();
  try {
    for (const name of names) servers.set(name, await start(name));
    for (const server of servers.values()) await ask(server, 1);
    for (let round = 0; round < rounds; round++) {
      for (const name of names.filter((each) => variants[each] !== each)) {
        const pair = [servers.get(variants[name])!, servers.get(name)!];
        // Now one first and now the other, so that neither always has the other's heat before it.
        const isTurned = round % 2 === 1;
        const first = await ask(pair[isTurned ? 1 : 0]!, seconds);
        const second = await ask(pair[isTurned ? 0 : 1]!, seconds);
        seen[name].bare.push(isTurned ? second : first);
        seen[name].rounds.push(isTurned ? first : second);
      }
    }
  } finally {
    for (const { child } of servers.values()) child.kill();
  }
}

/** Runs a program of this folder to its end; answers what it printed. */
async function outputOf(program: string, env: Record<string, string>): Promise<unknown> {
  const path = new URL(program, import.meta.url).pathname;
  const { stdout } = await promisify(execFile)(process.execPath, [...process.execArgv, path], {
    env: { PATH: process.env['PATH'], NODE_ENV: 'production', ...env },
    maxBuffer: 1e6,
  });
  return JSON.parse(stdout);
}

async function profileEach(): Promise<void> {
  for (const name of names) {
    const env = { VARIANT: name, CONNECTIONS: values.connections };
    seen[name].profiles.push((await outputOf('governed-profile.ts', env)) as RequestProfile);
  }
}

async function callInProcess(): Promise<void> {
  const calls = await outputOf('governed-calls.ts', { VARIANTS: names.join() });
  for (const name of names) seen[name].calls.push(...(calls as Record<Variant, number[]>)[name]);
}

/** The value below which this share of the others lies. */
function quantile(sample: readonly number[], share: number): number {
  return sample.toSorted((a, b) => a - b)[Math.floor(sample.length * share)]!;
}

for (let each = 0; each < starts; each++) {
  await measureOneStart();
  await profileEach();
  await callInProcess();
}
/** All rounds of a variant; of one without the library those beside the others. */
function roundsOf(name: Variant): Round[] {
  if (variants[name] !== name) return seen[name].rounds;
  return names.filter((each) => variants[each] === name).flatMap((each) => seen[each].bare);
}

report(
  `Cost of the memory library, GET small JSON, ${values.connections} connections, ${starts} starts, ${rounds} rounds of ${seconds} s each`,
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
report(
  `Where the processor time of a request goes, by V8's profiler, ${starts} starts`,
  names.map((name) => {
    const { profiles } = seen[name];
    const ratios = profiles.map(({ busyUs, libraryUs }) => 1 - libraryUs / busyUs);
    return {
      server: name,
      'µs a request': median(profiles.map(({ busyUs }) => busyUs)).toFixed(1),
      'writing the answer': median(profiles.map(({ writeUs }) => writeUs)).toFixed(1),
      'library, its hooks and guards': median(profiles.map(({ libraryUs }) => libraryUs)).toFixed(
        2,
      ),
      'ratio without that part': median(ratios).toFixed(3),
      'least … most': `${Math.min(...ratios).toFixed(3)} … ${Math.max(...ratios).toFixed(3)}`,
    };
  }),
);
report(
  `The same without a network, ${starts} starts`,
  names.map((name) => {
    const bare = seen[variants[name]];
    const added = seen[name].calls.map((ns, each) => ns - bare.calls[each]!);
    return {
      server: name,
      'ns a call': Math.round(median(seen[name].calls)),
      'added ns': Math.round(median(added)),
      'middle half': `${Math.round(quantile(added, 0.25))} … ${Math.round(quantile(added, 0.75))}`,
    };
  }),
);
