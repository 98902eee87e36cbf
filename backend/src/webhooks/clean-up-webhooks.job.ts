import * as z from 'zod/mini';
import { defineJob } from '../platform/jobs/define-job.ts';

/** Removes deliveries past their time and secrets that sign no more: once a day. */
export const cleanUpWebhooks = defineJob({
  name: 'webhook.clean-up',
  schema: z.object({}),
  timeoutMs: 300_000,
  priority: 'low',
  singleton: 'waiting',
  cron: '20 3 * * *',
});
