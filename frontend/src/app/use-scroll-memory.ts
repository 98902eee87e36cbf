import { useEffect, useLayoutEffect, useRef } from 'react';
import { useLocation, useSearch } from 'wouter';
import { keepScroll, keptScroll } from '../ui/kept-scroll.ts';

const MAX_FRAMES = 30;

/**
 * Going back shows a page where it was left; going forward starts at its top. Each entry of the
 * history carries a key: one that has it is gone back to, one without is new. (The order of
 * `popstate` and rendering tells nothing: the router may render first.)
 */
export function useScrollMemory(): void {
  const [path] = useLocation();
  const search = useSearch();
  const shown = useRef({ key: '', path: '' });

  useEffect(() => {
    window.history.scrollRestoration = 'manual';
    const onScroll = () => keepScroll(shown.current.key, window.scrollY);
    window.addEventListener('scroll', onScroll, { passive: true });
    return () => window.removeEventListener('scroll', onScroll);
  }, []);

  useLayoutEffect(() => {
    const key = entryKey();
    if (key !== null && key === shown.current.key) return;
    if (key === null && path === shown.current.path) {
      // The query string was replaced: the same entry goes on.
      stampEntry(shown.current.key);
      return;
    }
    shown.current = { key: key ?? newKey(), path };
    if (key === null) stampEntry(shown.current.key);
    return scrollWhenTall(keptScroll(shown.current.key));
  }, [path, search]);
}

function entryKey(): string | null {
  const state = window.history.state as { scrollKey?: unknown } | null;
  return typeof state?.scrollKey === 'string' ? state.scrollKey : null;
}

// Not crypto.randomUUID(): browsers keep it from pages without https.
function newKey(): string {
  return String(performance.timeOrigin + performance.now());
}

function stampEntry(scrollKey: string): void {
  const state = window.history.state as object | null;
  window.history.replaceState({ ...state, scrollKey }, '');
}

// The page grows as its rows render: the place is reached as soon as the page is long enough.
function scrollWhenTall(target: number): () => void {
  let frames = 0;
  let frame = 0;
  const step = () => {
    window.scrollTo(0, target);
    if (Math.abs(window.scrollY - target) > 2 && ++frames < MAX_FRAMES) {
      frame = requestAnimationFrame(step);
    }
  };
  step();
  return () => cancelAnimationFrame(frame);
}
