import { useEffect, useLayoutEffect, useRef, type FocusEvent, type RefObject } from 'react';

/**
 * Keeps the focus on a card of the board while it changes its place: browsers drop the focus of an
 * element that is put elsewhere. Answers what the board has to listen to.
 */
export function useKeptFocus(board: RefObject<HTMLElement | null>) {
  const held = useRef<string | null>(null);
  useEffect(() => {
    const forget = () => (held.current = null);
    window.addEventListener('pointerdown', forget);
    return () => window.removeEventListener('pointerdown', forget);
  }, []);
  useLayoutEffect(() => {
    if (held.current === null || document.activeElement !== document.body) return;
    const card = board.current?.querySelector<HTMLElement>(`[data-task="${held.current}"]`);
    card?.focus({ preventScroll: true });
  });
  return {
    onFocus: ({ target }: FocusEvent<HTMLElement>) =>
      (held.current = target.dataset['task'] ?? null),
    // Without a next element nobody left the card: it was taken out.
    onBlur: ({ relatedTarget }: FocusEvent) => {
      if (relatedTarget !== null) held.current = null;
    },
  };
}
