import { MemoryError } from '@lexiflow/memory';
import { HttpException } from '@nestjs/common';
import { httpErrors } from '../http/http.errors.ts';
import { AppError } from './define-error.ts';
import type { ErrorMaker } from './define-error.ts';
import { fromMemoryError } from './memory.errors.ts';

/** Errors that Fastify itself raises, by the part of its code that tells them apart. */
const frameworkErrors: Readonly<Record<string, ErrorMaker>> = {
  FST_ERR_BAD_URL: httpErrors.malformedRequest,
  FST_ERR_MAX_PARAM_LENGTH: httpErrors.addressTooLong,
  FST_ERR_CTP_INVALID_MEDIA_TYPE: httpErrors.unsupportedMedia,
  FST_ERR_CTP_INVALID_TYPE: httpErrors.unsupportedMedia,
  FST_ERR_CTP_BODY_TOO_LARGE: httpErrors.tooLarge,
  FST_ERR_ROUTE_MISSING_CONTENT_TYPE: httpErrors.unsupportedMedia,
};

/**
 * Any thrown value as an error with a code. What is not one of ours becomes HTTP_INTERNAL, whose
 * answer is constant: the cause stays in the log.
 */
export function toAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  if (thrown instanceof MemoryError) {
    const known = fromMemoryError(thrown);
    if (known !== null) return known;
  }
  if (thrown instanceof HttpException && thrown.getStatus() === 404) return httpErrors.notFound();
  const code = codeOf(thrown);
  const make = code === null ? undefined : frameworkErrors[code];
  return make === undefined ? httpErrors.internal({ cause: thrown }) : make({ cause: thrown });
}

function codeOf(thrown: unknown): string | null {
  if (typeof thrown !== 'object' || thrown === null || !('code' in thrown)) return null;
  return typeof thrown.code === 'string' ? thrown.code : null;
}
