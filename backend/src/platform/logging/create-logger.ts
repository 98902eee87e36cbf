import { pino } from 'pino';
import type { DestinationStream, Logger } from 'pino';
import { BatchedOutput } from './batched-output.ts';
import { isoTime } from './iso-time.ts';
import { redaction } from './redaction.ts';

/** What a logger is made of; `destination` is for tests, standard output otherwise. */
export interface LoggerOptions {
  readonly level: string;
  readonly destination?: DestinationStream;
}

const STDOUT = 1;

/**
 * JSON lines with the time in ISO 8601. Lines are written in batches: a process that is killed
 * loses at most the last second, one that ends through `drain` loses none.
 */
export function createLogger({ level, destination }: LoggerOptions): Logger {
  return pino(
    {
      level,
      base: { pid: process.pid },
      timestamp: () => `,"time":"${isoTime()}"`,
      redact: redaction,
      formatters: { level: (label) => ({ level: label }) },
    },
    destination ?? new BatchedOutput(STDOUT),
  );
}
