import * as z from 'zod/mini';
import { defineJob } from '../platform/jobs/define-job.ts';
import type { JobQueue } from '../platform/jobs/job-queue.ts';
import { notificationsLimits } from './notifications.limits.ts';
import type { NotificationsRepository } from './notifications.repository.ts';

/** Removes notifications after 90 days: once a night. */
export const cleanUpNotifications = defineJob({
  name: 'notifications.clean-up',
  schema: z.object({}),
  timeoutMs: 300_000,
  priority: 'low',
  singleton: 'waiting',
  cron: '55 2 * * *',
});

/** Lets this process clean up when the schedule says so. */
export function handleCleanUp(queue: JobQueue, notifications: NotificationsRepository): void {
  queue.handle(cleanUpNotifications, async ({ signal }) => {
    do signal.throwIfAborted();
    while ((await notifications.removeOld()) === notificationsLimits.cleanUpRows.value);
  });
}
