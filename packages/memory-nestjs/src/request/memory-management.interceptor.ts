import { Injectable } from '@nestjs/common';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { finalize } from 'rxjs';
import type { Observable } from 'rxjs';
import { CallAdmission } from './call-admission.ts';

/**
 * Follows the handler of an HTTP call to its very end, for one that writes its answer itself and works
 * on after its client has left: its account stays open until then. Lets the call in where no
 * `MemoryAdmissionGuard` has. Messages of other kinds (WebSocket, microservice, GraphQL) pass untouched.
 */
@Injectable()
export class MemoryManagementInterceptor implements NestInterceptor {
  constructor(private readonly admission: CallAdmission) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType() !== 'http') return next.handle();
    const { end } = this.admission.letIn(context);
    // Given globally and on the controller as well: once is enough.
    if (end.isFollowed) return next.handle();
    end.follow();
    return next.handle().pipe(finalize(() => end.handled()));
  }
}
