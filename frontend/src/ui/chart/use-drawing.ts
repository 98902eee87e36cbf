import { useEffect, useEffectEvent, useRef, type RefObject } from 'react';
import { whenIdle } from '../../api/when-idle.ts';
import { subscribeTheme } from '../theme.ts';
import { whenNear } from './when-near.ts';

/** Draws into an element; the returned function removes what it drew. */
export type Draw = (element: HTMLElement) => () => void;

/**
 * Keeps a drawing in the element that `holder` gets: made outside React once the element is near the window and the
 * page is idle, each drawing in a moment of its own, and made anew when the theme or `subject` changes; the former one
 * stays until then. `load` brings the code that draws.
 */
export function useDrawing(
  holder: RefObject<HTMLElement | null>,
  subject: unknown,
  load: () => Promise<Draw>,
): void {
  const loadNow = useEffectEvent(load);
  const destroy = useRef<() => void>(undefined);
  useEffect(() => {
    const element = holder.current;
    if (!element) return;
    let isOver = false;
    const begin = (draw: Draw) => {
      const redraw = () => {
        destroy.current?.();
        destroy.current = draw(element);
      };
      stop = whenIdle(() => {
        redraw();
        stop = subscribeTheme(redraw);
      });
    };
    const prepare = () => {
      // Without the code the legend still tells the figures; the next visit tries again.
      loadNow().then(
        (draw) => !isOver && begin(draw),
        () => undefined,
      );
    };
    let stop = whenNear(element, () => {
      stop = whenIdle(prepare);
    });
    return () => {
      isOver = true;
      stop();
    };
  }, [holder, subject]);
  useEffect(() => () => destroy.current?.(), []);
}
