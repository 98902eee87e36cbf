import { totalmem } from 'node:os';
import { readCgroup } from '../budget/read-cgroup.ts';
import type { Governor } from '../governor/governor.ts';
import type { GcSource } from '../probe/gc-observer.ts';
import { GcObserver } from '../probe/gc-observer.ts';
import type { Machine, MachineFigures } from '../probe/machine.ts';
import { emptyFigures, ProcessMachine } from '../probe/machine.ts';
import { oldGenerationLimitBytes } from '../probe/old-generation-limit.ts';

/** Memory as the detective sees it, in bytes. */
export interface MemoryFigures {
  /** Major collections so far. */
  readonly majors: number;
  readonly heapUsedBytes: number;
  readonly oldUsedBytes: number;
  readonly oldLimitBytes: number;
  readonly externalBytes: number;
  readonly arrayBuffersBytes: number;
  readonly workingSetBytes: number;
  readonly limitBytes: number;
  /** Of the working set, what nobody has named: see the governor. */
  readonly unexplainedBytes: number;
}

/** Where the figures come from, and who says that a major collection has ended. */
export interface MemoryView {
  start(onFloor: () => void): void;
  stop(): void;
  figures(): MemoryFigures;
}

/** The governor's own readings; it makes no observer and no timer. */
export class GovernorView implements MemoryView {
  readonly #governor: Governor;
  #end: (() => void) | undefined;

  constructor(governor: Governor) {
    this.#governor = governor;
  }

  start(onFloor: () => void): void {
    this.#end ??= this.#governor.onFloor(onFloor);
  }

  stop(): void {
    this.#end?.();
    this.#end = undefined;
  }

  figures(): MemoryFigures {
    const { reading, unexplainedBytes } = this.#governor;
    return { ...reading, majors: reading.majorCollections, unexplainedBytes };
  }
}

/** A process without a governor: an observer of collections and the process's own figures. */
export class ProcessView implements MemoryView {
  readonly #machine: Machine;
  readonly #gc: GcSource;
  readonly #figures: MachineFigures = emptyFigures();
  readonly #limitBytes: number;
  #majors = 0;

  constructor(machine: Machine = new ProcessMachine(), gc: GcSource = new GcObserver()) {
    this.#machine = machine;
    this.#gc = gc;
    this.#limitBytes = Math.min(readCgroup()?.limitBytes ?? Infinity, totalmem());
  }

  start(onFloor: () => void): void {
    this.#gc.onMajor = () => {
      this.#majors++;
      onFloor();
    };
    this.#gc.start();
  }

  stop(): void {
    this.#gc.stop();
    this.#machine.close();
  }

  figures(): MemoryFigures {
    const figures = this.#figures;
    this.#machine.measure(figures);
    const { rssBytes, heapCommittedBytes, heapLimitBytes, externalBytes } = figures;
    const nodeMajor = Number.parseInt(process.versions.node, 10);
    return {
      ...figures,
      majors: this.#majors,
      oldLimitBytes: oldGenerationLimitBytes(heapLimitBytes, process.execArgv, nodeMajor),
      workingSetBytes: rssBytes,
      limitBytes: this.#limitBytes,
      unexplainedBytes: rssBytes - heapCommittedBytes - externalBytes,
    };
  }
}
