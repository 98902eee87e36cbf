import type { HistoryRing } from '../history/history-ring.ts';

const WIDTH = 120;
const HEIGHT = 32;
/** More points than this are not told apart in the width. */
const POINTS = 60;

/** A bar of a used share. Its colour is the level; the figure stands beside it as text. */
export function bar(ratio: number, warningRatio: number, criticalRatio: number): string {
  const level = ratio > criticalRatio ? 'bad' : ratio > warningRatio ? 'warn' : 'use';
  const width = Math.round(WIDTH * Math.min(1, ratio));
  return `<svg width="${WIDTH}" height="10" aria-hidden="true"><rect class="track" width="${WIDTH}" height="10" rx="2"/><rect class="${level}" width="${width}" height="10" rx="2"/></svg>`;
}

/** The curve of a history from 0 to the limit, or to its highest value; empty with fewer than two samples. */
export function curve(history: HistoryRing, limitBytes: number | null): string {
  const step = Math.max(1, Math.ceil(history.length / POINTS));
  const values: number[] = [];
  let index = 0;
  history.forEach(0, (_, value) => {
    if (index++ % step === 0) values.push(value);
  });
  if (values.length < 2) return '';
  const top = limitBytes ?? Math.max(1, ...values);
  const points = values.map((value, at) => {
    const x = (WIDTH * at) / (values.length - 1);
    const y = HEIGHT - (HEIGHT - 2) * Math.min(1, value / top);
    return `${x.toFixed(1)},${y.toFixed(1)}`;
  });
  return `<svg width="${WIDTH}" height="${HEIGHT}" aria-hidden="true"><line class="limit" x1="0" y1="2" x2="${WIDTH}" y2="2"/><polyline class="curve" points="${points.join(' ')}"/></svg>`;
}
