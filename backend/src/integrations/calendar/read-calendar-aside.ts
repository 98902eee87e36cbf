import { Worker } from 'node:worker_threads';
import { integrationErrors } from '../integrations.errors.ts';
import { calendarLimits } from './calendar.limits.ts';
import type { CalendarReading, CalendarWindow } from './read-calendar.ts';

const workerUrl = new URL(
  import.meta.url.endsWith('.ts') ? './read-calendar-worker.ts' : './read-calendar-worker.js',
  import.meta.url,
);

/**
 * Reads a calendar in a thread with a heap and a time of its own, so that a file made to take for ever
 * fails alone. Rejects with INTEGRATION_BAD_ANSWER.
 */
export function readCalendarAside(
  text: string,
  window: CalendarWindow,
  signal: AbortSignal,
): Promise<CalendarReading> {
  const worker = new Worker(workerUrl, {
    workerData: { text, window },
    execArgv: [],
    name: 'read-calendar',
    resourceLimits: { maxOldGenerationSizeMb: calendarLimits.readHeapMb },
  });
  return new Promise<CalendarReading>((resolve, reject) => {
    const end = (reason: string) => reject(integrationErrors.badAnswer(reason));
    const timer = setTimeout(
      () => end('the calendar takes too long to read'),
      calendarLimits.readMs,
    );
    const stop = () => end('the calendar was not read to its end');
    signal.addEventListener('abort', stop, { once: true });
    worker.once('message', (reading: CalendarReading) => resolve(reading));
    worker.once('error', () => end('what is there is not a calendar that can be read'));
    worker.once('exit', () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      end('the calendar could not be read');
    });
  }).finally(() => {
    void worker.terminate();
  });
}
