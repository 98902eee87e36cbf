const GUARD = 'lexiflow.reloaded-at';
const QUIET_MS = 60_000;

/** What of the window decides whether the page is loaded anew. */
export type Reloadable = Pick<Window, 'addEventListener' | 'fetch' | 'sessionStorage'> & {
  readonly location: Pick<Location, 'href' | 'reload'>;
};

/**
 * A part of the console that is gone after a redeploy reloads the page once; a second failure
 * within a minute is left to the error screen, so that a broken deploy does not loop. While the server does
 * not answer nothing is reloaded: the page in hand is worth more than the browser's error page.
 */
export function reloadOnStaleAsset(target: Reloadable): void {
  target.addEventListener('vite:preloadError', () => {
    const last = Number(target.sessionStorage.getItem(GUARD) ?? 0);
    if (Date.now() - last < QUIET_MS) return;
    void isThere(target).then((answers) => {
      if (!answers) return;
      target.sessionStorage.setItem(GUARD, String(Date.now()));
      target.location.reload();
    });
  });
}

async function isThere(target: Reloadable): Promise<boolean> {
  try {
    const page = { headers: { accept: 'text/html' }, cache: 'no-store' } as const;
    return (await target.fetch(target.location.href, page)).ok;
  } catch {
    return false;
  }
}
