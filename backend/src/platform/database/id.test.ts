import { describe, expect, it } from 'vitest';
import { newId } from './id.ts';

describe('newId', () => {
  it('makes UUIDs of version 7 and the RFC variant', () => {
    for (let made = 0; made < 500; made += 1) {
      expect(newId()).toMatch(
        /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
      );
    }
  });

  it('carries the time in its first 48 bits', () => {
    const farAhead = Date.UTC(2100, 0, 1);
    expect(parseInt(newId(farAhead).replace('-', '').slice(0, 12), 16)).toBe(farAhead);
  });

  it('sorts in the order of making, also within a millisecond and when the clock goes back', () => {
    const now = Date.UTC(2101, 0, 1);
    const ids = Array.from({ length: 10_000 }, (_, index) => newId(now - (index % 3)));
    expect(ids.toSorted()).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
