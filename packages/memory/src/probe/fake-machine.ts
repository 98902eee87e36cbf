import { GcObserver } from './gc-observer.ts';
import type { GcSource } from './gc-observer.ts';
import type { Machine, MachineFigures } from './machine.ts';
import { emptyFigures } from './machine.ts';

class SilentGc extends GcObserver implements GcSource {
  override start(): void {
    // Collections of the test's own process say nothing about the fake one.
  }
}

/** A machine whose figures a test sets, and whose collections it makes. */
export class FakeMachine implements Machine {
  readonly figures: MachineFigures = emptyFigures();
  readonly gc = new SilentGc();
  isClosed = false;

  constructor(figures: Partial<MachineFigures> = {}) {
    Object.assign(this.figures, figures);
  }

  measure(into: MachineFigures): void {
    Object.assign(into, this.figures);
  }

  oldUsedBytes(): number {
    return this.figures.oldUsedBytes;
  }

  utilisation(): number {
    return 0;
  }

  /** A major collection after which `liveBytes` of the old generation are in use. */
  collect(liveBytes: number, pauseMs = 20): void {
    const freedBytes = this.figures.oldUsedBytes - liveBytes;
    this.figures.oldUsedBytes = liveBytes;
    this.figures.heapUsedBytes -= freedBytes;
    this.gc.record('major', 0, pauseMs);
  }

  close(): void {
    this.isClosed = true;
  }
}
