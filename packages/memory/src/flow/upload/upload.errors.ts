import { defineError } from '../../errors.ts';
import type { MemoryError } from '../../errors.ts';

/** An error of an upload in the shape of an HTTP answer, with the bound that was passed, if one was. */
export interface UploadError extends MemoryError {
  readonly status: number;
  /** Bytes read so far, or declared by the client. */
  readonly receivedBytes: number;
  readonly limit?: number;
}

/** Every error an upload is refused with, beside those of the flow room. */
const uploadErrors = {
  tooLarge: defineError('UPLOAD_TOO_LARGE', {
    message: 'The upload is larger than allowed.',
    hint: 'Send less in one request; the detail names the bound.',
  }),
  tooManyParts: defineError('UPLOAD_TOO_MANY_PARTS', {
    message: 'The upload has more parts than allowed.',
    hint: 'Send fewer files or fields in one request; the detail names the bound.',
  }),
  malformed: defineError('UPLOAD_MALFORMED', {
    message: 'The upload is no multipart form, or was cut off.',
    hint: 'Send multipart/form-data as RFC 7578 has it, with its closing boundary.',
  }),
  wrongType: defineError('UPLOAD_TYPE_UNSUPPORTED', {
    message: 'The content type is no multipart form.',
    hint: 'Send multipart/form-data with a boundary.',
  }),
  tooSlow: defineError('UPLOAD_TOO_SLOW', {
    message: 'The upload came too slowly.',
    hint: 'Send again over a better connection, or in smaller pieces.',
  }),
} as const;

const statuses = {
  tooLarge: 413,
  tooManyParts: 413,
  malformed: 400,
  wrongType: 415,
  tooSlow: 408,
} as const satisfies Record<keyof typeof uploadErrors, number>;

/** Makes an error of an upload. */
export function uploadError(
  kind: keyof typeof uploadErrors,
  detail: string,
  figures: { readonly receivedBytes: number; readonly limit?: number; readonly cause?: unknown },
): UploadError {
  const { cause, ...rest } = figures;
  const error = uploadErrors[kind](detail, cause === undefined ? undefined : { cause });
  return Object.assign(error, { status: statuses[kind], ...rest });
}
