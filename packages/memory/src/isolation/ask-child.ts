import type { ChildProcess } from 'node:child_process';
import type { Readable } from 'node:stream';
import { isolationErrors } from './isolation.errors.ts';
import { isolationLimits } from './isolation.limits.ts';
import { spawnBounded } from './spawn-bounded.ts';

/** What one call may take. */
export interface CallBounds {
  readonly limitBytes: number;
  readonly answerBytes: number;
  readonly timeMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** Gives an order to a process of its own and answers what that says; settles when the process is gone. */
export async function askChild(order: Uint8Array, bounds: CallBounds): Promise<Buffer> {
  const { answerBytes, timeMs, signal } = bounds;
  const child = await spawnBounded(bounds.limitBytes, timeMs);
  const pieces: Buffer[] = [];
  let received = 0;
  let end: Error | undefined;
  const kill = (reason: Error): void => {
    end ??= reason;
    child.kill('SIGKILL');
  };
  const abort = (): void => kill(signal?.reason as Error);
  const timer = setTimeout(() => kill(isolationErrors.tookTooLong(`${timeMs} ms.`)), timeMs);
  signal?.addEventListener('abort', abort, { once: true });
  if (signal?.aborted) abort();
  const output = tailOf(child.stderr!);
  (child.stdio[3] as Readable).on('data', (piece: Buffer) => {
    received += piece.length;
    if (received > answerBytes) kill(isolationErrors.answerTooLarge(`Over ${answerBytes} bytes.`));
    else pieces.push(piece);
  });
  // A process that died early does not read to the end; its own end says why.
  child.stdin!.on('error', () => undefined).end(order);
  const { promise, resolve } = Promise.withResolvers<void>();
  child.once('error', (error) => (end ??= isolationErrors.failed(error.message, { cause: error })));
  child.once('close', () => resolve());
  await promise;
  clearTimeout(timer);
  signal?.removeEventListener('abort', abort);
  if (end) throw end;
  if (child.exitCode !== 0) throw deathOf(child, output(), bounds.limitBytes);
  return Buffer.concat(pieces, received);
}

function tailOf(stream: Readable): () => string {
  let text = '';
  const most = isolationLimits.outputBytes.value;
  stream.setEncoding('utf8').on('data', (piece: string) => (text = (text + piece).slice(-most)));
  return () => text;
}

/** The kernel kills and V8 aborts for want of memory; whoever else ends it has a status or says so. */
function deathOf(child: ChildProcess, output: string, limitBytes: number): Error {
  const { signalCode, exitCode } = child;
  if (signalCode !== null || /out of memory|allocation failed/i.test(output)) {
    return isolationErrors.outgrew(`It was given ${limitBytes} bytes.`);
  }
  return isolationErrors.failed(`It ended with status ${exitCode}. ${output.trim()}`.trim());
}
