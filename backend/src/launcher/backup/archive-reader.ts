import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import {
  readTarHeader,
  tarPadding,
  tarRecordBytes,
  type TarEntry,
} from '../../platform/database/embedded/tar-header.ts';
import { Refusal } from '../refusal.ts';
import { SUM_ENTRY } from './backup-manifest.ts';
import { ByteSource } from './byte-source.ts';
import { collect } from './collect.ts';

/** What a file system allows for a whole path. */
const LONGEST_NAME_BYTES = 4_096;

/** An entry read from a backup; what of `content` is not read is skipped. */
export interface IncomingEntry extends TarEntry {
  readonly content: AsyncIterable<Buffer>;
}

/**
 * Reads a backup entry by entry in the memory of a few chunks. Throws `Refusal` when the file is not
 * compressed as a backup is, is cut short, or its bytes do not give the checksum at its end.
 */
export async function* readArchive(path: string): AsyncGenerator<IncomingEntry, void, undefined> {
  const file = createReadStream(path, { highWaterMark: 256 * 1024 });
  const gunzip = createGunzip();
  // An error of the file must reach the reader of the stream behind it.
  file.on('error', (error) => gunzip.destroy(error));
  try {
    yield* entriesOf(new ByteSource(file.pipe(gunzip)));
  } catch (error) {
    throw readable(error, path);
  } finally {
    gunzip.destroy();
    file.destroy();
  }
}

async function* entriesOf(source: ByteSource): AsyncGenerator<IncomingEntry, void, undefined> {
  const hash = createHash('sha256');
  let longName: string | null = null;
  for (;;) {
    const record = await source.take(tarRecordBytes);
    const header = readTarHeader(record);
    if (header === null) throw new Error('it ends without its checksum');
    if (header.name === SUM_ENTRY) {
      const told = (await source.take(header.bytes)).toString().trim();
      if (told !== hash.digest('hex')) throw new Error('its bytes do not give its checksum');
      return await source.skipRest();
    }
    hash.update(record);
    const content = hashed(source.pieces(header.bytes), hash);
    if (header.isLongName) {
      if (header.bytes > LONGEST_NAME_BYTES) throw new Error('a name in it is too long');
      longName = (await collect(content)).toString().replace(/\0.*$/s, '');
    } else {
      const name = longName ?? header.name;
      longName = null;
      yield { ...header, name, content: { [Symbol.asyncIterator]: () => content } };
      for await (const _rest of content);
    }
    hash.update(await source.take(tarPadding(header.bytes).length));
  }
}

async function* hashed(
  pieces: AsyncIterable<Buffer>,
  hash: ReturnType<typeof createHash>,
): AsyncGenerator<Buffer, void, undefined> {
  for await (const piece of pieces) {
    hash.update(piece);
    yield piece;
  }
}

function readable(error: unknown, path: string): unknown {
  if (error instanceof Refusal) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return new Refusal(`${path} is not there`);
  if (code === 'Z_DATA_ERROR' || code === 'Z_BUF_ERROR' || code === undefined)
    return new Refusal(`${path} is damaged: ${message}`);
  return error;
}
