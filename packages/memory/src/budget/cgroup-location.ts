/** Answers a file's text, or undefined when it cannot be read. */
export type ReadText = (path: string) => string | undefined;

/** Where the memory controller of this process keeps its files. */
export interface CgroupLocation {
  readonly version: 1 | 2;
  /** Folders of the own cgroup and its ancestors, own first; some may not exist inside a container. */
  readonly folders: readonly string[];
}

interface Mount {
  readonly root: string;
  readonly folder: string;
}

/** Finds the mount of a type in `/proc/self/mountinfo`; of v1 the one whose options name `memory`. */
function findMount(mountinfo: string, type: 'cgroup' | 'cgroup2'): Mount | undefined {
  for (const line of mountinfo.split('\n')) {
    const [left = '', right = ''] = line.split(' - ');
    const [, , , root, folder] = left.split(' ');
    const [lineType, , options = ''] = right.split(' ');
    if (lineType !== type || root === undefined || folder === undefined) continue;
    if (type === 'cgroup' && !options.split(',').includes('memory')) continue;
    return { root, folder };
  }
  return undefined;
}

/** Own folder first, then each ancestor up to the mount. A path outside the mount leaves the mount alone. */
function foldersOf(mount: Mount, path: string): string[] {
  const root = mount.root === '/' ? '' : mount.root;
  const isInside = path === root || path.startsWith(`${root}/`);
  const segments = isInside ? path.slice(root.length).split('/').filter(Boolean) : [];
  if (segments.includes('..')) return [mount.folder];
  return segments
    .map((_, index) => [mount.folder, ...segments.slice(0, segments.length - index)].join('/'))
    .concat(mount.folder);
}

/**
 * Reads `/proc/self/cgroup` and `/proc/self/mountinfo`. A memory controller on v1 wins, because on
 * a hybrid machine the v2 tree is mounted without one. Undefined where there are no cgroups.
 */
export function locateCgroup(readText: ReadText): CgroupLocation | undefined {
  const membership = readText('/proc/self/cgroup') ?? '';
  const mountinfo = readText('/proc/self/mountinfo') ?? '';
  let unifiedPath: string | undefined;
  for (const line of membership.split('\n')) {
    const [id, controllers, ...rest] = line.split(':');
    const path = rest.join(':');
    if (id === '0' && controllers === '') unifiedPath = path;
    if (!controllers?.split(',').includes('memory')) continue;
    const mount = findMount(mountinfo, 'cgroup');
    if (mount) return { version: 1, folders: foldersOf(mount, path) };
  }
  const mount = findMount(mountinfo, 'cgroup2');
  if (unifiedPath === undefined || !mount) return undefined;
  return { version: 2, folders: foldersOf(mount, unifiedPath) };
}
