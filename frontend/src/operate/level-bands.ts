import type uPlot from 'uplot';
import { resolveColour } from '../ui/theme.ts';
import type { HistoryRing } from './history-ring.ts';

const LEVELS = ['', '--elevated', '--warning', '--critical', '--emergency'] as const;

/** Shades the times at which the pressure was above normal, behind the lines of a chart. */
export function levelBands(ring: HistoryRing): uPlot.Plugin {
  const colours = LEVELS.map((name) => (name === '' ? '' : resolveColour(name)));
  return {
    hooks: {
      drawClear: [
        (plot) => {
          const times = ring.times();
          const levels = ring.values('levelIndex');
          const { ctx, bbox } = plot;
          ctx.save();
          ctx.globalAlpha = 0.13;
          for (let index = 0; index < times.length; index++) {
            const colour = colours[levels[index] ?? 0];
            if (!colour) continue;
            const left = plot.valToPos(times[index] ?? 0, 'x', true);
            const next = times[index + 1];
            const right = next === undefined ? left + 2 : plot.valToPos(next, 'x', true);
            if (right < bbox.left) continue;
            ctx.fillStyle = colour;
            ctx.fillRect(
              Math.max(left, bbox.left),
              bbox.top,
              right - Math.max(left, bbox.left),
              bbox.height,
            );
          }
          ctx.restore();
        },
      ],
    },
  };
}
