import type { BulkEnd, BulkLine } from '@lexiflow/contracts';
import type { TestClient } from '../../platform/http/testing/test-client.ts';

/** An answer read to its end; `end` is null when it was cut off. */
export interface BulkRead {
  readonly status: number;
  readonly lines: readonly BulkLine[];
  readonly end: BulkEnd | null;
  /** The problem document, when nothing was done at all. */
  readonly problem: any;
}

/** Sends rows (or a body as it is) as NDJSON and reads the whole answer. */
export async function bulkCall(
  client: TestClient,
  path: string,
  rows: readonly object[] | string | Uint8Array | ReadableStream<Uint8Array>,
): Promise<BulkRead> {
  const body = Array.isArray(rows) ? rows.map((row) => `${JSON.stringify(row)}\n`).join('') : rows;
  const headers = { 'content-type': 'application/x-ndjson' };
  const answer = await client.post(`/api/bulk/${path}`, body, { headers });
  if (answer.status !== 200) {
    return { status: answer.status, lines: [], end: null, problem: answer.body };
  }
  const text: string = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body);
  const read = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
  const last = read.at(-1);
  const end = last !== undefined && 'end' in last ? (last as BulkEnd) : null;
  return { status: 200, lines: end ? read.slice(0, -1) : read, end, problem: null };
}
