import * as z from 'zod/mini';
import { defineJob } from '../platform/jobs/define-job.ts';
import { workflowLimits } from './workflow.limits.ts';

/** Announces the stages that have become overdue, every quarter of an hour. */
export const overdueStages = defineJob({
  name: 'workflow.overdue',
  schema: z.object({}),
  timeoutMs: workflowLimits.overdueTimeoutMs.value,
  singleton: 'waiting',
  cron: '7,22,37,52 * * * *',
});
