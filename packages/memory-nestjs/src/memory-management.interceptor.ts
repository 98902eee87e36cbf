import { Inject, Injectable, Logger } from '@nestjs/common';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import type { Account, Governor } from '@lexiflow/memory';
import { finalize } from 'rxjs';
import type { Observable } from 'rxjs';
import { GOVERNOR } from './governor-token.ts';
import { MEMORY_OPTIONS, WARN_ABOVE_BYTES } from './memory-module-options.ts';
import type { HeavyRequest, MemoryModuleOptions } from './memory-module-options.ts';
import { RefusalException } from './refusal-exception.ts';
import { setAccount } from './request-account.ts';
import { setRetryAfter } from './retry-after.ts';
import { routeName } from './route-name.ts';

/**
 * Lets each call in through the governor and gives it an account for as long as it runs. A refused
 * call ends with 503 or 429 and `Retry-After`; one that held more than `warnAboveBytes` is reported.
 * The names and figures are of bounded variety, and nothing is measured on the way.
 */
@Injectable()
export class MemoryManagementInterceptor implements NestInterceptor {
  readonly #logger = new Logger(MemoryManagementInterceptor.name);

  constructor(
    @Inject(GOVERNOR) private readonly governor: Governor,
    @Inject(MEMORY_OPTIONS) private readonly options: MemoryModuleOptions,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const route = routeName(context);
    const priority = this.options.priorityOf?.(route) ?? 'interactive';
    const admission = this.governor.admit({ route, priority });
    if (!admission.ok) {
      setRetryAfter(context, admission.refusal);
      throw new RefusalException(admission.refusal);
    }
    const { account } = admission;
    if (context.getType() === 'http') {
      setAccount(context.switchToHttp().getRequest<object>(), account);
    }
    const startedMs = performance.now();
    return next.handle().pipe(finalize(() => this.#end(route, account, startedMs)));
  }

  #end(route: string, account: Account, startedMs: number): void {
    const { peakBytes } = account;
    account.shrink(account.usedBytes);
    account.close();
    const { warnAboveBytes = WARN_ABOVE_BYTES, onHeavyRequest } = this.options;
    if (peakBytes <= warnAboveBytes) return;
    const heavy: HeavyRequest = { route, peakBytes, durationMs: performance.now() - startedMs };
    if (onHeavyRequest !== undefined) onHeavyRequest(heavy);
    else this.#logger.warn(`${route} held ${peakBytes} bytes`);
  }
}
