import { setTimeout as wait } from 'node:timers/promises';
import type { ServerUnderLoad } from './server-under-load.ts';

interface MetricsDocument {
  readonly process: { readonly heapUsedBytes: number; readonly externalBytes: number };
  readonly budget: { readonly oldGeneration: { readonly limitBytes: number } };
  readonly caches: readonly { readonly hits: number; readonly misses: number }[];
}

/** Counters of the server at one moment. */
export interface ServerFigures {
  readonly heapUsedBytes: number;
  readonly heapLimitBytes: number;
  readonly cacheHits: number;
  readonly cacheMisses: number;
  /** Pauses up to each bound, in seconds, all kinds together. */
  readonly pauses: ReadonlyMap<number, number>;
}

/** Reads the figures that need the server's own word. */
export async function serverFigures({ read, server }: ServerUnderLoad): Promise<ServerFigures> {
  const document = await read<MetricsDocument>('/monitoring/memory-metrics');
  const page = await (await fetch(`${server.metricsUrl}/metrics`)).text();
  const pauses = new Map<number, number>();
  for (const [, labels = '', count] of page.matchAll(
    /^nodejs_gc_duration_seconds_bucket\{([^}]*)\} (\d+)/gm,
  )) {
    const bound = /le="([^"]+)"/.exec(labels)?.[1] ?? '';
    const seconds = bound === '+Inf' ? Infinity : Number(bound);
    pauses.set(seconds, (pauses.get(seconds) ?? 0) + Number(count));
  }
  return {
    heapUsedBytes: document.process.heapUsedBytes,
    heapLimitBytes: document.budget.oldGeneration.limitBytes,
    cacheHits: document.caches.reduce((sum, { hits }) => sum + hits, 0),
    cacheMisses: document.caches.reduce((sum, { misses }) => sum + misses, 0),
    pauses,
  };
}

/** The bucket bound, in ms, that 99 % of the pauses between two readings did not exceed. */
export function pauseP99Ms(before: ServerFigures, after: ServerFigures): number {
  const bounds = [...after.pauses.keys()].toSorted((a, b) => a - b);
  const grown = (bound: number): number =>
    (after.pauses.get(bound) ?? 0) - (before.pauses.get(bound) ?? 0);
  const all = grown(Infinity);
  return 1000 * (bounds.find((bound) => grown(bound) >= 0.99 * all) ?? Infinity);
}

/** Waits until the connections of the last load are gone, or a minute. */
export async function connectionsClosed({ server }: ServerUnderLoad): Promise<void> {
  for (let attempt = 0; attempt < 120; attempt++) {
    const page = await fetch(`${server.metricsUrl}/metrics`).then(
      (answer) => answer.text(),
      () => '',
    );
    const open = Number(/^lexiflow_http_connections (\d+)/m.exec(page)?.[1] ?? Infinity);
    if (open < 50) return;
    await wait(500);
  }
}

/** The server makes one collection on demand in ten seconds at most. */
const collectAgainMs = 10_500;

interface HeapDocument {
  readonly spaces: readonly { readonly name: string; readonly usedBytes: number }[];
}

/** What is alive right after a full collection, in bytes. */
export interface LiveMemory {
  /** Heap and external memory. */
  readonly bytes: number;
  /** The part of the heap that is bytecode and machine code: what V8 makes of functions that are often run. */
  readonly codeBytes: number;
}

/** Asks for a full collection and reads what is left; waits until the server may make one. */
export async function liveMemory({ read }: ServerUnderLoad): Promise<LiveMemory> {
  const collect = () => read<{ afterBytes: number }>('/monitoring/gc', 'POST');
  const { afterBytes } = await collect().catch(async () => {
    await wait(collectAgainMs);
    return collect();
  });
  const { spaces } = await read<HeapDocument>('/monitoring/memory/heap-statistics');
  const { process } = await read<MetricsDocument>('/monitoring/memory-metrics');
  return {
    bytes: afterBytes + process.externalBytes,
    codeBytes: spaces
      .filter(({ name }) => /^(code|trusted)_/.test(name))
      .reduce((sum, { usedBytes }) => sum + usedBytes, 0),
  };
}

/**
 * The lower of two readings, each after a collection of its own: the leak detective asks V8 for one by dropping an
 * untouched buffer of 70 MB, which counts as external memory until the next.
 */
export async function settledLiveBytes(target: ServerUnderLoad): Promise<number> {
  const first = await liveMemory(target);
  // Asking too early would count among the few collections that the server makes in a minute.
  await wait(collectAgainMs);
  const second = await liveMemory(target);
  return Math.min(first.bytes, second.bytes);
}
