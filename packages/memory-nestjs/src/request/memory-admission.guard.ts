import { Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { CallAdmission } from './call-admission.ts';
import { followRoutes } from './follow-routes.ts';

/**
 * Lets each HTTP call in through the governor before its handler runs; a refused call ends with 503 or
 * 429 and `Retry-After`. Messages of other kinds (WebSocket, microservice, GraphQL) pass untouched.
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

  canActivate(context: ExecutionContext): true {
    if (context.getType() === 'http') this.admission.letIn(context);
    return true;
  }
}
