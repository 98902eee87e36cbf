import { readdirSync } from 'node:fs';
import { join, sep } from 'node:path';

/** Files below a folder, as address paths without leading slash; empty when there is no folder. */
export function filesBelow(folder: string): ReadonlySet<string> {
  try {
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
    return new Set(
      entries
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
        .map((path) => path.split(sep).join('/')),
    );
  } catch {
    return new Set();
  }
}
