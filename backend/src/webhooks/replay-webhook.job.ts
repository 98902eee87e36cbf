import * as z from 'zod/mini';
import { defineJob } from '../platform/jobs/define-job.ts';

/** One step of a replay: the events after `after` up to `until`. The next step is a job of its own. */
export const replayWebhook = defineJob({
  name: 'webhook.replay',
  schema: z.strictObject({
    webhookId: z.uuid(),
    after: z.uuid(),
    until: z.uuid(),
    include: z.array(z.string()),
  }),
  timeoutMs: 60_000,
  concurrency: 1,
  priority: 'low',
  singleton: 'unfinished',
});
