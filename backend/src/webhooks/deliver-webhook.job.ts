import * as z from 'zod/mini';
import { defineJob } from '../platform/jobs/define-job.ts';
import { webhookLimits } from './webhooks.limits.ts';

/** Makes one attempt of a delivery; the next one is a job of its own. `run` says which job it is. */
export const deliverWebhook = defineJob({
  name: 'webhook.deliver',
  schema: z.strictObject({ deliveryId: z.uuid(), run: z.int() }),
  // Attempts that the receiver refused are no failures of the job: see retry-schedule.ts.
  retry: { limit: webhookLimits.jobTriesEntries - 1, delaySeconds: 5, maxDelaySeconds: 3_600 },
  timeoutMs: webhookLimits.jobMs,
  concurrency: webhookLimits.concurrencyEntries,
  groupConcurrency: webhookLimits.perHostEntries,
  memoryBytes: webhookLimits.attemptBytes,
});
