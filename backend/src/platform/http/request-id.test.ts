import type { IncomingMessage } from 'node:http';
import { expect, it } from 'vitest';
import { requestIds } from './request-id.ts';

const request = (id?: string) =>
  ({ headers: id === undefined ? {} : { 'x-request-id': id } }) as unknown as IncomingMessage;

it('keeps an inbound name of token characters', () => {
  expect(requestIds()(request('abc-123.4:5'))).toBe('abc-123.4:5');
});

it.each(['', 'a b', 'a\nb', '<script>', 'x'.repeat(65)])('replaces the inbound name %j', (id) => {
  expect(requestIds('p')(request(id))).toBe('p-1');
});

it('gives each request a name of its own', () => {
  const next = requestIds();
  expect(new Set([next(request()), next(request()), next(request())]).size).toBe(3);
});
