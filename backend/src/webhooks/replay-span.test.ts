import { expect, it } from 'vitest';
import { newId } from '../platform/database/id.ts';
import { spanOf } from './replay-span.ts';

it('holds the ids of its milliseconds, the first and the last included, and no others', () => {
  const fromMs = Date.parse('2100-01-01T00:00:00.000Z');
  const { after, until } = spanOf(fromMs, fromMs + 10);
  const isIn = (id: string): boolean => id > after && id <= until;
  expect(isIn(newId(fromMs - 1))).toBe(false);
  expect(Array.from({ length: 50 }, () => newId(fromMs)).every(isIn)).toBe(true);
  expect(isIn(newId(fromMs + 10))).toBe(true);
  expect(isIn(newId(fromMs + 11))).toBe(false);
});
