import type { ChildProcess } from 'node:child_process';
import type { Readable } from 'node:stream';
import { orAbort } from '../flow/or-abort.ts';
import { idleData } from './idle-data.ts';
import { isolationErrors } from './isolation.errors.ts';
import { spawnBounded, tailOf } from './spawn-bounded.ts';

/** What one call may take. */
export interface CallBounds {
  readonly limitBytes: number;
  readonly answerBytes: number;
  readonly timeMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** Gives an order to a process of its own and answers what that says; settles when the process is gone. */
export async function askChild(order: Uint8Array, bounds: CallBounds): Promise<Buffer> {
  const { limitBytes, timeMs, signal } = bounds;
  const over = new AbortController();
  const leave = (): void => over.abort(signal?.reason);
  const timer = setTimeout(() => over.abort(isolationErrors.tookTooLong(`${timeMs} ms.`)), timeMs);
  signal?.addEventListener('abort', leave, { once: true });
  if (signal?.aborted) leave();
  try {
    const idleBytes = await orAbort(idleData(), over.signal);
    const child = await spawnBounded({ limitBytes, idleBytes, timeMs });
    return await answerOf(child, order, bounds, over);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', leave);
  }
}

async function answerOf(
  child: ChildProcess,
  order: Uint8Array,
  { answerBytes, limitBytes }: CallBounds,
  over: AbortController,
): Promise<Buffer> {
  const gone = Promise.withResolvers<void>();
  child.once('close', () => gone.resolve());
  const kill = (): void => {
    child.kill('SIGKILL');
    // Whoever else holds their other ends, nobody waits for those.
    for (const stream of child.stdio) stream?.destroy();
  };
  over.signal.addEventListener('abort', kill, { once: true });
  if (over.signal.aborted) kill();
  const pieces: Buffer[] = [];
  let received = 0;
  const output = tailOf(child);
  (child.stdio[3] as Readable).on('data', (piece: Buffer) => {
    received += piece.length;
    if (received <= answerBytes) pieces.push(piece);
    else over.abort(isolationErrors.answerTooLarge(`Over ${answerBytes} bytes.`));
  });
  // A process that died early does not read to the end; its own end says why.
  child.stdin!.on('error', () => undefined).end(order);
  await gone.promise;
  if (over.signal.aborted) throw over.signal.reason;
  if (child.exitCode !== 0) throw deathOf(child, output(), limitBytes);
  return Buffer.concat(pieces, received);
}

/** V8 and the C++ library say so before they abort; the kernel kills without a word. */
const wantsMemory = /out of memory|allocation failed|bad_alloc/i;

function deathOf(
  { signalCode, exitCode }: ChildProcess,
  output: string,
  limitBytes: number,
): Error {
  if (signalCode === 'SIGXCPU') return isolationErrors.tookTooLong('Of the processor.');
  const isAborted = signalCode !== null && wantsMemory.test(output);
  if (signalCode === 'SIGKILL' || isAborted) {
    return isolationErrors.outgrew(`It was given ${limitBytes} bytes.`);
  }
  const end = signalCode === null ? `status ${exitCode}` : signalCode;
  return isolationErrors.failed(`It ended with ${end}. ${output.trim()}`.trim());
}
