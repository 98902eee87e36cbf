import { readFileSync } from 'node:fs';
import { cgroupFiles, parseKey, parseLimit, parsePressure, workingSetOf } from './cgroup-files.ts';
import type { ReadText } from './cgroup-location.ts';
import { locateCgroup } from './cgroup-location.ts';

/** The memory cgroup of this process at one moment. */
export interface Cgroup {
  readonly version: 1 | 2;
  /** The folder whose limit is the tightest; without a limit the own one. */
  readonly folder: string;
  /** Lowest limit of the own cgroup and its ancestors; null when there is none. */
  readonly limitBytes: number | null;
  readonly usageBytes: number;
  /** See `workingSetOf`. */
  readonly workingSetBytes: number;
  /** Processes killed in this cgroup so far; NaN where the kernel does not count. */
  readonly oomKills: number;
  /** Share of the last 10 s in which some task waited for memory; NaN on v1. */
  readonly psiSomeRatio: number;
}

function readTextFile(path: string): string | undefined {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return undefined;
  }
}

/**
 * Reads the memory cgroup, v1 or v2, nested, with or without a limit. Undefined where there is none
 * (another operating system, no controller, unreadable files).
 */
export function readCgroup(readText: ReadText = readTextFile): Cgroup | undefined {
  const location = locateCgroup(readText);
  if (!location) return undefined;
  const files = cgroupFiles[location.version];
  let folder: string | undefined;
  let limitBytes: number | null = null;
  for (const candidate of location.folders) {
    if (readText(`${candidate}/${files.usage}`) === undefined) continue;
    folder ??= candidate;
    for (const file of files.limits) {
      const bytes = parseLimit(readText(`${candidate}/${file}`));
      if (bytes === null || (limitBytes !== null && bytes >= limitBytes)) continue;
      limitBytes = bytes;
      folder = candidate;
    }
  }
  if (folder === undefined) return undefined;
  const usageBytes = Number(readText(`${folder}/${files.usage}`));
  return {
    version: location.version,
    folder,
    limitBytes,
    usageBytes,
    workingSetBytes: workingSetOf(usageBytes, readText(`${folder}/${files.stat}`) ?? '', files),
    oomKills: parseKey(readText(`${folder}/${files.events}`) ?? '', files.oomKillKey),
    psiSomeRatio: files.pressure
      ? parsePressure(readText(`${folder}/${files.pressure}`) ?? '')
      : NaN,
  };
}
