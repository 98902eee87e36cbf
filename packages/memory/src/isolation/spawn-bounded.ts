import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { extname } from 'node:path';
import { buffer } from 'node:stream/consumers';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { deserialize } from 'node:v8';
import { moduleFlags } from '../module-flags.ts';
import { isolationLimits } from './isolation.limits.ts';

const MIB = 1024 * 1024;
/** Half of it is V8's young generation, the rest room for its bookkeeping. */
const BESIDE_OLD_SPACE_MB = 8;
const SHELL = '/bin/sh';
// $0 KiB of private memory, $1 s of the processor. Bounds that stand lower already stay.
const BOUND = `echo 1000 > /proc/self/oom_score_adj
ulimit -c 0; ulimit -d "$0"; ulimit -t "$1"
shift; exec "$@"`;

// Beside this file stands the child in the same language: source or compiled.
const entry = fileURLToPath(
  new URL(`./isolated-child${extname(import.meta.url)}`, import.meta.url),
);

/** Whether the kernel can hold a process to its bytes here: Linux with a shell. */
const isBoundable = process.platform === 'linux' && existsSync(SHELL);

/**
 * Starts the process of a call with at most `limitBytes` of private memory beyond an idle Node's, held
 * by the kernel (RLIMIT_DATA), buffers and native code included; where there is no Linux, V8's heap
 * alone is held. It gets no environment, and may read files but neither write them nor start programs.
 */
export async function spawnBounded(limitBytes: number, timeMs: number): Promise<ChildProcess> {
  if (!isBoundable) return start(process.execPath, nodeArguments(limitBytes));
  const dataBytes = limitBytes + (await idleDataBytes());
  const seconds = Math.ceil((timeMs + isolationLimits.orphanMs.value) / 1000);
  return start(SHELL, [
    '-c',
    BOUND,
    String(Math.ceil(dataBytes / 1024)),
    String(seconds),
    process.execPath,
    ...nodeArguments(limitBytes),
  ]);
}

function start(command: string, args: readonly string[]): ChildProcess {
  return spawn(command, args, {
    // One allocator arena and one thread of the pool: each further one reserves what nothing uses.
    env: { MALLOC_ARENA_MAX: '1', UV_THREADPOOL_SIZE: '1' },
    stdio: ['pipe', 'ignore', 'pipe', 'pipe'],
  });
}

function nodeArguments(limitBytes: number): string[] {
  const oldSpaceMb = Math.floor(limitBytes / MIB) - BESIDE_OLD_SPACE_MB;
  return [
    ...moduleFlags(),
    `--max-old-space-size=${oldSpaceMb}`,
    '--max-semi-space-size=1',
    '--v8-pool-size=1',
    ...permissions(),
    entry,
  ];
}

function permissions(): string[] {
  return process.allowedNodeEnvironmentFlags.has('--permission')
    ? ['--permission', '--allow-fs-read=*']
    : [];
}

let idle: Promise<number> | undefined;

/**
 * Private memory that Node reserves before it does anything. Most of it is address space for compiled
 * code and differs by version, so it is measured, once.
 */
function idleDataBytes(): Promise<number> {
  idle ??= measureIdle().catch((error: unknown) => {
    idle = undefined;
    throw error;
  });
  return idle;
}

async function measureIdle(): Promise<number> {
  const child = start(process.execPath, [
    ...nodeArguments(isolationLimits.leastBytes.value),
    'idle',
  ]);
  child.stdin!.end();
  child.stderr!.resume();
  const failed = new Promise<never>((_, reject) => child.once('error', reject));
  const bytes = await Promise.race([buffer(child.stdio[3] as Readable), failed]);
  const { value } = deserialize(bytes) as { value: string };
  return Number(/^VmData:\s+(\d+) kB/m.exec(value)?.[1]) * 1024;
}
