import { createHash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.mjs';

const SKIPPED = new Set(['node_modules', 'dist']);

/**
 * A short text that changes when any file below the given project paths is added, removed or written.
 * Reads names, sizes and times, never contents; a missing path counts as missing.
 */
export function fingerprintOf(paths) {
  const hash = createHash('sha256').update(process.version.split('.')[0]);
  for (const path of paths) addTo(hash, path);
  return hash.digest('hex');
}

function addTo(hash, path) {
  const stat = statSync(join(root, path), { throwIfNoEntry: false });
  if (stat === undefined) return hash.update(`${path} missing\n`);
  if (!stat.isDirectory()) return hash.update(`${path} ${stat.size} ${stat.mtimeMs}\n`);
  for (const name of readdirSync(join(root, path)).sort()) {
    if (!SKIPPED.has(name) && !name.endsWith('.tsbuildinfo')) addTo(hash, `${path}/${name}`);
  }
}
