import { channels } from '@lexiflow/memory';
import type { Finding, TimelineEntry } from '@lexiflow/memory';
import type { Logger } from 'pino';
import { logEvents } from './log-events.ts';
import type { EventLevel } from './log-events.ts';

/** Levels of the ladder at which the operator should look. */
const loud = new Set(['critical', 'emergency']);

/**
 * Writes what the memory library publishes to the log and answers the function that ends it.
 * Refusals are left out: each is answered to its caller and counted.
 */
export function logMemoryEvents(logger: Logger): () => void {
  return logEvents(logger, [
    { channel: channels.level, text: 'Memory pressure level changed', level: levelChange },
    { channel: channels.action, text: 'Memory action', level: action },
    {
      channel: channels.accountLeftover,
      text: 'Account closed with bytes on it',
      level: 'warn',
    },
    {
      channel: channels.accountMisuse,
      text: 'Account used against its contract',
      level: 'warn',
    },
    {
      channel: channels.callbackFailed,
      text: 'A structure, action, listener or callback threw',
      level: 'error',
    },
    {
      channel: channels.cacheLoadFailed,
      text: 'A cache could not renew a value',
      level: 'warn',
    },
    { channel: channels.leak, text: 'Leak finding', level: leak },
    { channel: channels.probeFailed, text: 'A memory probe could not be read', level: 'warn' },
    {
      channel: channels.drain,
      text: 'Memory pressure does not give way: a fresh process should take over',
      level: 'error',
    },
  ]);
}

function levelChange(event: object): EventLevel {
  const { from, to } = event as { readonly from: string; readonly to: string };
  if (loud.has(to)) return 'warn';
  return loud.has(from) || to === 'warning' ? 'info' : 'debug';
}

function action(event: object): EventLevel {
  const { action: name } = event as TimelineEntry;
  // The level has a line of its own.
  if (name === 'level') return null;
  return name === 'drain' ? 'warn' : 'info';
}

function leak(event: object): EventLevel {
  return (event as Finding).status === 'convicted' ? 'error' : 'info';
}
