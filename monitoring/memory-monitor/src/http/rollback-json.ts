import type { Monitor } from '../monitor.ts';
import type { TriggerState } from '../triggers/trigger.ts';
import { json, type Answer } from './answer.ts';

/** What a deployment asks before and after it shifts traffic. */
export interface RollbackJson {
  readonly target: string;
  /** True when any trigger holds. */
  readonly rollback: boolean;
  readonly triggers: readonly TriggerState[];
}

/**
 * Answers `GET /api/rollback?target=NAME&since=ISO`. With `since`, failures, restarts and readings of memory
 * before it do not count: a colour that was down until it was started now begins with a clean sheet. A target
 * whose last health check failed is checked again before the answer.
 */
export async function rollbackAnswer(monitor: Monitor, query: URLSearchParams): Promise<Answer> {
  const name = query.get('target');
  if (name === null) return json(400, { error: 'the query names no target' });
  const target = monitor.target(name);
  if (target === null) return json(404, { error: 'no such target' });
  const since = query.get('since');
  const fromMs = since === null ? 0 : Date.parse(since);
  if (Number.isNaN(fromMs)) return json(400, { error: 'since is no ISO time' });
  await monitor.recheck(target);
  const triggers = target.triggers(Date.now(), fromMs);
  const rollback = triggers.some(({ holds }) => holds);
  return json(200, { target: name, rollback, triggers } satisfies RollbackJson);
}
