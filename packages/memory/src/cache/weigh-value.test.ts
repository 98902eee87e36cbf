import { describe, expect, it, test } from 'vitest';
import { cacheLimits } from './cache.limits.ts';
import { detachString } from './detach-string.ts';
import { weighValue } from './weigh-value.ts';

const deep = 'deep';

describe('weighing', () => {
  it('counts an object that is reached twice, or through a cycle, once', () => {
    const shared = { text: 'x'.repeat(1000) };
    const twice = weighValue({ a: shared, b: shared }, deep).bytes;
    const once = weighValue({ a: shared, b: null }, deep).bytes;
    expect(twice).toBe(once);
    const cycle: { self?: unknown; list: unknown[] } = { list: [] };
    cycle.self = cycle;
    cycle.list.push(cycle);
    expect(weighValue(cycle, deep).bytes).toBeLessThan(500);
  });

  it('does not overflow on deep nesting', () => {
    let value: unknown = 1;
    for (let i = 0; i < 90_000; i++) value = [value];
    expect(weighValue(value, deep).bytes).toBe(90_000 * 56);
  });

  it('counts the whole of a pool that a small buffer is a view of', () => {
    const pool = new ArrayBuffer(1_000_000);
    expect(weighValue(new Uint8Array(pool, 10, 5), deep).bytes).toBeGreaterThan(1_000_000);
  });

  it('samples a large value near its whole size', () => {
    const rows = Array.from({ length: 5000 }, (_, i) => ({ id: i, name: 'x'.repeat(i % 100) }));
    const whole = weighValue(rows, deep).bytes;
    const samples = Array.from({ length: 50 }, () => weighValue(rows, 'none').bytes);
    const mean = samples.reduce((sum, bytes) => sum + bytes, 0) / samples.length;
    expect(Math.abs(mean / whole - 1)).toBeLessThan(0.1);
  });

  it('stops at a bound where a value reaches through the whole process', () => {
    const { value: bound } = cacheLimits.walkedNodes;
    const endless = Array.from({ length: 3 * bound }, () => ({}));
    const { bytes } = weighValue(endless, deep);
    expect(bytes).toBeGreaterThan(3 * bound * 56);
    let reads = 0;
    const counted = endless.map(() => new Proxy({}, { ownKeys: () => (reads++, []) }));
    weighValue(counted, deep);
    expect(reads).toBeLessThanOrEqual(bound);
  });

  it('does not write to instances of classes', () => {
    let writes = 0;
    class Guarded {
      name = 'a text of more than 13 characters';
    }
    const guarded = new Proxy(new Guarded(), { set: () => (writes++, true) });
    expect(weighValue(guarded, deep).bytes).toBeGreaterThan(50);
    expect(writes).toBe(0);
  });

  it('leaves frozen objects and accessors as they are', () => {
    const frozen = Object.freeze({ name: 'a text of more than 13' });
    const guarded = {
      get name(): string {
        return 'a text of more than 13';
      },
    };
    expect(() => weighValue([frozen, guarded], deep)).not.toThrow();
    expect(guarded.name).toBe('a text of more than 13');
  });

  it('keeps the order and content of maps, sets and objects whose texts it replaces', () => {
    const long = 'a text of more than 13 characters';
    const value = {
      map: new Map<unknown, unknown>([
        [1, long],
        [long, [long]],
        ['c', 3],
      ]),
      set: new Set([3, long, 'z']),
      list: [long, 1, { b: long, a: 2 }],
    };
    const copy = structuredClone(value);
    weighValue(value, deep);
    expect(value).toEqual(copy);
    expect([...value.map.keys()]).toEqual([1, long, 'c']);
    expect([...value.set]).toEqual([3, long, 'z']);
    expect(Object.keys(value.list[2] as object)).toEqual(['b', 'a']);
  });
});

describe('detaching a text', () => {
  test.each([
    ['short', 'abc'],
    ['of one byte a character', 'añ'.repeat(50)],
    ['of two bytes a character', '—文'.repeat(50)],
    ['with lone surrogates', '\ud800x\udfff'.repeat(10)],
    ['with zeros', '\0'.repeat(40)],
    ['longer than the scratch buffer', 'é'.repeat(100_000)],
    ['wide and longer than the scratch buffer', '文'.repeat(100_000)],
    ['over a million characters', 'x'.repeat(1_100_000)],
  ])('%s answers an equal text', (_title, text) => {
    expect(detachString(text)).toBe(text);
  });
});
