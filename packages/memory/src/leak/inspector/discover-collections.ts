import { setImmediate } from 'node:timers/promises';
import type { FoundCollection } from '../found-collection.ts';
import type { LeakRoot } from '../leak-root.ts';
import { CollectionWalk } from './collection-walk.ts';
import { inspectorLimits } from './inspector.limits.ts';
import { Peephole } from './peephole.ts';

/** What one search found. */
export interface Discovery {
  readonly found: readonly FoundCollection[];
  /** False where a bound cut the search short, or hidden fields could not be read at all. */
  readonly complete: boolean;
  /** Work of all slices together. */
  readonly durationMs: number;
  /** The longest slice: as long as that the loop stood still. */
  readonly longestSliceMs: number;
  readonly slices: number;
}

/** How far one search goes. */
export interface DiscoveryOptions {
  /** Objects that are not entered: the detective itself, the governor. */
  readonly skip?: Iterable<object>;
  /** Work of all slices; default `inspectorLimits.work`. */
  readonly workMs?: number;
  /** Work of one slice; default `inspectorLimits.slice`. */
  readonly sliceMs?: number;
  /** Collections handed out; default and at most `inspectorLimits.collections`. */
  readonly collections?: number;
  /** Waited for between two slices; default one turn of the event loop. */
  readonly pause?: () => Promise<unknown>;
  /** Ends the search after the slice that runs. */
  readonly signal?: AbortSignal;
}

/**
 * Searches what the roots reach for collections: own and `#private` fields, variables of closures and
 * modules behind their methods, statics, listeners, and the same inside of what is found. Runs none
 * of their code, keeps nothing alive, and works in slices. At most `inspectorLimits` of everything;
 * nearer objects come first and larger collections are preferred where there are too many.
 */
export async function discoverCollections(
  roots: Iterable<LeakRoot>,
  options: DiscoveryOptions = {},
): Promise<Discovery> {
  const { workMs = inspectorLimits.work.value, sliceMs = inspectorLimits.slice.value } = options;
  const pause = options.pause ?? setImmediate;
  const walk = new CollectionWalk(roots, [...(options.skip ?? []), ...ownParts]);
  const spent = { durationMs: 0, longestSliceMs: 0, slices: 0 };
  let isBlind = false;
  while (!walk.isDone && spent.durationMs < workMs && !options.signal?.aborted) {
    if (spent.slices > 0) await pause();
    const startMs = performance.now();
    isBlind = !runSlice(walk, startMs + Math.min(sliceMs, workMs - spent.durationMs));
    const tookMs = performance.now() - startMs;
    spent.durationMs += tookMs;
    spent.longestSliceMs = Math.max(spent.longestSliceMs, tookMs);
    spent.slices++;
  }
  const most = Math.min(
    options.collections ?? inspectorLimits.collections.value,
    inspectorLimits.collections.value,
  );
  const found = walk.found(most);
  return { found, complete: !walk.wasCut && !isBlind, ...spent };
}

/** What belongs to the search itself, where a root can see it. */
const ownParts = [discoverCollections, CollectionWalk, Peephole];

/** Answers whether hidden fields could be read. */
function runSlice(walk: CollectionWalk, untilMs: number): boolean {
  const peephole = Peephole.open();
  try {
    do walk.step(peephole);
    while (!walk.isDone && performance.now() < untilMs);
  } finally {
    peephole?.[Symbol.dispose]();
  }
  return peephole !== undefined;
}
