import { createHash } from 'node:crypto';
import {
  tarHeader,
  tarPadding,
  tarRecordBytes,
} from '../../platform/database/embedded/tar-header.ts';
import { SUM_ENTRY } from './backup-manifest.ts';

/** A file or folder on its way into a backup; `content` must give exactly `bytes` bytes. */
export interface OutgoingEntry {
  readonly name: string;
  readonly bytes: number;
  readonly isFolder: boolean;
  readonly content: AsyncIterable<Buffer> | Iterable<Buffer>;
}

/** What went into a backup so far. */
export interface ArchiveTally {
  files: number;
  bytes: number;
}

/**
 * A ustar archive of the entries, piece by piece, closed by an entry that holds the SHA-256 of every
 * byte before it: an archive without it is not whole. Throws when a content has another size than its
 * entry said.
 */
export async function* writeArchive(
  entries: AsyncIterable<OutgoingEntry>,
  tally: ArchiveTally,
): AsyncGenerator<Buffer, void, undefined> {
  const hash = createHash('sha256');
  for await (const { name, bytes, isFolder, content } of entries) {
    for await (const piece of framed({ name, bytes, isFolder, content })) {
      hash.update(piece);
      yield piece;
    }
    tally.files += isFolder ? 0 : 1;
    tally.bytes += bytes;
  }
  const sum = Buffer.from(`${hash.digest('hex')}\n`);
  yield* framed({ name: SUM_ENTRY, bytes: sum.length, isFolder: false, content: [sum] });
  yield Buffer.alloc(2 * tarRecordBytes);
}

async function* framed(entry: OutgoingEntry): AsyncGenerator<Buffer, void, undefined> {
  yield tarHeader(entry);
  let given = 0;
  for await (const piece of entry.content) {
    given += piece.length;
    if (given > entry.bytes) break;
    yield piece;
  }
  if (given !== entry.bytes) throw new Error(`${entry.name} changed while it was read`);
  yield tarPadding(entry.bytes);
}
