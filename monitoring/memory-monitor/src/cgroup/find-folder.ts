import { readdirSync, statSync } from 'node:fs';
import { monitorLimits } from '../monitor.limits.ts';

/** A cgroup folder and what tells it from a later one of the same name. */
export interface FoundFolder {
  readonly path: string;
  readonly identity: string;
}

/**
 * The folder that a path names, null when it is not there. A path that ends with `*` names the newest
 * folder there: the cgroup of a container stands below a parent of a known name under an id that nobody
 * knows before.
 */
export function findFolder(path: string): FoundFolder | null {
  if (!path.endsWith('/*')) return lookAt(path)?.found ?? null;
  const parent = path.slice(0, -2);
  let newest: { found: FoundFolder; madeMs: number } | null = null;
  for (const name of childrenOf(parent)) {
    const child = lookAt(`${parent}/${name}`);
    if (child !== null && (newest === null || child.madeMs >= newest.madeMs)) newest = child;
  }
  return newest?.found ?? null;
}

function lookAt(path: string): { found: FoundFolder; madeMs: number } | null {
  let stat;
  try {
    stat = statSync(path);
  } catch {
    // Not there, or not for us to see.
    return null;
  }
  if (!stat.isDirectory()) return null;
  return { found: { path, identity: `${path} ${stat.ino}` }, madeMs: stat.ctimeMs };
}

function childrenOf(parent: string): string[] {
  try {
    return readdirSync(parent, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .slice(0, monitorLimits.cgroupChildren.value)
      .map(({ name }) => name)
      .sort();
  } catch {
    return [];
  }
}
