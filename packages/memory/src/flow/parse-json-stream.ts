import { Buffer } from 'node:buffer';
import { ByteReader } from './byte-source.ts';
import type { ByteSource } from './byte-source.ts';
import { DocumentSlicer } from './document-slicer.ts';
import { flowLimits } from './flow.limits.ts';
import { detectFormat, foreignEncoding, formatOfContentType } from './json-detection.ts';
import type { JsonFormat } from './json-detection.ts';
import { parseSlice } from './json-record.ts';
import type { JsonRecord } from './json-record.ts';
import type { JsonSlicer } from './json-slice.ts';
import { LineSlicer } from './line-slicer.ts';
import { ReadCharge } from './read-charge.ts';
import type { FlowAccount } from './read-charge.ts';
import { requireWhole } from './require-whole.ts';

/** How {@link parseJSONStream} reads. */
export interface JsonStreamOptions {
  /** `json`: one object or one array of records; `ndjson`: one record a line. Default `auto`. */
  readonly format?: JsonFormat | 'auto';
  /** Decides the format where `format` does not; `application/json` and NDJSON types are known. */
  readonly contentType?: string;
  /** A larger record is reported and skipped, not held. Default `flowLimits.itemBytes`. */
  readonly maxItemBytes?: number;
  /** A record nested deeper is reported. Default `flowLimits.depth`. */
  readonly maxDepth?: number;
  /** Charged with the bytes held; reading pauses while it refuses. */
  readonly account?: FlowAccount;
  /** Aborting ends the reading with the signal's reason. */
  readonly signal?: AbortSignal;
}

const bom = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * Reads records from JSON bytes in constant memory: one object, an array of objects, or NDJSON.
 * Yields each record parsed, or with what is wrong with it and where, and goes on after a bad one:
 * in NDJSON at the next line, in an array behind the next comma. Input that is empty, cut off, not
 * UTF-8, or followed by something else yields a record with an error; the iteration itself throws
 * only for the source's own error, an abort, `FLOW_MEMORY_REFUSED`, `FLOW_SOURCE_NOT_BYTES` or
 * `FLOW_OPTION_INVALID`. Own `__proto__` properties are removed. Holds one chunk of the source and
 * one record; leaving the loop closes the source.
 */
export async function* parseJSONStream<T = unknown>(
  source: ByteSource,
  options: JsonStreamOptions = {},
): AsyncGenerator<JsonRecord<T>, void, undefined> {
  const bounds = boundsOf(options);
  await using reader = new ByteReader(source, options.signal);
  using charge = new ReadCharge(options.account, options.signal);
  const format = formatOf(options);
  const head = await readHead(reader, charge, format === 'auto' ? flowLimits.detectBytes.value : 4);
  const encoding = foreignEncoding(head);
  if (encoding) {
    const place = { byteOffset: 0, line: 1 };
    const reason = `the input is ${encoding}; it must be UTF-8`;
    yield { index: 0, ...place, error: { code: 'JSON_ENCODING', reason, ...place } };
    return;
  }
  const skipped = head.subarray(0, 3).equals(bom) ? 3 : 0;
  let chunk: Buffer | null = head.subarray(skipped);
  const start = { startOffset: skipped };
  const isLines = (format === 'auto' ? detectFormat(chunk) : format) === 'ndjson';
  const document = new DocumentSlicer({ ...bounds, ...start });
  let slicer: JsonSlicer = isLines ? new LineSlicer({ ...bounds, ...start }) : document;
  let badIndex = -1;

  for (; ; chunk = await reader.read()) {
    if (chunk) {
      await charge.hold(chunk.length + slicer.heldBytes);
      slicer.feed(chunk);
    }
    for (;;) {
      const slice: ReturnType<JsonSlicer['next']> = chunk ? slicer.next() : slicer.end();
      if (!slice) break;
      if (slice.fault?.code === 'JSON_TRAILING' && format === 'auto' && document.isFollowedByLine) {
        const { bytes, offset, line } = document.rest();
        const place = { startOffset: offset, startLine: line, startIndex: slice.index };
        slicer = new LineSlicer({ ...bounds, ...place });
        slicer.feed(bytes);
        continue;
      }
      const textBytes = slice.to - slice.from;
      const heldBytes =
        (chunk?.length ?? 0) + slicer.heldBytes + textBytes * flowLimits.parsedFactor.value;
      if (!charge.tryHold(heldBytes)) await charge.hold(heldBytes);
      const record = parseSlice<T>(slice);
      // What follows a bad record up to the next comma belongs to it.
      if (record.error?.code === 'JSON_SYNTAX' && record.index === badIndex) continue;
      if (record.error) badIndex = record.index;
      yield record;
    }
    if (!chunk) return;
    charge.lower(slicer.heldBytes);
  }
}

/** Reads until `bytes` are there or the input ends: what is decided by the start must not hang on chunks. */
async function readHead(reader: ByteReader, charge: ReadCharge, bytes: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  while (length < bytes) {
    const part = await reader.read();
    if (!part) break;
    length += part.length;
    await charge.hold(length);
    parts.push(part);
  }
  return parts.length === 1 ? parts[0]! : Buffer.concat(parts);
}

function boundsOf(options: JsonStreamOptions): { maxItemBytes: number; maxDepth: number } {
  const { maxItemBytes = flowLimits.itemBytes.value, maxDepth = flowLimits.depth.value } = options;
  requireWhole('maxItemBytes', maxItemBytes, 1);
  requireWhole('maxDepth', maxDepth, 1);
  return { maxItemBytes, maxDepth };
}

function formatOf(options: JsonStreamOptions): JsonFormat | 'auto' {
  if (options.format && options.format !== 'auto') return options.format;
  return (options.contentType && formatOfContentType(options.contentType)) || 'auto';
}
