import type { FrontendMessage } from './frontend-reader.ts';
import { sqlOf } from './listen-command.ts';
import type { SessionClient } from './session-client.ts';
import { backend, frontend, message } from './wire.ts';

const pattern = /^\s*COPY\b[^;]*\bFROM\s+STDIN\b/i;
const pending = new WeakMap<SessionClient, Uint8Array>();

/**
 * `COPY ... FROM STDIN` for an engine that cannot wait for its client: the client is told to send
 * at once, and the command runs with all of its data when the last piece has come. What one COPY
 * may hold is bounded by the client's inbox limit.
 */
export const CopyIn = {
  /**
   * The messages to run for a batch that is part of a COPY; `waiting` while data is still to come;
   * `null` when the batch has nothing to do with COPY.
   */
  take(client: SessionClient, batch: readonly FrontendMessage[]): Uint8Array[] | 'waiting' | null {
    const started = pending.get(client);
    const last = batch.at(-1);
    if (started !== undefined) {
      pending.delete(client);
      return [started, ...batch.map(({ bytes }) => bytes)];
    }
    if (last?.type !== frontend.query || !pattern.test(sqlOf(last) ?? '')) return null;
    pending.set(client, last.bytes);
    // Overall format text, no column formats: clients look at neither.
    client.port.send(message(backend.copyInResponse, new Uint8Array(3)));
    return 'waiting';
  },
};
