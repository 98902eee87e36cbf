import { pageAt } from '@lexiflow/contracts';
import { QueryClient } from '@tanstack/react-query';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { meQuery } from '../api/session.ts';
import { entryPages, ME_ADDRESS, screenPages, type Page } from './pages.ts';
import { loadScreen } from './screen-modules.ts';
import { allScreens } from './screens.ts';

const pages: readonly Page[] = [...Object.values(entryPages), ...screenPages];

afterEach(() => vi.unstubAllGlobals());

/** The addresses that are read while `work` runs; each is answered by an empty object. */
async function readDuring(work: (client: QueryClient) => Promise<unknown>): Promise<string[]> {
  const urls: string[] = [];
  vi.stubGlobal('location', { search: '' });
  vi.stubGlobal('fetch', (url: string) => {
    urls.push(url);
    return Promise.resolve(Response.json({}));
  });
  await work(new QueryClient());
  return urls;
}

describe('the pages of the console', () => {
  it('have their screen where the build looks for it', () => {
    const modules = Object.keys(import.meta.glob('../*/*-screen.tsx'));
    const missing = pages.filter(({ module }) => !modules.includes(`../${module}.tsx`));
    expect(missing).toEqual([]);
  });

  it('lead to each place of the navigation, and to records by their id', () => {
    const lost = allScreens.filter(({ path }) => pageAt(screenPages, path)?.path !== path);
    expect(lost).toEqual([]);
    expect(pageAt(screenPages, '/cases/0197')?.module).toBe('case/case-screen');
    expect(pageAt(screenPages, '/operate/nothing')).toBeUndefined();
  });

  it.each(pages.filter(({ data }) => data !== undefined))(
    'name the very addresses that $path reads first, which are then fetched once',
    async ({ module, data }) => {
      const { firstRead = () => Promise.resolve() } = await loadScreen(module);
      expect(await readDuring(firstRead)).toEqual(data);
    },
  );

  it('name the address that tells who is signed in', async () => {
    expect(await readDuring((client) => client.prefetchQuery(meQuery))).toEqual([ME_ADDRESS]);
  });
});
