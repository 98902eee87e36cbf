import { createParamDecorator } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { httpErrors } from '../platform/http/http.errors.ts';
import type { Viewer } from '../platform/http/viewer.ts';
import { requestFacts } from './request-facts.ts';
import type { RequestFacts } from './request-facts.ts';

/** A viewer who changes something, with what the audit log records about the request. */
export type Actor = Viewer & Partial<RequestFacts>;

/** The viewer of the request as the actor of a change. */
export const CurrentActor = createParamDecorator((_: unknown, context: ExecutionContext): Actor => {
  const request = context.switchToHttp().getRequest<FastifyRequest>();
  if (!request.viewer) throw httpErrors.notSignedIn();
  return { ...request.viewer, ...requestFacts(request) };
});
