import { describe, expect, it, test } from 'vitest';
import type { CollectionKind } from './found-collection.ts';
import { leastBytesPerEntry } from './least-bytes.ts';

const many = <T>(make: (index: number) => T): T[] => Array.from({ length: 50 }, (_, i) => make(i));

test.each<[what: string, kind: CollectionKind, target: object, from: number, to: number]>([
  ['texts of 1000 characters', 'array', many((i) => String(i).padStart(1000, 'x')), 1000, 1100],
  ['buffers of 4 KB', 'set', new Set(many(() => new Uint8Array(4096))), 4096, 4300],
  ['small objects', 'map', new Map(many((i) => [i, { i }])), 40, 120],
  ['numbers', 'array', many((i) => i), 8, 8],
])('%s', (_, kind, target, from, to) => {
  const bytes = leastBytesPerEntry(kind, target)!;
  expect(bytes).toBeGreaterThanOrEqual(from);
  expect(bytes).toBeLessThanOrEqual(to);
});

describe('what entries share', () => {
  it('is counted once', () => {
    const shared = new Uint8Array(1_000_000);
    const bytes = leastBytesPerEntry(
      'array',
      many((i) => ({ i, shared })),
    );
    expect(bytes).toBeLessThan(200);
  });
});

describe('an entry', () => {
  it('is looked at without running its code', () => {
    const trap = () => {
      throw new Error('asked');
    };
    const entries = many(() => ({
      get value(): string {
        return trap();
      },
      proxy: new Proxy({}, { ownKeys: trap, get: trap, getOwnPropertyDescriptor: trap }),
    }));
    expect(leastBytesPerEntry('array', entries)).toBeGreaterThan(0);
  });

  it('may reach without end', () => {
    const ring: { next?: object }[] = many(() => ({}));
    ring.forEach((each, i) => (each.next = ring[(i + 1) % ring.length]!));
    expect(leastBytesPerEntry('array', ring)).toBeGreaterThan(0);
  });
});

it('knows nothing of listeners and of a single entry', () => {
  expect(leastBytesPerEntry('listeners', {})).toBeNull();
  expect(leastBytesPerEntry('array', ['x'])).toBeNull();
});
