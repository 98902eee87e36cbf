import { closeSync, openSync, readSync } from 'node:fs';
import type { CgroupFiles } from '../budget/cgroup-files.ts';
import { cgroupFiles, parseKey, parsePressure, workingSetOf } from '../budget/cgroup-files.ts';
import type { Cgroup } from '../budget/read-cgroup.ts';
import type { CgroupFigures, CgroupGauge } from './machine.ts';
import { probeLimits } from './probe.limits.ts';

/**
 * Reads the files of one cgroup again and again: opened once, read from their start into one buffer.
 * A file that cannot be opened (no PSI, say) leaves its figure NaN.
 */
export class FileCgroupGauge implements CgroupGauge {
  readonly #files: CgroupFiles;
  readonly #buffer = Buffer.allocUnsafeSlow(probeLimits.statFileBytes.value);
  readonly #usage: number | undefined;
  readonly #stat: number | undefined;
  readonly #events: number | undefined;
  readonly #pressure: number | undefined;

  constructor(cgroup: Pick<Cgroup, 'version' | 'folder'>) {
    this.#files = cgroupFiles[cgroup.version];
    const open = (name: string | undefined): number | undefined => {
      if (name === undefined) return undefined;
      try {
        return openSync(`${cgroup.folder}/${name}`, 'r');
      } catch {
        return undefined;
      }
    };
    this.#usage = open(this.#files.usage);
    this.#stat = open(this.#files.stat);
    this.#events = open(this.#files.events);
    this.#pressure = open(this.#files.pressure);
  }

  read(into: CgroupFigures): void {
    const usage = this.#read(this.#usage);
    into.workingSetBytes = usage
      ? workingSetOf(Number(usage), this.#read(this.#stat), this.#files)
      : NaN;
    into.oomKills = parseKey(this.#read(this.#events), this.#files.oomKillKey);
    into.psiSomeRatio = parsePressure(this.#read(this.#pressure));
  }

  close(): void {
    for (const file of [this.#usage, this.#stat, this.#events, this.#pressure]) {
      if (file !== undefined) closeSync(file);
    }
  }

  #read(file: number | undefined): string {
    if (file === undefined) return '';
    const length = readSync(file, this.#buffer, 0, this.#buffer.length, 0);
    return this.#buffer.toString('latin1', 0, length);
  }
}
