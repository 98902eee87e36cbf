import { buffer } from 'node:stream/consumers';
import type { Readable } from 'node:stream';
import { deserialize } from 'node:v8';
import { isolationErrors } from './isolation.errors.ts';
import { isolationLimits } from './isolation.limits.ts';
import { isBoundable, startIdle, tailOf } from './spawn-bounded.ts';

let measured: Promise<number> | undefined;

/**
 * Private memory that Node reserves before it does anything, in bytes; 0 where the kernel cannot bound
 * it. Most of it is address space for compiled code and differs by version, so it is measured, once.
 * Rejects with `ISOLATION_UNAVAILABLE`; the next call measures again.
 */
export function idleData(): Promise<number> {
  if (!isBoundable) return Promise.resolve(0);
  measured ??= measure().catch((error: unknown) => {
    measured = undefined;
    throw error;
  });
  return measured;
}

async function measure(): Promise<number> {
  const child = await startIdle();
  const output = tailOf(child);
  const timer = setTimeout(() => child.kill('SIGKILL'), isolationLimits.idleMs.value);
  try {
    child.stdin!.on('error', () => undefined).end();
    const { value } = deserialize(await buffer(child.stdio[3] as Readable)) as { value: string };
    const bytes = Number(/^VmData:\s+(\d+) kB/m.exec(value)?.[1]) * 1024;
    if (bytes > 0) return bytes;
    throw new Error('/proc/self/status has no VmData');
  } catch (error) {
    const detail = `An idle process could not be measured. ${output().trim()}`.trim();
    throw isolationErrors.unavailable(detail, { cause: error });
  } finally {
    clearTimeout(timer);
  }
}
