import type { Channel } from 'node:diagnostics_channel';
import { channels } from '@lexiflow/memory';
import type { TimelineEntry } from '@lexiflow/memory';
import type { Logger } from 'pino';

type Level = 'debug' | 'info' | 'warn' | 'error';

interface LevelChange {
  readonly from: string;
  readonly to: string;
}

/** Levels of the ladder at which the operator should look. */
const loud = new Set(['critical', 'emergency']);

/**
 * Writes what the memory library publishes to the log and answers the function that ends it.
 * Refusals are left out: each is answered to its caller and counted.
 */
export function logMemoryEvents(logger: Logger): () => void {
  const ends: (() => void)[] = [];
  const on = (from: Channel, text: string, levelOf: (event: object) => Level | null) => {
    const listener = (event: unknown) => {
      const level = levelOf(event as object);
      if (level !== null) logger[level](facts(event as object), text);
    };
    from.subscribe(listener);
    ends.push(() => from.unsubscribe(listener));
  };
  on(channels.level, 'Memory pressure level changed', (event) => {
    const { from, to } = event as LevelChange;
    return loud.has(to) ? 'warn' : loud.has(from) || to === 'warning' ? 'info' : 'debug';
  });
  on(channels.action, 'Memory action', (event) => {
    const { action } = event as TimelineEntry;
    // The level has a line of its own.
    if (action === 'level') return null;
    return action === 'drain' ? 'warn' : 'info';
  });
  on(channels.accountLeftover, 'Account closed with bytes on it', () => 'warn');
  on(channels.accountMisuse, 'Account used against its contract', () => 'warn');
  on(
    channels.callbackFailed,
    'A structure, action or listener of the governor threw',
    () => 'error',
  );
  on(channels.cacheLoadFailed, 'A cache could not renew a value', () => 'warn');
  on(channels.probeFailed, 'A memory probe could not be read', () => 'warn');
  on(channels.drain, 'Memory pressure does not give way: restart this process', () => 'error');
  return () => {
    for (const end of ends) end();
  };
}

/** The event with its error where the log expects one. */
function facts(event: object): object {
  const { error, ...rest } = event as { error?: unknown };
  return error === undefined ? rest : { ...rest, err: error };
}
