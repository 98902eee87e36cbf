import type { Buffer } from 'node:buffer';
import { ByteReader } from './byte-source.ts';
import type { ByteSource } from './byte-source.ts';
import { DocumentSlicer } from './document-slicer.ts';
import { flowLimits } from './flow.limits.ts';
import { formatOfContentType } from './json-detection.ts';
import type { JsonFormat } from './json-detection.ts';
import { parseSlice } from './json-record.ts';
import type { JsonRecord } from './json-record.ts';
import type { JsonSlicer } from './json-slice.ts';
import { LineSlicer } from './line-slicer.ts';
import { ReadCharge } from './read-charge.ts';
import type { FlowAccount } from './read-charge.ts';
import { readHead } from './read-head.ts';
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
  const wanted = formatOf(options);
  const head = await readHead(reader, charge, wanted);
  if (head.foreignEncoding) {
    const place = { byteOffset: 0, line: 1 };
    const reason = `the input is ${head.foreignEncoding}; it must be UTF-8`;
    yield { index: 0, ...place, error: { code: 'JSON_ENCODING', reason, ...place } };
    return;
  }
  const start = { ...bounds, startOffset: head.byteOffset };
  const document = new DocumentSlicer(start);
  let slicer: JsonSlicer = head.format === 'ndjson' ? new LineSlicer(start) : document;
  let chunk: Buffer | null = head.bytes;
  let badIndex = -1;

  for (; ; chunk = await reader.read()) {
    if (chunk) {
      await charge.hold(chunk.length + slicer.heldBytes);
      slicer.feed(chunk);
    }
    for (;;) {
      const slice: ReturnType<JsonSlicer['next']> = chunk ? slicer.next() : slicer.end();
      if (!slice) break;
      if (slice.fault?.code === 'JSON_TRAILING' && wanted === 'auto' && document.isFollowedByLine) {
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
      options.signal?.throwIfAborted();
    }
    if (!chunk) return;
    charge.lower(slicer.heldBytes);
  }
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
