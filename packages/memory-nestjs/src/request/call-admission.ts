import { Inject, Injectable, Logger } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import { Governor, LeakDetective } from '@lexiflow/memory';
import type { Account, Admission } from '@lexiflow/memory';
import { GOVERNOR } from '../governor-token.ts';
import { MEMORY_OPTIONS } from '../memory-module-options.ts';
import type { CallRequest, HeavyRequest, MemoryModuleOptions } from '../memory-module-options.ts';
import { memoryNestLimits } from '../memory-nestjs.limits.ts';
import { patienceOf, unlessLeft } from './admission-wait.ts';
import { exchangeOf } from './admitted-call.ts';
import type { AdmittedCall, Exchange } from './admitted-call.ts';
import { bodyBytes } from './body-bytes.ts';
import { CallEnd } from './call-end.ts';
import { knownRoute } from './known-route.ts';
import { rawRequest, rawResponse } from './raw-exchange.ts';
import { RefusalException } from './refusal-exception.ts';
import { setRetryAfter } from './retry-after.ts';
import type { Reply } from './retry-after.ts';

/**
 * Lets an HTTP call in through the governor, once, and gives it an account until its handler and its
 * response have both ended, streams included. One that held more than `warnAboveBytes` is reported.
 * Names are of bounded variety, and nothing is measured.
 */
@Injectable()
export class CallAdmission {
  readonly #logger = new Logger(CallAdmission.name);

  constructor(
    @Inject(GOVERNOR) private readonly governor: Governor,
    @Inject(MEMORY_OPTIONS) private readonly options: MemoryModuleOptions,
    @Inject(LeakDetective) private readonly detective: LeakDetective | null,
  ) {}

  /**
   * The call of this context, at once where it need not wait its turn. Throws `RefusalException` (503 or
   * 429 with `Retry-After`) and `ClientLeftException`.
   */
  letIn(context: ExecutionContext): AdmittedCall | Promise<AdmittedCall> {
    const request = context.getArgByIndex<CallRequest>(0);
    const exchange = exchangeOf(request);
    return exchange.call ?? this.#admit(context, request, exchange);
  }

  #admit(
    context: ExecutionContext,
    request: CallRequest,
    exchange: Exchange,
  ): AdmittedCall | Promise<AdmittedCall> {
    const { options } = this;
    const reply = context.getArgByIndex<Reply>(1);
    const { name: route, priority: declared } = knownRoute(context, request, exchange.route);
    const priority = declared ?? options.priorityOf?.(route) ?? 'interactive';
    // An empty name is what a missing header becomes: all who lack it are not one user.
    const userId = options.userOf?.(request) || undefined;
    const work = { route, priority, userId, estimateBytes: bodyBytes(request) };
    const admission = this.governor.admitOrWait(work, () => patienceOf(reply, options));
    if (!(admission instanceof Promise)) return this.#open(admission, exchange, request, reply);
    return this.#openInTurn(admission, exchange, request, reply);
  }

  async #openInTurn(
    waiting: Promise<Admission>,
    exchange: Exchange,
    request: CallRequest,
    reply: Reply,
  ): Promise<AdmittedCall> {
    return this.#open(unlessLeft(await waiting, reply), exchange, request, reply);
  }

  #open(
    admission: Admission,
    exchange: Exchange,
    request: CallRequest,
    reply: Reply,
  ): AdmittedCall {
    if (!admission.ok) {
      setRetryAfter(reply, admission.refusal);
      throw new RefusalException(admission.refusal);
    }
    const { account } = admission;
    // Nobody else asks for it, and reading the clock is a good part of what a call costs.
    const startedMs = this.options.onHeavyRequest === undefined ? 0 : performance.now();
    const end = new CallEnd(rawResponse(reply), (outcome) => {
      this.#close(account, startedMs, outcome === 'ended');
      // From here on nothing should hold the request: the detective follows a share of them.
      this.detective?.watch(account.name, rawRequest(request));
    });
    return (exchange.call = { account, end, reply });
  }

  #close(account: Account, startedMs: number, hasEnded: boolean): void {
    const { name: route, peakBytes } = account;
    // What an abandoned handler still holds is shown as a leftover.
    if (hasEnded) account.shrink(account.usedBytes);
    account.close();
    const { warnAboveBytes = memoryNestLimits.warnAboveBytes.value } = this.options;
    if (peakBytes > warnAboveBytes) {
      this.#report({ route, peakBytes, durationMs: performance.now() - startedMs });
    }
  }

  #report(heavy: HeavyRequest): void {
    const { onHeavyRequest } = this.options;
    if (onHeavyRequest === undefined) {
      return this.#logger.warn(`${heavy.route} held ${heavy.peakBytes} bytes`);
    }
    try {
      onHeavyRequest(heavy);
    } catch (error) {
      // A call ends in an event or a promise of nobody: thrown on, it would end the process.
      this.#logger.error(`onHeavyRequest threw for ${heavy.route}`, error);
    }
  }
}
