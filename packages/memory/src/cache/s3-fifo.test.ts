import { describe, expect, it } from 'vitest';
import { CacheEntry, ageless } from './cache-entry.ts';
import { GhostQueue } from './ghost-queue.ts';
import { S3Fifo } from './s3-fifo.ts';

function policyOf(maxEntries: number): { policy: S3Fifo; held: Map<string, CacheEntry> } {
  const held = new Map<string, CacheEntry>();
  const makeGhost = (): GhostQueue => new GhostQueue(1024);
  return { policy: new S3Fifo({ maxEntries, maxBytes: Infinity, makeGhost }), held };
}

/** Drives a policy as a cache of 20 entries would, and answers the hits. */
function replay(policy: S3Fifo, held: Map<string, CacheEntry>, keys: Iterable<string>): number {
  let hits = 0;
  for (const key of keys) {
    const entry = held.get(key);
    if (entry) {
      hits++;
      policy.touch(entry);
      continue;
    }
    while (held.size >= 20) held.delete(policy.evict()!.key as string);
    const added = new CacheEntry(key, key, 100, ageless);
    held.set(key, added);
    policy.admit(added, null);
  }
  return hits;
}

const hot = Array.from({ length: 12 }, (_, i) => `hot${i}`);
const scan = Array.from({ length: 500 }, (_, i) => `scan${i}`);

describe('S3-FIFO', () => {
  it('keeps what is used again while a scan passes through', () => {
    const { policy, held } = policyOf(20);
    replay(policy, held, [...hot, ...hot, ...hot]);
    replay(policy, held, scan);
    expect(replay(policy, held, hot)).toBe(hot.length);
  });

  it('lets in directly what comes back soon after it fell out', () => {
    const { policy, held } = policyOf(20);
    replay(policy, held, [...hot, ...hot, ...hot, ...scan.slice(0, 10), 'back']);
    replay(policy, held, scan.slice(20, 40));
    expect(held.has('back')).toBe(false);
    replay(policy, held, ['back']);
    expect(held.get('back')?.isProtected).toBe(true);
    replay(policy, held, scan.slice(100, 104));
    expect(held.has('back')).toBe(true);
  });

  it('takes a replaced entry’s place with its standing', () => {
    const { policy, held } = policyOf(20);
    replay(policy, held, [...hot, ...hot, ...hot, ...scan]);
    const former = held.get('hot3')!;
    expect(former.isProtected).toBe(true);
    const standing = policy.standingOf(former);
    policy.forget(former);
    const entry = new CacheEntry('hot3', 'new', 100, ageless);
    policy.admit(entry, standing);
    expect(entry.isProtected).toBe(true);
  });

  it('passes over a bounded number of used entries, however many there are', () => {
    const { policy } = policyOf(5000);
    const entries = Array.from(
      { length: 5000 },
      (_, i) => new CacheEntry(`k${i}`, i, 100, ageless),
    );
    for (const entry of entries) {
      policy.admit(entry, null);
      for (let hit = 0; hit < 3; hit++) policy.touch(entry);
    }
    expect(policy.evict()).not.toBeNull();
    expect(policy.length).toBe(4999);
    expect(entries.filter(({ visits }) => visits < 3).length).toBeLessThan(200);
    while (policy.evict());
    expect(policy.length).toBe(0);
  });

  it('works without memory for a ghost queue', () => {
    const policy = new S3Fifo({ maxEntries: 20, maxBytes: Infinity, makeGhost: () => null });
    const held = new Map<string, CacheEntry>();
    replay(policy, held, [...hot, ...hot, ...hot, ...scan]);
    expect(held.size).toBe(20);
    expect(replay(policy, held, hot)).toBe(hot.length);
  });
});

describe('the ghost queue', () => {
  it('remembers within the window, once', () => {
    const ghost = new GhostQueue(64);
    ghost.add(1);
    for (let i = 100; i < 105; i++) ghost.add(i);
    expect(ghost.take(1, 6)).toBe(true);
    expect(ghost.take(1, 6)).toBe(false);
    ghost.add(1);
    for (let i = 100; i < 106; i++) ghost.add(i);
    expect(ghost.take(1, 6)).toBe(false);
  });

  it('is of fixed size whatever is added', () => {
    const ghost = new GhostQueue(1000);
    const { bytes } = ghost;
    expect(bytes).toBe(512 * 8);
    for (let i = 0; i < 100_000; i++) ghost.add(Math.imul(i, 0x9e3779b1));
    expect(ghost.bytes).toBe(bytes);
  });
});
