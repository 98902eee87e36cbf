import type { Colour } from './colour.ts';
import { blueGreenLimits } from './blue-green.limits.ts';
import type { Trigger, TriggerName } from './triggers.ts';

interface MonitorAnswer {
  readonly rollback: boolean;
  readonly triggers: readonly {
    readonly name: TriggerName;
    readonly holds: boolean;
    readonly detail: string;
  }[];
}

/**
 * Asks the memory monitor which triggers hold for a colour. What it saw before `since` does not count:
 * the colour was stopped then. Throws when it does not answer, or not as documented.
 */
export async function askMonitor(
  monitorUrl: string,
  colour: Colour,
  since: Date,
  timeoutMs: number,
): Promise<Trigger[]> {
  const query = new URLSearchParams({ target: `api-${colour}`, since: since.toISOString() });
  const answer = await fetch(`${monitorUrl}/api/rollback?${query}`, {
    signal: AbortSignal.timeout(timeoutMs),
  });
  if (!answer.ok) throw new Error(`the memory monitor answered ${answer.status}`);
  let text = '';
  const decoder = new TextDecoder();
  for await (const piece of answer.body ?? []) {
    text += decoder.decode(piece, { stream: true });
    if (text.length > blueGreenLimits.monitorAnswerBytes)
      throw new Error('the answer of the memory monitor has no end');
  }
  const { rollback, triggers } = JSON.parse(text) as MonitorAnswer;
  if (typeof rollback !== 'boolean' || !Array.isArray(triggers))
    throw new Error('the memory monitor answered something else');
  if (!rollback) return [];
  return triggers.filter(({ holds }) => holds).map(({ name, detail }) => ({ name, detail }));
}
