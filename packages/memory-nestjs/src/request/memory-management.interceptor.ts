import { Injectable } from '@nestjs/common';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { finalize } from 'rxjs';
import type { Observable } from 'rxjs';
import type { AdmittedCall } from './admitted-call.ts';
import { CallAdmission } from './call-admission.ts';

/**
 * Lets the calls of one handler or controller in through the governor, in an application that does not
 * admit every call by the `MemoryAdmissionGuard` (`admission: false`). Messages of other kinds
 * (WebSocket, microservice, GraphQL) pass untouched.
 */
@Injectable()
export class MemoryManagementInterceptor implements NestInterceptor {
  constructor(private readonly admission: CallAdmission) {}

  intercept(
    context: ExecutionContext,
    next: CallHandler,
  ): Observable<unknown> | Promise<Observable<unknown>> {
    if (context.getType() !== 'http') return next.handle();
    const call = this.admission.letIn(context);
    return call instanceof Promise ? call.then((each) => follow(each, next)) : follow(call, next);
  }
}

function follow({ end }: AdmittedCall, next: CallHandler): Observable<unknown> {
  return next.handle().pipe(finalize(() => end.handled()));
}
