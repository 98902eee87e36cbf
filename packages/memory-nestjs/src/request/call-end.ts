import { systemClock } from '@lexiflow/memory';
import type { CancelTimer, Clock } from '@lexiflow/memory';
import { memoryNestLimits } from '../memory-nestjs.limits.ts';
import { isOver, onResponseEnd } from './response-end.ts';
import type { Endable } from './response-end.ts';

/** How a call ended: with its handler, or with a handler that went on too long after its response was over. */
export type CallOutcome = 'ended' | 'abandoned';

/**
 * Tells when a call holds nothing any more: its handler has ended and its response is over, sent or
 * cut off. A handler that runs on for `memoryNestLimits.abandonedMs` after its response is over
 * counts as abandoned. Tells once.
 */
export class CallEnd {
  readonly #tell: (outcome: CallOutcome) => void;
  readonly #clock: Pick<Clock, 'after'>;
  #isHandled = false;
  #isAnswered = false;
  #isTold = false;
  #cancel: CancelTimer | undefined;

  constructor(
    response: Endable | null,
    tell: (outcome: CallOutcome) => void,
    clock: Pick<Clock, 'after'> = systemClock,
  ) {
    this.#tell = tell;
    this.#clock = clock;
    // Where the platform shows no response, the handler's end is all there is to know.
    if (response === null) this.#isAnswered = true;
    else if (isOver(response)) this.#answered();
    else onResponseEnd(response, () => this.#answered());
  }

  /** The handler has ended, whichever way. */
  handled(): void {
    this.#isHandled = true;
    this.#settle();
  }

  #answered(): void {
    if (this.#isAnswered) return;
    this.#isAnswered = true;
    this.#settle();
  }

  #settle(): void {
    if (this.#isTold || !this.#isAnswered) return;
    if (this.#isHandled) this.#end('ended');
    else {
      const { abandonedMs } = memoryNestLimits;
      this.#cancel = this.#clock.after(abandonedMs.value, () => this.#end('abandoned'));
    }
  }

  #end(outcome: CallOutcome): void {
    if (this.#isTold) return;
    this.#isTold = true;
    this.#cancel?.();
    this.#tell(outcome);
  }
}
