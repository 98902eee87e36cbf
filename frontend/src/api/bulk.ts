import type { BulkEnd, BulkKindName, BulkLine, BulkMode } from '@lexiflow/contracts';
import { readProblem, unreachable } from './read-problem.ts';

/**
 * Sends many rows in one call and tells of each as it is answered, in their order. Answers the last line,
 * which may say that the call was stopped before its end. Throws ApiError when the call is refused, or
 * when the answer ends without that line: what was told of is done, the rest is not known.
 */
export async function writeMany(
  kind: BulkKindName,
  mode: BulkMode,
  rows: readonly object[],
  onLine: (line: BulkLine) => void,
): Promise<BulkEnd> {
  const answer = await fetch(`/api/bulk/${kind}/${mode}`, {
    method: 'POST',
    headers: { accept: 'application/x-ndjson', 'content-type': 'application/x-ndjson' },
    credentials: 'same-origin',
    body: rows.map((row) => JSON.stringify(row)).join('\n'),
  }).catch(() => {
    throw unreachable();
  });
  if (!answer.ok || answer.body === null)
    throw readProblem(answer.status, await answer.text(), answer.headers.get('retry-after'));
  for await (const line of linesOf(answer.body)) {
    const told = JSON.parse(line) as BulkLine | BulkEnd;
    if ('end' in told) return told;
    onLine(told);
  }
  throw unreachable();
}

async function* linesOf(body: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<string> {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read().catch(() => {
      throw unreachable();
    });
    if (done) return;
    const lines = (rest + value).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
}
