import type { ImportResult } from '@lexiflow/contracts';
import { readProblem, unreachable } from './read-problem.ts';

/** Which content type a docket file is sent as; NDJSON by its extension, else JSON. */
export function docketContentType(fileName: string): string {
  return /\.(ndjson|jsonl)$/i.test(fileName) ? 'application/x-ndjson' : 'application/json';
}

/**
 * Streams one docket file from disk to the server. `onProgress` gets the share sent (0 to 1).
 * Throws ApiError when it is refused, and an AbortError when `signal` aborts.
 */
export function uploadDocket(
  file: File,
  onProgress: (share: number) => void,
  signal: AbortSignal,
): Promise<ImportResult> {
  // fetch() reports no upload progress; XMLHttpRequest does and reads the file piecewise too.
  return new Promise((resolve, reject) => {
    const upload = new XMLHttpRequest();
    const abort = () => upload.abort();
    const settle = (finish: () => void) => () => {
      signal.removeEventListener('abort', abort);
      finish();
    };
    upload.open('POST', '/api/docket/import');
    upload.setRequestHeader('content-type', docketContentType(file.name));
    upload.setRequestHeader('accept', 'application/json');
    upload.upload.onprogress = (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    };
    upload.onerror = settle(() => reject(unreachable()));
    upload.onabort = settle(() => reject(new DOMException('Cancelled', 'AbortError')));
    upload.onload = settle(() => {
      try {
        resolve(readAnswer(upload));
      } catch (error) {
        reject(error as Error);
      }
    });
    signal.addEventListener('abort', abort);
    upload.send(file);
  });
}

function readAnswer(upload: XMLHttpRequest): ImportResult {
  const failure = () =>
    readProblem(upload.status, upload.responseText, upload.getResponseHeader('retry-after'));
  if (upload.status !== 200 && upload.status !== 201) throw failure();
  try {
    return JSON.parse(upload.responseText) as ImportResult;
  } catch {
    throw failure();
  }
}
