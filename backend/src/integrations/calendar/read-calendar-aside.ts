import { MemoryError, runIsolated } from '@lexiflow/memory';
import type { AccountSource } from '@lexiflow/memory';
import { fromMemoryError } from '../../platform/errors/memory.errors.ts';
import { integrationErrors } from '../integrations.errors.ts';
import type { CalendarOrder } from './calendar-process.ts';
import { calendarLimits } from './calendar.limits.ts';
import type { CalendarReading } from './read-calendar.ts';

const module = new URL(
  import.meta.url.endsWith('.ts') ? './calendar-process.ts' : './calendar-process.js',
  import.meta.url,
);

/** What the file is to blame for, in words. */
const reasons: Readonly<Record<string, string>> = {
  ISOLATION_TIMEOUT: 'the calendar takes too long to read',
  ISOLATION_OUTGREW: 'the calendar takes too much memory to read',
  ISOLATION_ANSWER_TOO_LARGE: 'the texts of the calendar are too long',
  ISOLATION_FAILED: 'what is there is not a calendar that can be read',
};

/**
 * Reads a calendar in a process with memory and time of its own, charged to `host`, so that a file made
 * to take for ever or to fill the memory fails alone. Rejects with INTEGRATION_BAD_ANSWER, with the
 * governor's refusal when there is no memory to begin, or with the signal's reason.
 */
export async function readCalendarAside(
  host: AccountSource,
  order: CalendarOrder,
  signal: AbortSignal,
): Promise<CalendarReading> {
  const { baseBytes, factor, answerBaseBytes, answerFactor, readMs: timeMs } = calendarLimits;
  const { length } = order.file;
  try {
    return await runIsolated<CalendarReading>(module, order, {
      host,
      name: 'read-calendar',
      limitBytes: baseBytes + factor * length,
      answerBytes: answerBaseBytes + answerFactor * length,
      timeMs,
      signal,
    });
  } catch (error) {
    throw error instanceof MemoryError ? toldOf(error) : error;
  }
}

function toldOf(error: MemoryError): Error {
  const detail = reasons[error.code];
  if (detail !== undefined) return integrationErrors.badAnswer({ detail, cause: error });
  return fromMemoryError(error) ?? error;
}
