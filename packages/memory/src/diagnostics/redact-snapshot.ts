import { Readable } from 'node:stream';
import { diagnosticsLimits } from './diagnostics.limits.ts';
import { SnapshotRedactor } from './snapshot-redactor.ts';

/**
 * The heap snapshot that `source` gives, without the contents of its strings. Fails with
 * MEM_SNAPSHOT_FORMAT where it is not in V8's format, before the first byte when its first section tells.
 */
export function redactSnapshot(source: Readable): Readable {
  const redacted = Readable.from(redactedPieces(source), { objectMode: false });
  // A reader that leaves before it has begun starts no iteration, which would end the source.
  redacted.once('close', () => source.destroy());
  return redacted;
}

async function* redactedPieces(source: AsyncIterable<Buffer | string>): AsyncGenerator<Buffer> {
  const redactor = new SnapshotRedactor();
  const { value: most } = diagnosticsLimits.snapshotPieceBytes;
  for await (const chunk of source) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    // V8 may hand over the whole in one: a reader that is slow holds one piece of it twice, not all.
    for (let from = 0; from < bytes.length; from += most) {
      const piece = redactor.write(bytes.subarray(from, from + most));
      if (piece.length > 0) yield piece;
    }
  }
  redactor.end();
}
