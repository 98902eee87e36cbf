import { EventEmitter } from 'node:events';
import { expect, it, vi } from 'vitest';
import { onResponseEnd } from './response-end.ts';
import type { Endable } from './response-end.ts';

/** A response that stands behind others of its connection. */
function queued(connection: EventEmitter): Endable & EventEmitter {
  const response = Object.assign(new EventEmitter(), { socket: null, req: { socket: connection } });
  return response as unknown as Endable & EventEmitter;
}

it('holds nothing of responses that were sent on a connection that goes on', () => {
  const connection = new EventEmitter();
  const sent = vi.fn<() => void>();
  for (let n = 0; n < 20; n++) {
    const response = queued(connection);
    onResponseEnd(response, sent);
    response.emit('close');
  }
  expect(sent).toHaveBeenCalledTimes(20);
  const cutOff = vi.fn<() => void>();
  onResponseEnd(queued(connection), cutOff);
  expect(connection.listenerCount('close')).toBe(1);
  connection.emit('close');
  expect([sent.mock.calls.length, cutOff.mock.calls.length]).toEqual([20, 1]);
});
