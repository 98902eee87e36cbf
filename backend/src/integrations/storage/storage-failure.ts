import { AppError } from '../../platform/errors/define-error.ts';
import { outboundFailure } from '../../platform/outbound/outbound-failure.ts';
import { integrationErrors } from '../integrations.errors.ts';
import type { StorePlace } from './object-store.ts';

const BAD_SIGNATURE = new Set([
  'InvalidAccessKeyId',
  'SignatureDoesNotMatch',
  'AuthorizationHeaderMalformed',
  'InvalidToken',
  'ExpiredToken',
  'RequestTimeTooSkewed',
]);

/** The error of a failed call, by what S3 calls it and otherwise by the step of the connection. */
export function storageFailure(error: unknown, { bucket, target }: StorePlace): AppError {
  if (error instanceof AppError) return error;
  const {
    name = '',
    Code,
    $metadata,
  } = (error ?? {}) as {
    name?: string;
    Code?: string;
    $metadata?: { httpStatusCode?: number };
  };
  const called = /^\w{1,64}$/.test(Code ?? name) ? (Code ?? name) : 'an error';
  const status = $metadata?.httpStatusCode;
  if (BAD_SIGNATURE.has(called) || status === 401) return integrationErrors.signInRefused(called);
  if (status === 403) return integrationErrors.notPermitted(`bucket ${bucket}: ${called}`);
  if (called === 'NoSuchBucket') return integrationErrors.badAnswer(`there is no bucket ${bucket}`);
  if (status !== undefined) return integrationErrors.badAnswer(`${called} (${status})`);
  return outboundFailure(error, target);
}
