import { Inject, Injectable, Logger } from '@nestjs/common';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { Governor, LeakDetective } from '@lexiflow/memory';
import type { Account } from '@lexiflow/memory';
import { tap } from 'rxjs';
import type { Observable } from 'rxjs';
import { GOVERNOR } from '../governor-token.ts';
import { MEMORY_OPTIONS } from '../memory-module-options.ts';
import type { HeavyRequest, MemoryModuleOptions } from '../memory-module-options.ts';
import { memoryNestLimits } from '../memory-nestjs.limits.ts';
import { CallEnd } from './call-end.ts';
import { rawRequest, rawResponse } from './raw-exchange.ts';
import { RefusalException } from './refusal-exception.ts';
import { accountOf, setAccount } from './request-account.ts';
import { setRetryAfter } from './retry-after.ts';
import { routeName } from './route-name.ts';
import { declaredPriority } from './work-priority.ts';

/**
 * Lets each HTTP call in through the governor and gives it an account until its handler and its
 * response have both ended, streams included. A refused call ends with 503 or 429 and `Retry-After`;
 * one that held more than `warnAboveBytes` is reported. Messages of other kinds (WebSocket,
 * microservice, GraphQL) pass untouched. Names are of bounded variety, and nothing is measured.
 */
@Injectable()
export class MemoryManagementInterceptor implements NestInterceptor {
  readonly #logger = new Logger(MemoryManagementInterceptor.name);

  constructor(
    @Inject(GOVERNOR) private readonly governor: Governor,
    @Inject(MEMORY_OPTIONS) private readonly options: MemoryModuleOptions,
    @Inject(LeakDetective) private readonly detective: LeakDetective | null,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType() !== 'http') return next.handle();
    const request = context.switchToHttp().getRequest<object>();
    // Given globally and on the controller as well: once is enough.
    if (accountOf(request) !== undefined) return next.handle();
    const route = routeName(context);
    const priority = declaredPriority(context) ?? this.options.priorityOf?.(route) ?? 'interactive';
    const admission = this.governor.admit({ route, priority });
    if (!admission.ok) {
      setRetryAfter(context, admission.refusal);
      throw new RefusalException(admission.refusal);
    }
    const { account } = admission;
    setAccount(request, account);
    const startedMs = performance.now();
    const end = new CallEnd(rawResponse(context), (outcome) => {
      this.#close(account, startedMs, outcome === 'ended');
      // From here on nothing should hold the request: the detective follows a share of them.
      this.detective?.watch(route, rawRequest(request));
    });
    return next.handle().pipe(
      tap({
        error: (error: unknown) => {
          if (error instanceof RefusalException) setRetryAfter(context, error.refusal);
        },
        finalize: () => end.handled(),
      }),
    );
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
    if (onHeavyRequest !== undefined) onHeavyRequest(heavy);
    else this.#logger.warn(`${heavy.route} held ${heavy.peakBytes} bytes`);
  }
}
