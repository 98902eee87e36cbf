import { readFile } from 'node:fs/promises';
import { getHeapStatistics } from 'node:v8';

/**
 * Bytes of engine memory that are in physical memory: a mapping is found by its size, since nothing
 * tells its address. All of them where the system does not list mappings (other than Linux).
 */
export function residentBytes(mappings: string, memoryBytes: number): number {
  const mapping = /^([0-9a-f]+)-([0-9a-f]+) rw[^\n]*\n(?:[A-Z][^\n]*\n)*?Rss: +(\d+) kB/gm;
  for (const [, from = '', to = '', residentKib = ''] of mappings.matchAll(mapping)) {
    if (Number.parseInt(to, 16) - Number.parseInt(from, 16) === memoryBytes) {
      return Number(residentKib) * 1024;
    }
  }
  return memoryBytes;
}

/**
 * What the engine and the worker it runs in hold: resident engine memory (shared buffers are touched
 * only as they fill), the worker's heap, and its external memory. Not in it: the engine's machine
 * code, which V8 does not tell. Takes some milliseconds, most of them outside this thread.
 */
export async function engineFootprint(memoryBytes: number): Promise<number> {
  const mappings = await readFile('/proc/self/smaps', 'latin1').catch(() => '');
  const heap = getHeapStatistics();
  // V8 counts the engine memory as external with its whole length.
  const external = Math.max(0, heap.external_memory - memoryBytes);
  const worker = heap.total_heap_size + heap.malloced_memory + external;
  return residentBytes(mappings, memoryBytes) + worker;
}
