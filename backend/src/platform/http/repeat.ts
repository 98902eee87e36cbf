import { createParamDecorator } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { idempotencyKey } from './idempotency.ts';
import type { RepeatableRequest } from './idempotency.ts';

/** What a service needs to do a repeatable POST once: its key, when it has one, and the request. */
export interface Repeat {
  readonly key: string | undefined;
  readonly request: RepeatableRequest;
}

/** A repeat without a key, for callers that are no HTTP request. */
export const noRepeat: Repeat = { key: undefined, request: { route: '', body: null } };

/** The `Idempotency-Key` of a POST with what it covers. Throws HTTP_IDEMPOTENCY_KEY_INVALID. */
export const CurrentRepeat = createParamDecorator(
  (_: unknown, context: ExecutionContext): Repeat => {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const { method, url } = request;
    const route = `${method} ${url.split('?', 1)[0]}`;
    return { key: idempotencyKey(request), request: { route, body: request.body } };
  },
);
