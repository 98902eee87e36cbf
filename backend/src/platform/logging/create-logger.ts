import { pino } from 'pino';
import type { DestinationStream, Logger } from 'pino';
import { redaction } from './redaction.ts';

/** What a logger is made of; `destination` is for tests, standard output otherwise. */
export interface LoggerOptions {
  readonly level: string;
  readonly destination?: DestinationStream;
}

/** Bytes that are collected before a write to standard output; flushed at least every second. */
const BUFFER_BYTES = 64 * 1024;
const FLUSH_MS = 1000;
/** Most that waits for a standard output nobody reads; lines beyond it are dropped. */
const MAX_WAITING_BYTES = 4 * 1024 * 1024;

/**
 * JSON lines with the time in ISO 8601. Lines are written in batches: a process that is killed
 * loses at most the last second, one that ends through `drain` loses none.
 */
export function createLogger({ level, destination }: LoggerOptions): Logger {
  const stream =
    destination ??
    pino.destination({
      dest: 1,
      sync: false,
      minLength: BUFFER_BYTES,
      maxWrite: 2 * BUFFER_BYTES,
      maxLength: MAX_WAITING_BYTES,
      periodicFlush: FLUSH_MS,
    });
  return pino(
    {
      level,
      base: { pid: process.pid },
      timestamp: isoTime(),
      redact: redaction,
      formatters: { level: (label) => ({ level: label }) },
    },
    stream,
  );
}

/** The time member of a line; lines of one millisecond share its text. */
function isoTime(): () => string {
  let madeForMs = 0;
  let text = '';
  return () => {
    const nowMs = Date.now();
    if (nowMs !== madeForMs) {
      madeForMs = nowMs;
      text = `,"time":"${new Date(nowMs).toISOString()}"`;
    }
    return text;
  };
}
