import { beforeEach, describe, expect, it, vi } from 'vitest';
import { reloadOnStaleAsset } from './reload-on-stale-asset.ts';
import type { Reloadable } from './reload-on-stale-asset.ts';

const reload = vi.fn<() => void>();
const fetch = vi.fn<Window['fetch']>();
let page: EventTarget;

beforeEach(() => {
  vi.clearAllMocks();
  page = new EventTarget();
  const kept = new Map<string, string>();
  const parts = {
    fetch,
    location: { href: 'http://localhost/cases', reload },
    sessionStorage: {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
    },
  };
  reloadOnStaleAsset(Object.assign(page, parts) as unknown as Reloadable);
});

/** A part of the console fails to load, and what follows from it has happened. */
async function fail(): Promise<void> {
  page.dispatchEvent(new Event('vite:preloadError'));
  await new Promise((resolve) => setTimeout(resolve));
}

describe('a part of the console that cannot be loaded', () => {
  it('reloads the page once where the server answers', async () => {
    fetch.mockResolvedValue(new Response());
    await fail();
    await fail();
    expect(fetch).toHaveBeenCalledExactlyOnceWith('http://localhost/cases', {
      headers: { accept: 'text/html' },
      cache: 'no-store',
    });
    expect(reload).toHaveBeenCalledOnce();
  });

  it.each<[string, () => Promise<Response>]>([
    ['is gone', () => Promise.reject(new TypeError('Failed to fetch'))],
    ['is not behind its proxy', () => Promise.resolve(new Response(null, { status: 502 }))],
  ])('leaves the page as it is while the server %s', async (_, answer) => {
    fetch.mockImplementation(answer);
    await fail();
    expect(reload).not.toHaveBeenCalled();
    fetch.mockResolvedValue(new Response());
    await fail();
    expect(reload).toHaveBeenCalledOnce();
  });
});
