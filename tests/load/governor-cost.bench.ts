// What the memory library costs on a small JSON route: servers in processes of their own, measured in
// turn round by round.
//
//   node tests/load/governor-cost.bench.ts [--seconds 4] [--rounds 7] [--connections 50] [--json]
import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import autocannon from 'autocannon';
import { median, report } from '../../packages/memory/bench/machine-line.ts';
import { sparePort } from '../support/server.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '4' },
    rounds: { type: 'string', default: '7' },
    connections: { type: 'string', default: '50' },
    json: { type: 'boolean', default: false },
  },
});
const rounds = Number(values.rounds);
/** Each variant and the one without the library that it is held against. */
const variants = [
  ['fastify', 'fastify'],
  ['fastify-governor', 'fastify'],
  ['fastify-everything', 'fastify'],
  ['nest', 'nest'],
  ['nest-module', 'nest'],
  ['nest-everything', 'nest'],
] as const;

interface Variant {
  readonly name: string;
  readonly against: string;
  readonly url: string;
  readonly child: ChildProcess;
  readonly rates: number[];
  /** Processor time of each request, in µs: what is left of a comparison on a busy machine. */
  readonly costs: number[];
}

/** Processor time of a process so far, in µs; the kernel counts in hundredths of a second. */
function processorUs(pid: number | undefined): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10_000;
}

async function start(name: string, against: string): Promise<Variant> {
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
      return { name, against, url, child, rates: [], costs: [] };
    await wait(50);
  }
  child.kill();
  throw new Error(`${name} did not start`);
}

async function load({ name, url, child }: Variant, seconds: number): Promise<[number, number]> {
  const beforeUs = processorUs(child.pid);
  const result = await autocannon({
    url,
    connections: Number(values.connections),
    duration: seconds,
  });
  if (result.non2xx > 0) throw new Error(`${name}: ${result.non2xx} refused`);
  return [result.requests.average, (processorUs(child.pid) - beforeUs) / result.requests.total];
}

const servers: Variant[] = [];
try {
  for (const [name, against] of variants) servers.push(await start(name, against));
  for (const server of servers) await load(server, 2);
  for (let round = 0; round < rounds; round++)
    for (const server of servers) {
      const [rate, costUs] = await load(server, Number(values.seconds));
      server.rates.push(rate);
      server.costs.push(costUs);
    }
  report(
    `Cost of the memory library, GET small JSON, ${values.connections} connections, ${rounds} rounds of ${values.seconds} s`,
    servers.map(({ name, against, rates, costs }) => {
      const bare = servers.find((each) => each.name === against)!;
      const ratios = rates.map((rate, round) => rate / bare.rates[round]!);
      const saved = costs.map((cost, round) => bare.costs[round]! / cost);
      return {
        server: name,
        'requests/s': Math.round(median(rates)),
        'ratio to the same without': median(ratios).toFixed(3),
        least: Math.min(...ratios).toFixed(3),
        most: Math.max(...ratios).toFixed(3),
        'CPU µs a request': median(costs).toFixed(1),
        'ratio by CPU': median(saved).toFixed(3),
      };
    }),
  );
} finally {
  for (const { child } of servers) child.kill();
}
