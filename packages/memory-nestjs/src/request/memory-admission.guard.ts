import { Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { CallAdmission } from './call-admission.ts';
import { followRoutes } from './follow-routes.ts';

/**
 * Lets each HTTP call in through the governor before its handler runs; where the pool is full it waits its
 * turn, and a refused call ends with 503 or 429 and `Retry-After`. Messages of other kinds (WebSocket,
 * microservice, GraphQL) pass untouched.
 * A guard, because one interceptor costs a small route more than everything the library does for it.
 */
@Injectable()
export class MemoryAdmissionGuard implements CanActivate {
  constructor(
    private readonly admission: CallAdmission,
    { httpAdapter }: HttpAdapterHost,
  ) {
    // Here, since routes are registered when the application is initialised.
    followRoutes(httpAdapter);
  }

  canActivate(context: ExecutionContext): true | Promise<true> {
    if (context.getType() !== 'http') return true;
    const call = this.admission.letIn(context);
    return call instanceof Promise ? call.then(() => true) : true;
  }
}
