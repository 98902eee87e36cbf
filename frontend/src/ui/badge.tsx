import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

/** The meaning that colours a badge. */
export type Tone =
  'neutral' | 'normal' | 'elevated' | 'warning' | 'critical' | 'emergency' | 'accent';

const TONES: Record<Tone, string> = {
  neutral: 'text-dim',
  normal: 'text-normal',
  elevated: 'text-elevated',
  warning: 'text-warning',
  critical: 'text-critical',
  emergency: 'text-emergency',
  accent: 'text-accent',
};

/** A short state word with a dot in its colour; the word alone carries the meaning. */
export function Badge({ tone = 'neutral', children }: { tone?: Tone; children: ReactNode }) {
  return (
    <span
      className={classNames(
        'inline-flex items-center gap-1.5 rounded-full border border-line bg-surface px-2 py-px text-xs font-medium whitespace-nowrap',
        TONES[tone],
      )}
    >
      <span aria-hidden className="size-1.5 rounded-full bg-current" />
      {children}
    </span>
  );
}
