import { useEffect, useEffectEvent, useRef, type RefObject } from 'react';
import { whenIdle } from '../../api/when-idle.ts';
import { subscribeTheme } from '../theme.ts';
import type { ChartModel } from './chart-model.ts';
import { whenNear } from './when-near.ts';

/** The code that draws, once the first chart has asked for it. */
let code: typeof import('./draw-chart.ts') | undefined;

/**
 * Keeps the drawing of a chart in the element that `holder` gets: made outside React once the element is near the
 * window and the page is idle, each drawing in a moment of its own, or at once for print; made anew when the theme or
 * the model changes, where the former one stays until then. `onPoint` gets the index at the pointer, or null.
 */
export function useDrawing(
  holder: RefObject<HTMLElement | null>,
  model: ChartModel,
  onPoint: (index: number | null) => void,
): void {
  const point = useEffectEvent(onPoint);
  const destroy = useRef<() => void>(undefined);
  useEffect(() => {
    const element = holder.current;
    if (!element) return;
    let isOver = false;
    let isDrawn = false;
    const draw = () => {
      if (isOver || !code) return;
      destroy.current?.();
      destroy.current = code.drawChart(element, model, (index) => point(index));
      isDrawn = true;
    };
    const begin = () => {
      stop = whenIdle(() => {
        draw();
        stop = subscribeTheme(draw);
      });
    };
    const prepare = async () => {
      try {
        code ??= await import('./draw-chart.ts');
      } catch {
        // Without the code the legend still tells the figures; the next visit tries again.
        return;
      }
      if (!isOver) begin();
    };
    let stop = whenNear(element, () => {
      stop = whenIdle(() => void prepare());
    });
    const onPrint = () => {
      if (!isDrawn) draw();
    };
    window.addEventListener('beforeprint', onPrint);
    return () => {
      isOver = true;
      stop();
      window.removeEventListener('beforeprint', onPrint);
    };
  }, [holder, model]);
  useEffect(() => () => destroy.current?.(), []);
}
