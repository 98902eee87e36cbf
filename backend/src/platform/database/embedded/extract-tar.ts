import { mkdir, open, type FileHandle } from 'node:fs/promises';
import { dirname, join, normalize, sep } from 'node:path';
import { readTarHeader, tarPadding, tarRecordBytes } from './tar-header.ts';

interface Entry {
  readonly path: string;
  readonly bytes: number;
  readonly isFolder: boolean;
}

function entryOf(record: Uint8Array, folder: string): Entry | null {
  const header = readTarHeader(record);
  if (header === null) return null;
  const { name, bytes, isFolder } = header;
  const path = normalize(join(folder, name));
  if (path !== folder && !path.startsWith(folder + sep)) {
    throw new Error(`the archive names a path outside of its folder: ${name}`);
  }
  return { path, bytes, isFolder };
}

/** Where in the archive the reading stands: in a file's content, in its padding, or between entries. */
class Unpacking implements AsyncDisposable {
  readonly #root: string;
  #rest: Buffer = Buffer.alloc(0);
  #file: FileHandle | null = null;
  #left = 0;
  #padding = 0;

  constructor(root: string) {
    this.#root = root;
  }

  get isInFile(): boolean {
    return this.#left > 0;
  }

  async take(chunk: Uint8Array): Promise<void> {
    this.#rest = this.#rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([this.#rest, chunk]);
    while (await this.#step());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#file?.close();
    this.#file = null;
  }

  // Answers whether what has come may hold more.
  async #step(): Promise<boolean> {
    if (this.#left > 0) {
      const part = this.#rest.subarray(0, this.#left);
      await this.#file?.write(part);
      this.#left -= part.length;
      this.#rest = this.#rest.subarray(part.length);
      if (this.#left > 0) return false;
      await this[Symbol.asyncDispose]();
    }
    if (this.#rest.length < this.#padding + tarRecordBytes) return false;
    const record = this.#rest.subarray(this.#padding, this.#padding + tarRecordBytes);
    this.#rest = this.#rest.subarray(this.#padding + tarRecordBytes);
    this.#padding = 0;
    const entry = entryOf(record, this.#root);
    if (entry !== null) await this.#enter(entry);
    return true;
  }

  async #enter({ path, bytes, isFolder }: Entry): Promise<void> {
    await mkdir(isFolder ? path : dirname(path), { recursive: true, mode: 0o700 });
    if (isFolder) return;
    this.#file = await open(path, 'w', 0o600);
    this.#left = bytes;
    this.#padding = tarPadding(bytes).length;
    if (bytes === 0) await this[Symbol.asyncDispose]();
  }
}

/**
 * Unpacks a ustar archive of files and folders into `folder`; needs the memory of one chunk. Rejects
 * when the archive ends early or names a path outside. Files get mode 0600, folders 0700, as a
 * database folder must.
 */
export async function extractTar(source: AsyncIterable<Uint8Array>, folder: string): Promise<void> {
  const root = normalize(folder);
  await mkdir(root, { recursive: true, mode: 0o700 });
  await using unpacking = new Unpacking(root);
  for await (const chunk of source) await unpacking.take(chunk);
  if (unpacking.isInFile) throw new Error('the archive ends in the middle of a file');
}
