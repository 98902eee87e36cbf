import { systemClock } from '../clock.ts';
import type { Clock } from '../clock.ts';
import type { Pausable, ReclaimerRegistry } from '../governor/reclaimer.ts';
import { flowLimits } from './flow.limits.ts';
import { orAbort } from './or-abort.ts';
import { requireWhole } from './require-whole.ts';

/** How the governor can pause a reader, a writer or a copy. */
export interface PauseOptions {
  /** A governor that may pause it: it is registered there from its first step to its end. */
  readonly registry?: Pick<ReclaimerRegistry, 'registerPausable'>;
  /** Its name there; several may have one. Default: what it is. */
  readonly name?: string;
  /** Longest standstill before one more step is taken. Default `flowLimits.pauseMs`. */
  readonly pauseMs?: number;
  readonly clock?: Pick<Clock, 'now' | 'after'>;
}

/**
 * Work that takes no further step while the governor asks for a standstill (severity 1). A standstill
 * lets one step through every `pauseMs`: what is paused holds memory itself, and would else wait for
 * itself for ever where that is what there is too much of.
 */
export class Standstill implements Pausable, Disposable {
  readonly name: string;
  readonly #pauseMs: number;
  readonly #clock: Pick<Clock, 'now' | 'after'>;
  readonly #unregister: (() => void) | undefined;
  #ended: PromiseWithResolvers<void> | null = null;

  constructor(options: PauseOptions, kind: string) {
    const { registry, name = kind, pauseMs = flowLimits.pauseMs.value } = options;
    this.name = name;
    this.#pauseMs = requireWhole('pauseMs', pauseMs, 1);
    this.#clock = options.clock ?? systemClock;
    this.#unregister = registry?.registerPausable(this);
  }

  /** Whether the next step has to wait. */
  get isPaused(): boolean {
    return this.#ended !== null;
  }

  pause(severity: number): void {
    if (severity >= 1) this.#ended ??= Promise.withResolvers<void>();
    else this.resume();
  }

  resume(): void {
    this.#ended?.resolve();
    this.#ended = null;
  }

  /** Resolves at once, when the standstill ends, or after `pauseMs`. Rejects with the signal's reason. */
  async ready(signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    if (!this.#ended) return;
    const turn = Promise.withResolvers<void>();
    const cancel = this.#clock.after(this.#pauseMs, turn.resolve, { isAwaited: true });
    try {
      await orAbort(Promise.race([this.#ended.promise, turn.promise]), signal);
    } finally {
      cancel();
    }
  }

  /** Takes it back from the registry and ends the standstill. */
  [Symbol.dispose](): void {
    this.#unregister?.();
    this.resume();
  }
}
