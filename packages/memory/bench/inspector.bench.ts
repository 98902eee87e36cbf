/**
 * Cost of the inspector room: processor time per request of a server whose allocations are sampled,
 * the pause of a reading, and the time of a search for collections.
 *
 *   node packages/memory/bench/inspector.bench.ts
 *
 * The servers take turns within each round. Ratios mean something, single figures only on the machine named.
 */
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import autocannon from 'autocannon';
import { AllocationSampler } from '../src/leak/inspector/allocation-sampler.ts';
import { discoverCollections } from '../src/leak/inspector/discover-collections.ts';
import { median, report } from './machine-line.ts';

const rounds = 9;
const requests = 3000;
const noInlining = ['--no-turbo-inlining', '--no-maglev-inlining'];

interface Variant {
  readonly name: string;
  readonly intervalBytes: number;
  readonly flags: readonly string[];
}

const variants: readonly Variant[] = [
  { name: 'no sampling', intervalBytes: 0, flags: [] },
  { name: 'sampling every 512 KiB', intervalBytes: 512 * 1024, flags: [] },
  { name: 'sampling every 128 KiB', intervalBytes: 128 * 1024, flags: [] },
  { name: 'no sampling, inlining off', intervalBytes: 0, flags: noInlining },
];

async function ask(child: ChildProcess): Promise<number> {
  child.send('cpu');
  const [answer] = (await once(child, 'message')) as [number];
  return answer;
}

async function requestCosts(): Promise<void> {
  const servers = await Promise.all(
    variants.map(async (variant) => {
      const script = fileURLToPath(new URL('inspector-server.ts', import.meta.url));
      const execArgv = [...variant.flags];
      const child = fork(script, [String(variant.intervalBytes)], { execArgv });
      const [port] = (await once(child, 'message')) as [number];
      return { variant, child, port, costs: [] as number[] };
    }),
  );
  for (let round = 0; round < rounds; round++) {
    for (const { child, port, costs } of servers) {
      const before = await ask(child);
      await autocannon({ url: `http://127.0.0.1:${port}/`, connections: 8, amount: requests });
      // The first rounds compile.
      if (round > 1) costs.push((1000 * ((await ask(child)) - before)) / requests);
    }
  }
  const base = median(servers[0]!.costs);
  report(
    'processor time per request of a server that makes a page of 66 rows',
    servers.map(({ variant, costs }) => ({
      variant: variant.name,
      'µs/request': median(costs).toFixed(1),
      ratio: (median(costs) / base).toFixed(3),
      spread: `${Math.min(...costs).toFixed(0)} … ${Math.max(...costs).toFixed(0)}`,
    })),
  );
  for (const { child } of servers) child.kill();
}

async function readingCosts(): Promise<void> {
  const rows: Record<string, string | number>[] = [];
  const kept: object[] = [];
  for (const megabytes of [25, 100, 250]) {
    while (process.memoryUsage().heapUsed < megabytes * 1024 * 1024) {
      for (let i = 0; i < 10_000; i++) kept.push({ i, text: `text ${i}`, list: [i] });
    }
    const sampler = new AllocationSampler({ pauseMs: Infinity, share: 1 });
    const pauses: number[] = [];
    for (let i = 0; i < 5; i++) {
      await sampler.start(512 * 1024);
      await sampler.liveSites(10);
      pauses.push(sampler.readMs);
    }
    await sampler.stop();
    rows.push({
      'live heap, MB': megabytes,
      'pause of one reading, ms': median(pauses).toFixed(0),
    });
  }
  report(`reading live sites collects everything first (${kept.length} objects)`, rows);
}

async function searchCosts(): Promise<void> {
  class Service {
    readonly #pending = new Map<number, object>();
    readonly #order: number[] = [];
    readonly options = { host: 'localhost', retries: 3 };
    count() {
      return this.#pending.size + this.#order.length;
    }
  }
  const roots = Array.from({ length: 500 }, (_, i) => ({ name: `S${i}`, value: new Service() }));
  const costs: number[] = [];
  for (let i = 0; i < rounds; i++) {
    const before = process.threadCpuUsage();
    await discoverCollections(roots, { workMs: 60_000 });
    const { user, system } = process.threadCpuUsage(before);
    costs.push((user + system) / roots.length);
  }
  report('search for collections in 500 services with two private collections each', [
    {
      'processor time, µs/service': median(costs).toFixed(0),
      spread: `${Math.min(...costs).toFixed(0)} … ${Math.max(...costs).toFixed(0)}`,
    },
  ]);
}

await requestCosts();
await searchCosts();
await readingCosts();
