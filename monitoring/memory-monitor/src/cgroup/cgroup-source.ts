import type { MemoryReading } from '../target/memory-reading.ts';
import type { CgroupLayout } from './cgroup-layout.ts';
import type { FileReader } from './file-reader.ts';
import { findFolder, type FoundFolder } from './find-folder.ts';
import { readCgroup } from './read-cgroup.ts';

/** A cgroup of one target that may vanish and come again under the same or another name. */
export class CgroupSource {
  readonly #files: FileReader;
  readonly #layout: CgroupLayout;
  readonly #paths: readonly string[];
  #lastIdentity: string | null = null;
  /** Folders of this target that came after the first one. */
  restarts = 0;

  constructor(files: FileReader, layout: CgroupLayout, folder: string) {
    this.#files = files;
    this.#layout = layout;
    this.#paths = folder.split('|').map((path) => `${layout.base}/${path}`);
  }

  /** The present figures; null while the cgroup is not there. */
  read(): MemoryReading | null {
    for (const path of this.#paths) {
      const found = findFolder(path);
      if (found === null) continue;
      const reading = readCgroup(this.#files, this.#layout, found.path);
      if (reading === null) continue;
      this.#note(found);
      return reading;
    }
    return null;
  }

  #note({ identity }: FoundFolder): void {
    if (this.#lastIdentity !== null && this.#lastIdentity !== identity) this.restarts++;
    this.#lastIdentity = identity;
  }
}
