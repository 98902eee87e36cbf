import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Logger } from 'pino';

/** How loud one event is in the log; null leaves it out. */
export type EventLevel = 'debug' | 'info' | 'warn' | 'error' | null;

/** What is written about the events of one channel. */
export interface LoggedChannel {
  readonly channel: { readonly name: string | symbol };
  readonly text: string;
  readonly level: EventLevel | ((event: object) => EventLevel);
}

/** Writes the events of the given channels to the log and answers the function that ends it. */
export function logEvents(logger: Logger, rows: readonly LoggedChannel[]): () => void {
  const listeners = rows.map(({ channel, text, level }) => {
    const listener = (message: unknown) => {
      const event = message as object;
      const loudness = typeof level === 'function' ? level(event) : level;
      if (loudness !== null) logger[loudness](facts(event), text);
    };
    subscribe(channel.name, listener);
    return () => unsubscribe(channel.name, listener);
  });
  return () => {
    for (const end of listeners) end();
  };
}

/** The event with its error where the log expects one. */
function facts(event: object): object {
  const { error, ...rest } = event as { error?: unknown };
  return error === undefined ? rest : { ...rest, err: error };
}
