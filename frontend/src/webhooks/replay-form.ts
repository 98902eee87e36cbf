import { webhookReplay, type WebhookReplay } from '@lexiflow/contracts';
import type { FormSchema } from '../ui/use-form.ts';

const MAX_MS = 30 * 86_400_000;

/** An instant as the browser's own control writes it: in the person's time zone, to the minute. */
export function toLocal(ms: number): string {
  const offsetMs = new Date(ms).getTimezoneOffset() * 60_000;
  return new Date(ms - offsetMs).toISOString().slice(0, 16);
}

/** The instant of such a text in UTC; empty when it is none. */
export function fromLocal(text: string): string {
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? '' : new Date(ms).toISOString();
}

/** The schema of the API, and a range that is one. */
export const replayForm: FormSchema<WebhookReplay> = {
  safeParse(value) {
    const parsed = webhookReplay.safeParse(value);
    if (!parsed.success) return parsed;
    const { from, to } = parsed.data;
    const span = to === undefined ? 0 : Date.parse(to) - Date.parse(from);
    if (span >= 0 && span <= MAX_MS) return parsed;
    return { success: false, error: { issues: [{ path: ['from'], message: '' }] } };
  },
};
