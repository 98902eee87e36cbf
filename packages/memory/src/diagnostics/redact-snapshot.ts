import { pipeline, Transform } from 'node:stream';
import type { Readable } from 'node:stream';
import { diagnosticsLimits } from './diagnostics.limits.ts';
import { SnapshotRedactor } from './snapshot-redactor.ts';

/**
 * The heap snapshot that `source` gives, without the contents of its strings. Holds two bits for each
 * string, one piece of the source and what leaves for it. Fails with MEM_SNAPSHOT_FORMAT where it is not
 * in V8's format, before the first byte when its first section tells.
 */
export function redactSnapshot(source: Readable): Readable {
  const redactor = new SnapshotRedactor();
  const { value: most } = diagnosticsLimits.snapshotPieceBytes;
  // V8 writes its whole text into the source's queue at once. A transform gets it piece by piece, where
  // iterating the source would join all of the queue to one more buffer of that size.
  const redaction = new Transform({
    highWaterMark: most,
    transform(chunk: Buffer, _, done) {
      try {
        for (let from = 0; from < chunk.length; from += most)
          this.push(redactor.write(chunk.subarray(from, from + most)));
        done();
      } catch (error) {
        done(error as Error);
      }
    },
    flush(done) {
      try {
        redactor.end();
        done();
      } catch (error) {
        done(error as Error);
      }
    },
  });
  // Whoever reads the redaction hears of a failure from it; this only ties the two ends together.
  return pipeline(source, redaction, () => undefined);
}
