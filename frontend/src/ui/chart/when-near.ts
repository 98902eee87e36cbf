/** How far outside of the window an element counts as near it: half of the window's height and width. */
const MARGIN = '50%';

/** Runs `task` once when `element` comes into or near the window, unless the returned function is called before. */
export function whenNear(element: Element, task: () => void): () => void {
  const observer = new IntersectionObserver(
    (entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      observer.disconnect();
      task();
    },
    { rootMargin: MARGIN },
  );
  observer.observe(element);
  return () => observer.disconnect();
}
