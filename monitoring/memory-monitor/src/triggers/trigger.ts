/** The four reasons to go back to the version before. */
export const triggerNames = ['memory', 'performance', 'health', 'restarts'] as const;
export type TriggerName = (typeof triggerNames)[number];

/** Whether a trigger holds now. */
export interface TriggerState {
  readonly name: TriggerName;
  readonly holds: boolean;
  /** ISO time since when it holds; null while it does not. */
  readonly since: string | null;
  /** The figures behind the answer, for a person. */
  readonly detail: string;
}

/** A trigger's answer; without a time it does not hold. */
export function triggerState(
  name: TriggerName,
  sinceMs: number | null,
  detail: string,
): TriggerState {
  const since = sinceMs === null ? null : new Date(sinceMs).toISOString();
  return { name, holds: sinceMs !== null, since, detail };
}
