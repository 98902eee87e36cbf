import { ByteReader } from './byte-source.ts';
import type { ByteSource } from './byte-source.ts';
import { flowLimits } from './flow.limits.ts';
import { formatOfContentType } from './json-detection.ts';
import type { JsonFormat } from './json-detection.ts';
import type { JsonRecord } from './json-record.ts';
import { JsonSource } from './json-source.ts';
import { ReadCharge } from './read-charge.ts';
import type { FlowAccount } from './read-charge.ts';
import { readHead } from './read-head.ts';
import { RecordIterator } from './record-iterator.ts';
import { requireWhole } from './require-whole.ts';
import { Standstill } from './standstill.ts';
import type { PauseOptions } from './standstill.ts';

/** How {@link parseJSONStream} reads. */
export interface JsonStreamOptions extends PauseOptions {
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
export function parseJSONStream<T = unknown>(
  source: ByteSource,
  options: JsonStreamOptions = {},
): AsyncGenerator<JsonRecord<T>, void, undefined> {
  return new RecordIterator(() => open<T>(source, options));
}

async function open<T>(source: ByteSource, options: JsonStreamOptions): Promise<JsonSource<T>> {
  const { account, signal } = options;
  const bounds = boundsOf(options);
  const wanted = formatOf(options);
  const reader = new ByteReader(source, signal, () => new Standstill(options, 'json-reader'));
  const charge = new ReadCharge(account, signal);
  try {
    const head = await readHead(reader, charge, wanted);
    const isDetected = wanted === 'auto';
    return new JsonSource({ ...bounds, isDetected, signal }, reader, charge, head);
  } catch (error) {
    charge[Symbol.dispose]();
    await reader[Symbol.asyncDispose]();
    throw error;
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
