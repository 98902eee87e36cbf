import * as z from 'zod/mini';
import { defineJob } from '../platform/jobs/define-job.ts';
import { tasksLimits } from './tasks.limits.ts';

/** Announces the tasks that are due soon or have become overdue, every quarter of an hour. */
export const taskDeadlines = defineJob({
  name: 'tasks.overdue',
  schema: z.object({}),
  timeoutMs: tasksLimits.overdueTimeoutMs.value,
  singleton: 'waiting',
  cron: '3,18,33,48 * * * *',
});
