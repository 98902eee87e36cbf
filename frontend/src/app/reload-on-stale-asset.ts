const GUARD = 'lexiflow.reloaded-at';
const QUIET_MS = 60_000;

/**
 * A part of the console that is gone after a redeploy reloads the page once; a second failure
 * within a minute is left to the error screen, so that a broken deploy does not loop.
 */
export function reloadOnStaleAsset(target: Window): void {
  target.addEventListener('vite:preloadError', (event) => {
    const last = Number(target.sessionStorage.getItem(GUARD) ?? 0);
    if (Date.now() - last < QUIET_MS) return;
    event.preventDefault();
    target.sessionStorage.setItem(GUARD, String(Date.now()));
    target.location.reload();
  });
}
