import { getHeapSpaceStatistics, getHeapStatistics } from 'node:v8';
import { oldGenerationUsedBytes } from '../probe/machine.ts';
import { oldGenerationLimitBytes } from '../probe/old-generation-limit.ts';

/** One of V8's heap spaces. */
export interface HeapSpace {
  readonly name: string;
  readonly sizeBytes: number;
  readonly usedBytes: number;
  readonly availableBytes: number;
}

/** V8's heap now. */
export interface HeapStatistics {
  /** V8's `heap_size_limit`: old generation and three semi-spaces. */
  readonly heapSizeLimitBytes: number;
  readonly oldGenerationLimitBytes: number;
  readonly oldGenerationUsedBytes: number;
  readonly usedHeapBytes: number;
  readonly committedHeapBytes: number;
  readonly externalBytes: number;
  readonly mallocedBytes: number;
  readonly nativeContexts: number;
  readonly detachedContexts: number;
  readonly spaces: readonly HeapSpace[];
}

/** Reads V8's statistics: some ten microseconds, not for a request's path. */
export function heapStatistics(): HeapStatistics {
  const heap = getHeapStatistics();
  const nodeMajor = Number.parseInt(process.versions.node, 10);
  return {
    heapSizeLimitBytes: heap.heap_size_limit,
    oldGenerationLimitBytes: oldGenerationLimitBytes(
      heap.heap_size_limit,
      process.execArgv,
      nodeMajor,
    ),
    oldGenerationUsedBytes: oldGenerationUsedBytes(),
    usedHeapBytes: heap.used_heap_size,
    committedHeapBytes: heap.total_heap_size,
    externalBytes: heap.external_memory,
    mallocedBytes: heap.malloced_memory,
    nativeContexts: heap.number_of_native_contexts,
    detachedContexts: heap.number_of_detached_contexts,
    spaces: getHeapSpaceStatistics().map((space) => ({
      name: space.space_name,
      sizeBytes: space.space_size,
      usedBytes: space.space_used_size,
      availableBytes: space.space_available_size,
    })),
  };
}
