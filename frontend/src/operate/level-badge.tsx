import type { PressureLevel } from '@lexiflow/contracts';
import { Badge } from '../ui/badge.tsx';
import { operateMessages } from './messages.ts';

/** A pressure level in its word and colour. */
export function LevelBadge({ level }: { level: PressureLevel }) {
  return <Badge tone={level}>{operateMessages.levels[level]}</Badge>;
}
