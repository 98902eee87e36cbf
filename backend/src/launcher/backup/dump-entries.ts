import type { OutgoingEntry } from './archive-writer.ts';
import { DUMP_FOLDER } from './backup-manifest.ts';

/** A dump's length is not known before it ends, so it is cut into pieces that are. */
const PIECE_BYTES = 8 * 1024 * 1024;

/** The output of `pg_dump` as entries of 8 MiB; one of them in memory at a time. */
export async function* dumpEntries(
  dump: AsyncIterable<Buffer>,
): AsyncGenerator<OutgoingEntry, void, undefined> {
  let number = 0;
  let chunks: Buffer[] = [];
  let bytes = 0;
  const piece = (): OutgoingEntry => {
    const entry = {
      name: `${DUMP_FOLDER}/${String(++number).padStart(9, '0')}`,
      bytes,
      isFolder: false,
      content: chunks,
    };
    chunks = [];
    bytes = 0;
    return entry;
  };
  for await (const chunk of dump) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes >= PIECE_BYTES) yield piece();
  }
  if (bytes > 0) yield piece();
}
