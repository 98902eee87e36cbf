import { fsyncSync } from 'node:fs';
import type { PGlite } from '@electric-sql/pglite';

interface NodeStream {
  /** The descriptor of the real file; folders have none. */
  readonly nfd?: number;
}

interface StreamOperations {
  fsync?: (stream: NodeStream) => number;
}

interface NodeFileSystem {
  readonly filesystems: { readonly NODEFS: { readonly stream_ops: StreamOperations } };
}

const inputOutputError = 29;

/**
 * Makes the engine's `fsync` reach the disk. Its file layer opens and writes real files but leaves
 * this one operation out; its system call asks for it, and takes a number as the error.
 */
export function syncFiles(engine: PGlite): void {
  const { NODEFS } = (engine.Module.FS as unknown as NodeFileSystem).filesystems;
  NODEFS.stream_ops.fsync = ({ nfd }) => {
    if (nfd === undefined) return 0;
    try {
      fsyncSync(nfd);
      return 0;
    } catch {
      return inputOutputError;
    }
  };
}
