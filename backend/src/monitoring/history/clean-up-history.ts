import * as z from 'zod/mini';
import { defineJob } from '../../platform/jobs/define-job.ts';

/** Removes figures that are past their time: every hour, at a minute of its own. */
export const cleanUpHistory = defineJob({
  name: 'history.clean-up',
  schema: z.object({}),
  timeoutMs: 120_000,
  priority: 'low',
  singleton: 'waiting',
  cron: '37 * * * *',
});
