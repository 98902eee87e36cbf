import { describe, expect, it } from 'vitest';
import { VIEWER_CACHE_ENTRIES } from '../auth.limits.ts';
import { ViewerCache, type CachedViewer } from './viewer-cache.ts';
import { operatorViewer } from './viewer-of.ts';

const entryOf = (userId: string): CachedViewer => ({
  viewer: { ...operatorViewer('local'), kind: 'user', userId },
  expiresAtMs: null,
  lastSeenMs: 0,
  staleAtMs: null,
});

describe('ViewerCache', () => {
  const counting = (userId: string) => {
    const source = { loads: 0 };
    const load = (): Promise<CachedViewer | null> => {
      source.loads += 1;
      return Promise.resolve(entryOf(userId));
    };
    return { source, load };
  };

  it('loads a token once', async () => {
    const cache = new ViewerCache();
    const { source, load } = counting('u');
    await cache.getOrLoad('k', load);
    await cache.getOrLoad('k', load);
    expect(source.loads).toBe(1);
  });

  it('forgets all tokens of one user at once, and nobody else', async () => {
    const cache = new ViewerCache();
    const [u, v] = [counting('u'), counting('v')];
    for (const key of ['a', 'b']) await cache.getOrLoad(key, u.load);
    await cache.getOrLoad('c', v.load);
    cache.drop('u');
    for (const key of ['a', 'b']) await cache.getOrLoad(key, u.load);
    await cache.getOrLoad('c', v.load);
    expect([u.source.loads, v.source.loads]).toEqual([4, 1]);
  });

  it('does not keep what was being loaded when a change came', async () => {
    const cache = new ViewerCache();
    const { promise, resolve } = Promise.withResolvers<CachedViewer>();
    const loading = cache.getOrLoad('k', () => promise);
    cache.drop('u');
    resolve(entryOf('u'));
    await loading;
    const { source, load } = counting('u');
    await cache.getOrLoad('k', load);
    expect(source.loads).toBe(1);
  });

  it('keeps no unknown token', async () => {
    const cache = new ViewerCache();
    let loads = 0;
    const none = (): Promise<null> => {
      loads += 1;
      return Promise.resolve(null);
    };
    await cache.getOrLoad('k', none);
    await cache.getOrLoad('k', none);
    expect(loads).toBe(2);
  });

  it('never holds more than its bound', async () => {
    const cache = new ViewerCache();
    for (let count = 0; count < 3 * VIEWER_CACHE_ENTRIES; count++) {
      await cache.getOrLoad(`k${count}`, () => Promise.resolve(entryOf(`u${count}`)));
    }
    expect(cache.size).toBeLessThanOrEqual(VIEWER_CACHE_ENTRIES);
  });
});
