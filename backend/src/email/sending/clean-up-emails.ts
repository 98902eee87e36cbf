import * as z from 'zod/mini';
import { defineJob } from '../../platform/jobs/define-job.ts';
import type { JobQueue } from '../../platform/jobs/job-queue.ts';
import { emailLimits } from '../email.limits.ts';
import type { EmailRepository } from '../email.repository.ts';

/** Removes emails from the log after 90 days: once a night. */
export const cleanUpEmails = defineJob({
  name: 'email.clean-up',
  schema: z.object({}),
  timeoutMs: 300_000,
  priority: 'low',
  singleton: 'waiting',
  cron: '50 2 * * *',
});

/** Lets this process clean up when the schedule says so. */
export function handleCleanUp(queue: JobQueue, emails: EmailRepository): void {
  queue.handle(cleanUpEmails, async ({ signal }) => {
    do signal.throwIfAborted();
    while ((await emails.removeOld()) === emailLimits.cleanUpRows);
  });
}
