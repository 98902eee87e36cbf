import { FixedHistogram } from '../platform/metrics/fixed-histogram.ts';
import { histogramSamples, labelled } from '../platform/metrics/metric-family.ts';
import type { MetricFamily } from '../platform/metrics/metric-family.ts';

/** What became of an email here: how it was queued, or how a try ended. */
export const emailOutcomes = [
  'queued',
  'repeated',
  'refused',
  'sent',
  'written',
  'retry',
  'postponed',
  'bounced',
  'failed',
  'suppressed',
  'withheld',
] as const;
export type EmailOutcome = (typeof emailOutcomes)[number];

const SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];

/** Counts since start, for the metrics page. */
export class EmailFigures {
  readonly #counts = new Map<EmailOutcome, number>(emailOutcomes.map((name) => [name, 0]));
  readonly sendSeconds = new FixedHistogram(SECONDS);

  /** Counts one. */
  count(outcome: EmailOutcome): void {
    this.#counts.set(outcome, this.of(outcome) + 1);
  }

  /** How many there were. */
  of(outcome: EmailOutcome): number {
    return this.#counts.get(outcome) ?? 0;
  }

  /** What the metrics page shows of email. */
  metrics(): MetricFamily[] {
    return [
      labelled('counter', 'lexiflow_email_messages_total', 'Emails by what became of them', () =>
        emailOutcomes.map((outcome) => ({ labels: { outcome }, value: this.of(outcome) })),
      ),
      {
        type: 'histogram',
        name: 'lexiflow_email_send_seconds',
        help: 'Time to hand one message over, taken or refused',
        collect: () => histogramSamples(this.sendSeconds, {}),
      },
    ];
  }
}
