import type { PressureLevel } from '@lexiflow/memory';
import type { Phase } from '../platform/http/lifecycle.ts';

/** What the readiness of the process depends on. */
export interface ReadinessFacts {
  readonly phase: Phase;
  readonly level: PressureLevel;
  /** Whether the memory level counts (`ENABLE_MEMORY_HEALTH_CHECK`). */
  readonly memoryCounts: boolean;
  readonly isDatabaseUp: boolean;
}

/** Why no new work should be sent here; empty when the process is ready. Pure. */
export function reasonsNotReady(facts: ReadinessFacts): string[] {
  const reasons: string[] = [];
  if (facts.phase !== 'serving') reasons.push(facts.phase);
  if (facts.memoryCounts && (facts.level === 'critical' || facts.level === 'emergency'))
    reasons.push(`memory pressure ${facts.level}`);
  if (!facts.isDatabaseUp) reasons.push('database unavailable');
  return reasons;
}
