import { useEffect, useState, type RefObject } from 'react';

/** Pixels from the top of the page to an element, kept current while the page's height changes. */
export function useOffsetTop(element: RefObject<HTMLElement | null>): number {
  const [offsetTop, setOffsetTop] = useState(0);
  // After the paint: what is drawn stays where it is, and only the choice of rows to draw depends on it.
  useEffect(() => {
    const measure = () => {
      if (!element.current) return;
      setOffsetTop(Math.round(element.current.getBoundingClientRect().top + window.scrollY));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(document.body);
    return () => observer.disconnect();
  }, [element]);
  return offsetTop;
}
