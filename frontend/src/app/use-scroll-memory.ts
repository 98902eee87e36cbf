import { useEffect, useLayoutEffect, useRef } from 'react';
import { useLocation } from 'wouter';
import { keepScroll, keptScroll } from '../ui/kept-scroll.ts';

const MAX_FRAMES = 30;

/** Going back shows a page where it was left; going forward starts at its top. */
export function useScrollMemory(): void {
  const [path] = useLocation();
  const wentBack = useRef(false);
  const known = useRef(path);

  useEffect(() => {
    window.history.scrollRestoration = 'manual';
    const onPop = () => (wentBack.current = true);
    const onScroll = () => keepScroll(address(), window.scrollY);
    window.addEventListener('popstate', onPop);
    window.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      window.removeEventListener('popstate', onPop);
      window.removeEventListener('scroll', onScroll);
    };
  }, []);

  useLayoutEffect(() => {
    if (known.current === path) return;
    known.current = path;
    const target = wentBack.current ? keptScroll(address()) : 0;
    wentBack.current = false;
    return scrollWhenTall(target);
  }, [path]);
}

function address(): string {
  return window.location.pathname + window.location.search;
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
