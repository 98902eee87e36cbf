import type { MemoryMetrics } from '@lexiflow/contracts';
import { MAX_BAR_PARTS, MIN_BAR_SHARE } from './operate.limits.ts';

/** One stretch of the budget bar. */
export interface Segment {
  readonly name: string;
  readonly kind: 'part' | 'rest' | 'unexplained' | 'headroom';
  readonly bytes: number;
  /** Of the bar's whole length, 0 to 1. */
  readonly share: number;
}

/**
 * The budget as stretches of one bar: named parts by size, small ones folded into one, then what
 * nothing explains, then the headroom, those two also when they are empty. The bar is as long as the limit, or as what is in use
 * when that is more.
 */
export function budgetSegments(
  budget: MemoryMetrics['budget'],
  { maxParts = MAX_BAR_PARTS, minShare = MIN_BAR_SHARE } = {},
): Segment[] {
  const named = budget.parts
    .filter((part) => part.bytes > 0 && part.name !== 'unexplained')
    .toSorted((left, right) => right.bytes - left.bytes);
  const broad = named.filter((part) => part.bytes >= minShare * budget.limitBytes);
  const shown = broad.length > maxParts ? broad.slice(0, maxParts - 1) : broad;
  const restBytes = named.slice(shown.length).reduce((sum, part) => sum + part.bytes, 0);
  const stretches = [
    ...shown.map((part) => ({ ...part, kind: 'part' as const })),
    { name: '', kind: 'rest' as const, bytes: restBytes },
    { name: '', kind: 'unexplained' as const, bytes: Math.max(0, budget.unexplainedBytes) },
    { name: '', kind: 'headroom' as const, bytes: Math.max(0, budget.headroomBytes) },
  ].filter(({ kind, bytes }) => bytes > 0 || kind !== 'rest');
  const sum = stretches.reduce((total, stretch) => total + stretch.bytes, 0);
  const length = Math.max(sum, budget.limitBytes, 1);
  return stretches.map((stretch) => ({ ...stretch, share: stretch.bytes / length }));
}

/** Bytes of a size as the health page prints it (`1536 MB`), or `null` when it is none. */
export function parseSize(text: string): number | null {
  const match = /^([\d.]+)\s*(B|KB|MB|GB|TB)$/.exec(text.trim());
  if (!match) return null;
  const power = ['B', 'KB', 'MB', 'GB', 'TB'].indexOf(match[2] ?? 'B');
  return Number(match[1]) * 1024 ** power;
}
