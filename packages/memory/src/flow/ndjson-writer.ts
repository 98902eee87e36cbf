import type { Buffer } from 'node:buffer';
import { writeLines } from './write-lines.ts';
import type { LineWriterOptions } from './write-lines.ts';

/**
 * Writes items as NDJSON, a line each, in Buffers of about `chunkBytes` (exceeded by at most one
 * line), pulled as they are consumed: give it to `Readable.from` or `pipeline`. Throws a TypeError
 * for an item that has no JSON form, such as undefined or a function. A number instead of options is
 * `chunkBytes`.
 */
export function writeNDJSON(
  items: Iterable<unknown> | AsyncIterable<unknown>,
  options: LineWriterOptions | number = {},
): AsyncGenerator<Buffer, void, undefined> {
  const settings = typeof options === 'number' ? { chunkBytes: options } : options;
  return writeLines(items, lineOf, '', settings);
}

function lineOf(item: unknown): string {
  const line: unknown = JSON.stringify(item);
  if (typeof line !== 'string') throw new TypeError(`A ${typeof item} has no JSON form.`);
  return `${line}\n`;
}
