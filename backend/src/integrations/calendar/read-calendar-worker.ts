import { parentPort, workerData } from 'node:worker_threads';
import { readCalendar } from './read-calendar.ts';
import type { CalendarWindow } from './read-calendar.ts';

// Entry of the thread that reads one calendar and ends.
const { text, window } = workerData as { text: string; window: CalendarWindow };
parentPort?.postMessage(readCalendar(text, window));
