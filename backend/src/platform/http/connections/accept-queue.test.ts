import { expect, it } from 'vitest';
import { AcceptQueue } from './accept-queue.ts';

it('knows nothing of a wait while turns pass without an accept', () => {
  const queue = new AcceptQueue();
  expect([queue.accepted(100, 1), queue.accepted(200, 3), queue.accepted(300, 5)]).toEqual([
    0, 0, 0,
  ]);
});

it('counts from the last turn in which nothing was waiting', () => {
  const queue = new AcceptQueue();
  queue.accepted(100, 1);
  expect([queue.accepted(150, 2), queue.accepted(220, 3)]).toEqual([50, 120]);
  expect(queue.accepted(400, 6)).toBe(0);
});
