import { rename, rm } from 'node:fs/promises';
import { streamCopyFile } from '../stream-copy-file.ts';
import type { MultipartField } from './read-multipart.ts';

/** A file of a form on the disk. */
export interface StoredFile {
  /** Name of its field. */
  readonly name: string;
  /** As the client names it, without folders; never a path to write to. */
  readonly filename: string;
  readonly contentType: string;
  /** Where it is until it is moved. */
  readonly path: string;
  readonly bytes: number;
}

/** A form whose files are on the disk. Disposing of it removes those that were not moved away. */
export class StoredUpload implements AsyncDisposable {
  readonly fields: readonly MultipartField[];
  /** In the order in which they were complete. */
  readonly files: readonly StoredFile[];
  /** Bytes of the whole body. */
  readonly bytes: number;
  readonly #paths: Set<string>;

  constructor(
    fields: readonly MultipartField[],
    files: readonly StoredFile[],
    bytes: number,
    paths: readonly string[],
  ) {
    this.fields = fields;
    this.files = files;
    this.bytes = bytes;
    this.#paths = new Set(paths);
  }

  /**
   * Moves a file to where it stays, in one step on the same file system, else by a copy that takes
   * its name at the end. Afterwards it is the caller's. Replaces what is there.
   */
  async move(file: StoredFile, dest: string): Promise<void> {
    try {
      await rename(file.path, dest);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
      await streamCopyFile(file.path, dest);
      await rm(file.path, { force: true });
    }
    this.#paths.delete(file.path);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#paths].map((path) => rm(path, { force: true })));
    this.#paths.clear();
  }
}
