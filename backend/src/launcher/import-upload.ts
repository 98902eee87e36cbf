import { createReadStream } from 'node:fs';
import { request as httpRequest } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { ImportResult } from '@lexiflow/contracts';
import type { ImportFile } from './import-files.ts';
import { noServer } from './import-target.ts';
import type { ImportTarget } from './import-target.ts';
import { Refusal } from './refusal.ts';

/** What the server answered: the result of the import, or why there is none. */
export type UploadAnswer =
  | { readonly ok: true; readonly result: ImportResult }
  | {
      readonly ok: false;
      readonly status: number;
      readonly reason: string;
      /** Seconds after which the server asks to be tried again, when it does. */
      readonly retryAfterSeconds: number | null;
    };

/** Largest answer that is read: a thousand rejections of some hundred bytes each. */
const ANSWER_LIMIT_BYTES = 4 * 1024 * 1024;

/**
 * Streams one file to `POST /api/docket/import` in constant memory. `onBytes` is told how much has
 * been handed over. Rejects with the refusal of `noServer` when nobody answers; a connection that
 * breaks on the way is an answer.
 */
export async function uploadDockets(
  target: ImportTarget,
  file: ImportFile,
  onBytes: (sentBytes: number) => void,
): Promise<UploadAnswer> {
  try {
    return await readAnswer(await send(target, file, onBytes));
  } catch (error) {
    if (error instanceof Refusal) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    const reason = `the connection broke (${code ?? message}): what was imported stays, run the same command again`;
    return { ok: false, status: 0, reason, retryAfterSeconds: null };
  }
}

function send(
  target: ImportTarget,
  file: ImportFile,
  onBytes: (sentBytes: number) => void,
): Promise<IncomingMessage> {
  const url = new URL('/api/docket/import', target.url);
  return new Promise<IncomingMessage>((resolve, reject) => {
    const request = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${target.token}`,
        'content-type': file.contentType,
        'content-length': file.bytes,
      },
    });
    const content = createReadStream(file.path, { end: Math.max(0, file.bytes - 1) });
    let sentBytes = 0;
    content.on('data', (chunk) => onBytes((sentBytes += chunk.length)));
    content.once('error', (error) => request.destroy(error));
    request.once('response', (response) => {
      resolve(response);
      // A refusal may come before the whole file is sent: the rest is of no use.
      if (!request.writableFinished) content.unpipe(request);
    });
    request.once('error', (error: NodeJS.ErrnoException) =>
      reject(isUnreachable(error) ? noServer(target.url) : error),
    );
    if (file.bytes === 0) request.end();
    else content.pipe(request);
  });
}

async function readAnswer(answer: IncomingMessage): Promise<UploadAnswer> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of answer as AsyncIterable<Buffer>) {
    bytes += piece.length;
    if (bytes > ANSWER_LIMIT_BYTES) break;
    pieces.push(piece);
  }
  const status = answer.statusCode ?? 0;
  const body = parse(Buffer.concat(pieces).toString('utf8'));
  if (status === 200 && body) return { ok: true, result: body as unknown as ImportResult };
  const retryAfter = Number(answer.headers['retry-after'] ?? Number.NaN);
  const reason =
    typeof body?.['detail'] === 'string'
      ? `${body['detail']} (${String(body['code'])})`
      : `the server answered ${status}`;
  const retryAfterSeconds = Number.isFinite(retryAfter) ? retryAfter : null;
  return { ok: false, status, reason, retryAfterSeconds };
}

function parse(text: string): Record<string, unknown> | null {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return null;
  }
}

function isUnreachable({ code }: NodeJS.ErrnoException): boolean {
  return ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ETIMEDOUT'].includes(
    code ?? '',
  );
}
