import { Buffer } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { requireWhole } from './require-whole.ts';
import { flowLimits } from './flow.limits.ts';
import { ReadCharge } from './read-charge.ts';
import type { FlowAccount } from './read-charge.ts';
import { Standstill } from './standstill.ts';
import type { PauseOptions } from './standstill.ts';

/** How {@link streamCopyFile} copies beside the piece size. */
export interface CopyFileOptions extends PauseOptions {
  /** Charged with the one piece held. */
  readonly account?: FlowAccount;
  readonly signal?: AbortSignal;
  /** Waits until the copy is on the disk before it takes its name. Default false. */
  readonly isDurable?: boolean;
}

/**
 * Copies a file through one buffer of `chunkBytes` (4 KiB – 16 MiB) and answers the bytes copied.
 * The copy is written beside `dest` and renamed at the end, so `dest` is never half-written: on an
 * error or an abort it is what it was before and nothing is left behind. An error of the copying
 * itself carries `byteOffset`, how far it came.
 */
export async function streamCopyFile(
  source: string,
  dest: string,
  chunkBytes: number = flowLimits.copyChunkBytes.value,
  options: CopyFileOptions = {},
): Promise<number> {
  requireWhole('chunkBytes', chunkBytes, 4096, flowLimits.largestChunkBytes.value);
  using charge = new ReadCharge(options.account, options.signal);
  using pause = new Standstill(options, 'file-copy');
  await charge.hold(chunkBytes);
  await using from = await open(source, 'r');
  const partial = `${dest}.${randomUUID()}.partial`;
  const { mode } = await from.stat();
  const to = await open(partial, 'wx', mode & 0o777);
  try {
    const piece = Buffer.allocUnsafeSlow(chunkBytes);
    const copied = await copy(from, to, piece, pause, options.signal);
    if (options.isDurable) await to.datasync();
    await to.close();
    await rename(partial, dest);
    return copied;
  } catch (error) {
    await to.close().catch(() => {});
    await rm(partial, { force: true });
    throw error;
  }
}

async function copy(
  from: FileHandle,
  to: FileHandle,
  buffer: Buffer,
  pause: Standstill,
  signal: AbortSignal | undefined,
): Promise<number> {
  let copied = 0;
  try {
    for (;;) {
      signal?.throwIfAborted();
      if (pause.isPaused) await pause.ready(signal);
      const { bytesRead } = await from.read(buffer, 0, buffer.length, null);
      if (bytesRead === 0) return copied;
      for (let written = 0; written < bytesRead;) {
        written += (await to.write(buffer, written, bytesRead - written)).bytesWritten;
      }
      copied += bytesRead;
    }
  } catch (error) {
    if (error instanceof Error && Object.isExtensible(error) && error !== signal?.reason) {
      Object.assign(error, { byteOffset: copied });
    }
    throw error;
  }
}
