import type { MemoryMetrics } from '@lexiflow/contracts';
import { formatBytes } from '../ui/format.ts';
import { uiMessages } from '../ui/messages.ts';
import { operateMessages } from './messages.ts';

type HeldBytes = Pick<MemoryMetrics['heavyRoutes'][number], 'heldBytes' | 'heldErrorBytes'>;

/**
 * What a route's requests are estimated to hold beside their accounts, with the error; an estimate that
 * cannot be told from nothing is only an upper bound.
 */
export function heldText({ heldBytes, heldErrorBytes }: HeldBytes): string {
  if (heldBytes === null || heldErrorBytes === null) return uiMessages.none;
  if (heldBytes <= heldErrorBytes)
    return operateMessages.routes.heldAtMost(formatBytes(heldBytes + heldErrorBytes));
  return `${formatBytes(heldBytes)} ± ${formatBytes(heldErrorBytes)}`;
}
