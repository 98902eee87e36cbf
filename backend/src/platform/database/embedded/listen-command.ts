import type { FrontendMessage } from './frontend-reader.ts';
import { frontend, readString } from './wire.ts';

/** `LISTEN` or `UNLISTEN` of one channel; `*` stands for all of them. */
export interface ListenCommand {
  readonly isListen: boolean;
  readonly channel: string;
}

const pattern = /(?:^|;)\s*(LISTEN|UNLISTEN)\s+("(?:[^"]|"")+"|\*|[\p{L}_][\p{L}\p{N}_$]*)/giu;

/** The SQL text a message carries, `null` for messages without one. */
export function sqlOf(message: FrontendMessage): string | null {
  if (message.type === frontend.query) return readString(message.bytes, 5).text;
  if (message.type !== frontend.parse) return null;
  return readString(message.bytes, readString(message.bytes, 5).next).text;
}

/** The LISTEN and UNLISTEN commands of a SQL text, with channel names folded as PostgreSQL does. */
export function listenCommands(sql: string): ListenCommand[] {
  return [...sql.matchAll(pattern)].map(([, verb = '', name = '']) => ({
    isListen: verb.toUpperCase() === 'LISTEN',
    channel: name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name.toLowerCase(),
  }));
}

/** A channel name as a quoted identifier. */
export function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
