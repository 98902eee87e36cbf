import type { Growth } from './judge-growth.ts';

const mib = 1024 * 1024;
const units: readonly (readonly [ms: number, name: string])[] = [
  [24 * 3_600_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'min'],
  [1000, 's'],
];

/** `9 h`, `12 min`, `0 s`. */
function duration(ms: number): string {
  for (const [unit, name] of units) {
    if (ms >= unit)
      return `${(ms / unit).toFixed(ms / unit < 10 ? 1 : 0).replace('.0', '')} ${name}`;
  }
  return `${Math.round(ms)} ms`;
}

/** `48,231`. */
function count(value: number): string {
  return Math.round(value)
    .toString()
    .replaceAll(/\B(?=(\d{3})+(?!\d))/g, ',');
}

/** `1.4 MB`, `512 KB`. */
function bytes(value: number): string {
  return value >= mib ? `${(value / mib).toFixed(1)} MB` : `${Math.round(value / 1024)} KB`;
}

/** `12.3/s`, and per minute, hour or day where that is below one. */
function rate(perSecond: number): string {
  if (perSecond >= 1) return `${perSecond.toFixed(1)}/s`;
  if (perSecond * 60 >= 1) return `${(perSecond * 60).toFixed(1)}/min`;
  if (perSecond * 3600 >= 1) return `${(perSecond * 3600).toFixed(1)}/h`;
  return `${(perSecond * 86_400).toFixed(1)}/d`;
}

/** Growth of a figure in bytes. */
function change({ from, to, spanMs }: Growth): string {
  return `${bytes(from)} → ${bytes(to)} in ${duration(spanMs)}`;
}

/** Figures as a person reads them. */
export const inWords = { duration, count, bytes, rate, change };
