import { Buffer } from 'node:buffer';
import { flowLimits } from './flow.limits.ts';
import { requireWhole } from './require-whole.ts';

/**
 * Writes items as NDJSON, a line each, in Buffers of about `chunkBytes` (exceeded by at most one
 * line), pulled as they are consumed: give it to `Readable.from` or `pipeline`. Throws a TypeError
 * for an item that has no JSON form, such as undefined or a function.
 */
export async function* writeNDJSON(
  items: Iterable<unknown> | AsyncIterable<unknown>,
  chunkBytes: number = flowLimits.copyChunkBytes.value,
): AsyncGenerator<Buffer, void, undefined> {
  requireWhole('chunkBytes', chunkBytes, 1, flowLimits.largestChunkBytes.value);
  let lines = '';
  for await (const item of items) {
    const line: unknown = JSON.stringify(item);
    if (typeof line !== 'string') throw new TypeError(`A ${typeof item} has no JSON form.`);
    lines += `${line}\n`;
    if (lines.length >= chunkBytes) {
      yield Buffer.from(lines);
      lines = '';
    }
  }
  if (lines !== '') yield Buffer.from(lines);
}
