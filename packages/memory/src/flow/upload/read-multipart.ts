import type { Buffer } from 'node:buffer';
import type { ByteSource } from '../byte-source.ts';
import { ReadCharge } from '../read-charge.ts';
import type { FlowAccount } from '../read-charge.ts';
import { requireWhole } from '../require-whole.ts';
import { Standstill } from '../standstill.ts';
import type { PauseOptions } from '../standstill.ts';
import { FormParser } from './form-parser.ts';
import { PacedBody } from './paced-body.ts';
import type { BodyBounds } from './paced-body.ts';
import { uploadLimits } from './upload.limits.ts';

/** Bounds of a form and of its parts. `maxBytes` is for all of it together. */
export interface MultipartOptions extends BodyBounds, Omit<PauseOptions, 'clock'> {
  /** The `Content-Type` of the request; it holds the boundary. */
  readonly contentType: string;
  /** Default `uploadLimits.fileBytes`. */
  readonly maxFileBytes?: number;
  /** Default `uploadLimits.fieldBytes`. */
  readonly maxFieldBytes?: number;
  /** Default `uploadLimits.files`. */
  readonly maxFiles?: number;
  /** Default `uploadLimits.fields`. */
  readonly maxFields?: number;
  /** Charged with the piece under way and with the fields; reading pauses while it refuses. */
  readonly account?: FlowAccount;
}

/** One field of a form. */
export interface MultipartField {
  readonly name: string;
  readonly value: string;
}

/** One file of a form while it arrives. */
export interface MultipartFile {
  /** Name of its field. */
  readonly name: string;
  /** As the client names it, without folders; never a path to write to. */
  readonly filename: string;
  readonly contentType: string;
  /** Its bytes, to be read once; what the handler leaves of them is dropped. */
  readonly bytes: AsyncIterable<Buffer>;
  /** The fields that came before it. */
  readonly fields: readonly MultipartField[];
}

/** What a form held. */
export interface MultipartReport {
  readonly fields: readonly MultipartField[];
  readonly files: number;
  /** Bytes of the body. */
  readonly bytes: number;
}

/**
 * Reads a multipart form and hands each file to `onFile` as it arrives, with backpressure: no file is
 * ever held as a whole. Rejects with an `UploadError` (`status` 413 for a declared or actual overrun
 * of any bound, 400, 408, 415), with `FLOW_MEMORY_REFUSED`, the signal's reason, or what the source
 * or a handler throws. Before it rejects, the streams of all files have ended with that error, every
 * handler has settled and the account holds nothing of it. Parsed by @fastify/busboy.
 */
export async function readMultipart(
  source: ByteSource,
  options: MultipartOptions,
  onFile: (file: MultipartFile) => Promise<void> | void,
): Promise<MultipartReport> {
  const bounds = partBounds(options);
  await using body = new PacedBody(source, options);
  using pause = new Standstill(options, 'multipart-reader');
  const form = await FormParser.create(options.contentType, bounds, onFile, options.signal);
  using charge = new ReadCharge(options.account, form.signal);
  try {
    for (;;) {
      // Before the wait for the client, whose pace is measured.
      if (pause.isPaused) await form.orFailure(pause.ready(form.signal));
      const piece = await form.orFailure(body.read());
      if (!piece) break;
      // The piece, and what of it waits in the stream of a file.
      await form.orFailure(charge.hold(piece.length * 2 + form.fieldBytes));
      await form.write(piece);
      charge.lower(form.fieldBytes);
    }
    await form.end();
  } catch (error) {
    await form.fail(error);
    throw form.describe(error, body.receivedBytes);
  }
  return { fields: form.fields, files: form.files, bytes: body.receivedBytes };
}

/** Bounds of the parts, each a number. */
export type PartBounds = Required<
  Pick<MultipartOptions, 'maxFileBytes' | 'maxFieldBytes' | 'maxFiles' | 'maxFields'>
>;

function partBounds(options: MultipartOptions): PartBounds {
  const { fileBytes, fieldBytes, files, fields } = uploadLimits;
  return {
    maxFileBytes: requireWhole('maxFileBytes', options.maxFileBytes ?? fileBytes.value, 1),
    maxFieldBytes: requireWhole('maxFieldBytes', options.maxFieldBytes ?? fieldBytes.value, 1),
    maxFiles: requireWhole('maxFiles', options.maxFiles ?? files.value, 0),
    maxFields: requireWhole('maxFields', options.maxFields ?? fields.value, 0),
  };
}
