import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { moduleFlags } from '../module-flags.ts';
import { isolationErrors } from './isolation.errors.ts';
import { isolationLimits } from './isolation.limits.ts';

const MIB = 1024 * 1024;
/** Most of it is V8's young generation, the rest room for its bookkeeping. */
const BESIDE_OLD_SPACE_MB = 8;
const SHELL = '/bin/sh';
// $0 KiB of private memory, $1 s of the processor. A hard bound that is lower already stays.
const BOUND = `echo 1000 > /proc/self/oom_score_adj
ulimit -c 0; ulimit -d "$0"; ulimit -t "$1"
shift; exec "$@"`;

// Beside this file stands the child in the same language: source or compiled.
const entry = fileURLToPath(
  new URL(`./isolated-child${extname(import.meta.url)}`, import.meta.url),
);

/** Whether the kernel can hold a process to its bytes here: Linux with a shell. */
export const isBoundable = process.platform === 'linux' && existsSync(SHELL);

/** What a process is started with. */
export interface ProcessBounds {
  readonly limitBytes: number;
  /** What Node reserves before it does anything. */
  readonly idleBytes: number;
  readonly timeMs: number;
}

/**
 * Starts the process of a call with at most `limitBytes` of private memory beyond an idle Node's, held
 * by the kernel (RLIMIT_DATA), buffers and native code included. Without Linux or without `/bin/sh`, V8's
 * heap alone is held. Its own environment is empty; it may read files (those of `/proc` too) but neither write
 * them nor start programs. Rejects with `ISOLATION_UNAVAILABLE` when it cannot be started.
 */
export function spawnBounded(bounds: ProcessBounds): Promise<ChildProcess> {
  const { limitBytes, idleBytes, timeMs } = bounds;
  const command = [process.execPath, ...nodeArguments(limitBytes)];
  if (!isBoundable) return start(command);
  const kib = Math.ceil((limitBytes + idleBytes) / 1024);
  const seconds = Math.ceil((timeMs + isolationLimits.orphanMs.value) / 1000);
  return start([SHELL, '-c', BOUND, String(kib), String(seconds), ...command]);
}

/** Starts a process that answers its `/proc/self/status` and ends. */
export function startIdle(): Promise<ChildProcess> {
  return start([process.execPath, ...nodeArguments(isolationLimits.leastBytes.value), 'idle']);
}

/** Keeps the end of what a process writes to stderr. */
export function tailOf(child: ChildProcess): () => string {
  let text = '';
  const most = isolationLimits.outputBytes.value;
  child.stderr!.setEncoding('utf8').on('data', (piece: string) => {
    text = (text + piece).slice(-most);
  });
  return () => text;
}

async function start([command = '', ...args]: readonly string[]): Promise<ChildProcess> {
  try {
    const child = spawn(command, args, {
      // One allocator arena and one thread of the pool: each further one reserves what nothing uses.
      env: { MALLOC_ARENA_MAX: '1', UV_THREADPOOL_SIZE: '1' },
      stdio: ['pipe', 'ignore', 'pipe', 'pipe'],
    });
    // Out of descriptors or of processes: it is said in an event, and there are no pipes.
    if (child.pid === undefined) throw (await once(child, 'error'))[0];
    // A kill that comes too late is no news.
    return child.on('error', () => undefined);
  } catch (error) {
    throw isolationErrors.unavailable('It could not be started.', { cause: error });
  }
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
  const known = process.allowedNodeEnvironmentFlags;
  // Before Node 22.13 it had another name.
  const flag = ['--permission', '--experimental-permission'].find((name) => known.has(name));
  return flag === undefined ? [] : [flag, '--allow-fs-read=*'];
}
