import * as z from 'zod/mini';
import { defineJob } from '../../platform/jobs/define-job.ts';

/** Sends the digests that are due: every fifteen minutes, as some time zones are quarters off. */
export const sendDigests = defineJob({
  name: 'notifications.digest',
  schema: z.object({}),
  timeoutMs: 600_000,
  singleton: 'waiting',
  cron: '*/15 * * * *',
});
