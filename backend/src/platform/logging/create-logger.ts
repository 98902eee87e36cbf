import { pino } from 'pino';
import type { DestinationStream, Logger } from 'pino';
import { redaction } from './redaction.ts';

/** What a logger is made of; `destination` is for tests, standard output otherwise. */
export interface LoggerOptions {
  readonly level: string;
  readonly destination?: DestinationStream;
}

/** Bytes that are collected before a write to standard output; flushed at least every second. */
const BUFFER_BYTES = 8192;
const FLUSH_MS = 1000;

/**
 * JSON lines with the time in ISO 8601. Lines are written in batches: a process that is killed
 * loses at most the last second, one that ends through `drain` loses none.
 */
export function createLogger({ level, destination }: LoggerOptions): Logger {
  const stream =
    destination ??
    pino.destination({ dest: 1, sync: false, minLength: BUFFER_BYTES, periodicFlush: FLUSH_MS });
  return pino(
    {
      level,
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: redaction,
      formatters: { level: (label) => ({ level: label }) },
    },
    stream,
  );
}
