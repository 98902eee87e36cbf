import { pageAt } from '@lexiflow/contracts';
import type { QueryClient } from '@tanstack/react-query';
import { meQuery } from '../api/session.ts';
import { entryPages, screenPages } from './pages.ts';
import { loadScreen } from './screen-modules.ts';
import { homeOf } from './screens.ts';

/** Milliseconds a screen whose code is there waits for its first answers before it is drawn without them. */
const ANSWER_AWAITED_MS = 250;

/**
 * Reads who is signed in, and the code and first answers of the screen that `path` shows them, all at once: the
 * first render then draws the page as it stays. What fails here is tried again, and told, by that render.
 */
export async function loadFirstScreen(client: QueryClient, path: string): Promise<void> {
  const entry = pageAt(Object.values(entryPages), path);
  const screen = prepare(client, (entry ?? pageAt(screenPages, path))?.module);
  await client.prefetchQuery({ ...meQuery, retry: false });
  const me = client.getQueryData(meQuery.queryKey);
  if (me === null && !entry) return prepare(client, entryPages.signIn.module);
  if (me && path === '/') return prepare(client, pageAt(screenPages, homeOf(me.role))?.module);
  return screen;
}

async function prepare(client: QueryClient, module: string | undefined): Promise<void> {
  if (module === undefined) return;
  try {
    const { firstRead } = await loadScreen(module);
    const patience = new Promise((resolve) => setTimeout(resolve, ANSWER_AWAITED_MS));
    await Promise.race([firstRead?.(client), patience]);
  } catch {
    // The render asks for the code again.
  }
}
