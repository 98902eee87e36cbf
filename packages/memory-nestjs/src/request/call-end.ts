import type { ServerResponse } from 'node:http';
import { systemClock } from '@lexiflow/memory';
import type { CancelTimer, Clock } from '@lexiflow/memory';
import { memoryNestLimits } from '../memory-nestjs.limits.ts';

/** How a call ended: with its handler, or with a handler that went on too long after the client had left. */
export type CallOutcome = 'ended' | 'abandoned';

type Response = Pick<
  ServerResponse,
  'on' | 'destroyed' | 'writableFinished' | 'headersSent' | 'writeHead' | 'write' | 'end'
>;

/** By any of these a handler shows that it has come to its answer. */
const answers = ['writeHead', 'write', 'end'] as const;

/**
 * Tells when a call holds nothing any more: its handler has ended and its response is over, sent or
 * cut off. A handler that nobody follows counts as ended when it has begun to answer. One that runs on
 * for `memoryNestLimits.abandonedMs` after its response is over counts as abandoned. Tells once.
 */
export class CallEnd {
  readonly #response: Response | null;
  readonly #tell: (outcome: CallOutcome) => void;
  readonly #clock: Pick<Clock, 'after'>;
  #isFollowed = false;
  #isHandled = false;
  #isAnswered = false;
  #isTold = false;
  #cancel: CancelTimer | undefined;

  constructor(
    response: Response | null,
    tell: (outcome: CallOutcome) => void,
    clock: Pick<Clock, 'after'> = systemClock,
  ) {
    this.#response = response;
    this.#tell = tell;
    this.#clock = clock;
    if (response !== null && !response.destroyed && !response.writableFinished) {
      response.on('close', () => this.#answered());
    } else this.#answered();
  }

  get isFollowed(): boolean {
    return this.#isFollowed;
  }

  /** Promises that `handled` will be called: from now on nothing else is taken for the handler's end. */
  follow(): void {
    this.#isFollowed = true;
  }

  /** The handler has ended, whichever way. */
  handled(): void {
    this.#isHandled = true;
    this.#settle();
  }

  #answered(): void {
    this.#isAnswered = true;
    const response = this.#response;
    // Where the platform shows no response, the handler's end is all there is to know.
    if (response !== null && !this.#isFollowed) {
      if (response.headersSent) this.#isHandled = true;
      else this.#watchAnswer(response);
    }
    this.#settle();
  }

  /** The client has left before the handler came to its answer: it will try to give one all the same. */
  #watchAnswer(response: Response): void {
    for (const name of answers) {
      const original = response[name] as (...parts: unknown[]) => unknown;
      const watched = (...parts: unknown[]): unknown => {
        if (!this.#isFollowed) this.handled();
        return original.apply(response, parts);
      };
      Object.assign(response, { [name]: watched });
    }
  }

  #settle(): void {
    if (this.#isTold || !this.#isAnswered) return;
    if (this.#isHandled) this.#end('ended');
    else {
      const { abandonedMs } = memoryNestLimits;
      this.#cancel ??= this.#clock.after(abandonedMs.value, () => this.#end('abandoned'));
    }
  }

  #end(outcome: CallOutcome): void {
    if (this.#isTold) return;
    this.#isTold = true;
    this.#cancel?.();
    this.#tell(outcome);
  }
}
