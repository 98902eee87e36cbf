import { createWriteStream } from 'node:fs';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { makeDataFolder } from './make-data-folder.ts';
import { packTar } from './pack-tar.ts';

/**
 * Writes an initialised, empty data folder as `tar.gz` to `target`. Takes seconds and much memory,
 * which is why a build does it once instead of every first start.
 */
export async function makeTemplate(target: string): Promise<void> {
  const parent = await mkdtemp(join(tmpdir(), 'lexiflow-template-'));
  try {
    const folder = join(parent, 'database');
    await makeDataFolder(folder);
    const draft = `${target}.new`;
    await pipeline(packTar(folder), createGzip({ level: 9 }), createWriteStream(draft));
    await rename(draft, target);
  } finally {
    await rm(parent, { recursive: true, force: true });
  }
}
