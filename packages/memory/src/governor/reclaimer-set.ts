import { memoryErrors } from '../errors.ts';
import { channels } from '../events.ts';
import type {
  Abortable,
  AbortableRegistry,
  Pausable,
  Reclaimer,
  ReclaimerRegistry,
} from './reclaimer.ts';

/** The structures that have made themselves known, and the severity at which work is paused now. */
export class ReclaimerSet implements ReclaimerRegistry, AbortableRegistry {
  readonly #reclaimers = new Map<string, Reclaimer>();
  readonly #pausables = new Set<Pausable>();
  readonly #abortables = new Set<Abortable>();
  #severity = 0;

  registerReclaimer(reclaimer: Reclaimer): () => void {
    if (this.#reclaimers.has(reclaimer.name)) throw memoryErrors.duplicateReclaimer(reclaimer.name);
    this.#reclaimers.set(reclaimer.name, reclaimer);
    return () => void this.#reclaimers.delete(reclaimer.name);
  }

  registerPausable(pausable: Pausable): () => void {
    this.#pausables.add(pausable);
    if (this.#severity > 0) this.#tell(pausable, this.#severity);
    return () => void this.#pausables.delete(pausable);
  }

  registerAbortable(job: Abortable): () => void {
    this.#abortables.add(job);
    return () => void this.#abortables.delete(job);
  }

  /** Jobs that run now and may be ended. */
  abortables(): Abortable[] {
    return [...this.#abortables];
  }

  /** Ends one job and forgets it; false when it threw, which is published. */
  abort(job: Abortable, reason: string): boolean {
    this.#abortables.delete(job);
    try {
      job.abort(reason);
      return true;
    } catch (error) {
      channels.callbackFailed.publish({ name: job.name, what: 'abort', error });
      return false;
    }
  }

  /** Severity of the pause in force: 0 is none. */
  get severity(): number {
    return this.#severity;
  }

  get pausables(): number {
    return this.#pausables.size;
  }

  /** Reclaimers, what is worth least per byte first. O(n log n). */
  byValue(): Reclaimer[] {
    const worth = (reclaimer: Reclaimer): number => reclaimer.valuePerByte?.() ?? 0;
    return [...this.#reclaimers.values()].sort((a, b) => worth(a) - worth(b));
  }

  /** Calls one reclaimer's method; a throw is published and counts as nothing won. */
  ask(reclaimer: Reclaimer, what: 'expire' | 'shrink', call: () => number): number {
    try {
      const bytesWon = call();
      return bytesWon > 0 ? bytesWon : 0;
    } catch (error) {
      channels.callbackFailed.publish({ name: reclaimer.name, what, error });
      return 0;
    }
  }

  /** Pauses all work at `severity` in (0, 1], or resumes it at 0. Nothing is called when it stays the same. */
  setSeverity(severity: number): void {
    if (severity === this.#severity) return;
    this.#severity = severity;
    for (const pausable of this.#pausables) this.#tell(pausable, severity);
  }

  #tell(pausable: Pausable, severity: number): void {
    try {
      if (severity > 0) pausable.pause(severity);
      else pausable.resume();
    } catch (error) {
      const what = severity > 0 ? 'pause' : 'resume';
      channels.callbackFailed.publish({ name: pausable.name, what, error });
    }
  }
}
