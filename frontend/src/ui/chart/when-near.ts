import { FAR_AFTER_MS } from './chart.limits.ts';

/** How far outside of the window an element counts as near it: half of the window's height and width. */
const MARGIN = '50%';

/**
 * Runs `task` once when `element` comes into or near the window, or after `FAR_AFTER_MS`: a page that is printed
 * shows everything. Nothing is run after the returned function is called.
 */
export function whenNear(element: Element, task: () => void): () => void {
  const stop = () => {
    observer.disconnect();
    clearTimeout(timer);
  };
  const run = () => {
    stop();
    task();
  };
  const observer = new IntersectionObserver(
    (entries) => entries.some(({ isIntersecting }) => isIntersecting) && run(),
    { rootMargin: MARGIN },
  );
  const timer = setTimeout(run, FAR_AFTER_MS);
  observer.observe(element);
  return stop;
}
