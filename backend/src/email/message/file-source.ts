import { createReadStream } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { isAbsolute, join, relative } from 'node:path';
import { emailErrors } from '../email.errors.ts';
import type { AttachmentSource } from './attachment-sources.ts';

/** Bytes read from a file at a time. */
const PIECE_BYTES = 64 * 1024;

/**
 * Attachments that are files under one folder; `ref` is the path below it. A path that leads out of
 * the folder, also by a link, counts as missing.
 */
export class FileSource implements AttachmentSource {
  readonly name = 'file';
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async bytes(ref: string): Promise<number> {
    return (await stat(await this.#path(ref))).size;
  }

  async *open(ref: string): AsyncIterable<Uint8Array> {
    const path = await this.#path(ref);
    yield* createReadStream(path, { highWaterMark: PIECE_BYTES }) as AsyncIterable<Uint8Array>;
  }

  async #path(ref: string): Promise<string> {
    try {
      const folder = await realpath(this.#folder);
      const path = await realpath(join(folder, ref));
      const below = relative(folder, path);
      const isBelow = below !== '' && !below.startsWith('..') && !isAbsolute(below);
      if (isBelow && (await stat(path)).isFile()) return path;
    } catch (cause) {
      throw emailErrors.attachmentMissing({ detail: 'The file cannot be read.', cause });
    }
    throw emailErrors.attachmentMissing('The path names no file of the folder.');
  }
}
