import { HttpException } from '@nestjs/common';
import { MemoryError, readMultipart, storeMultipart } from '@lexiflow/memory';
import type {
  MultipartFile,
  MultipartOptions,
  MultipartReport,
  StoredUpload,
  StoreOptions,
  UploadError,
} from '@lexiflow/memory';
import { memoryNestLimits } from '../memory-nestjs.limits.ts';
import { rawRequest } from '../request/raw-exchange.ts';
import { accountOf } from '../request/admitted-call.ts';
import { discardRest } from './discard-rest.ts';

type FromRequest = 'contentType' | 'declaredBytes' | 'account';

/** Bounds of an upload; what the request says itself need not be given. */
export type UploadOptions = Omit<MultipartOptions, FromRequest>;

/** The same, and the folder for the files until they are moved away. */
export type StoreUploadOptions = Omit<StoreOptions, FromRequest>;

/**
 * Reads the multipart form of a call and hands each file on as it arrives, charged to the call's
 * account. A form that breaks a bound, is malformed or comes too slowly throws an `HttpException`
 * (413, 400, 415, 408) with its numbers. On Fastify it needs `bodies`, so that the body is unread.
 */
export function readUpload(
  request: object,
  options: UploadOptions,
  onFile: (file: MultipartFile) => Promise<void> | void,
): Promise<MultipartReport> {
  const raw = rawRequest(request);
  return answered(request, () => readMultipart(raw, { ...options, ...facts(request) }, onFile));
}

/**
 * {@link readUpload} into files of `folder`. Disposing of the answer (`await using`) removes those
 * that were not moved away; when it throws, none is left.
 */
export function storeUpload(request: object, options: StoreUploadOptions): Promise<StoredUpload> {
  const raw = rawRequest(request);
  return answered(request, () => storeMultipart(raw, { ...options, ...facts(request) }));
}

function facts(request: object): Pick<MultipartOptions, FromRequest> {
  const { headers } = rawRequest(request);
  const account = accountOf(request);
  const length = headers['content-length'];
  return {
    contentType: headers['content-type'] ?? '',
    declaredBytes: length === undefined ? null : Number(length),
    ...(account === undefined ? {} : { account }),
  };
}

async function answered<T>(request: object, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { lingerBytes, lingerMs } = memoryNestLimits;
    discardRest(rawRequest(request), { bytes: lingerBytes.value, ms: lingerMs.value });
    if (!(error instanceof MemoryError) || !('status' in error)) throw error;
    const { code, status, detail, hint, limit, receivedBytes } = error as UploadError;
    const body = { code, status, detail, hint, limit, receivedBytes };
    throw new HttpException(body, status, { cause: error });
  }
}
