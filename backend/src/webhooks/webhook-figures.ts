import type { WebhookOffReason } from '@lexiflow/contracts';
import { FixedHistogram } from '../platform/metrics/fixed-histogram.ts';
import type { AttemptOutcome } from './webhook-sender.ts';

/** What this process has done for webhooks since its start. */
export class WebhookFigures {
  readonly attempts: Record<AttemptOutcome, number> = {
    delivered: 0,
    refused: 0,
    unreachable: 0,
    'timed-out': 0,
    blocked: 0,
    unsigned: 0,
  };
  readonly ended = { delivered: 0, failed: 0, withheld: 0, cancelled: 0 };
  readonly turnedOff: Record<WebhookOffReason, number> = { 'turned-off': 0, gone: 0, failing: 0 };
  readonly seconds = new FixedHistogram([0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]);
  /** Deliveries made. */
  made = 0;
  /** Waiting deliveries that the bounds of the log have removed. */
  dropped = 0;
}
