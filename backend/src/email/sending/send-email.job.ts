import { id } from '@lexiflow/contracts';
import * as z from 'zod/mini';
import { defineJob } from '../../platform/jobs/define-job.ts';
import { emailLimits } from '../email.limits.ts';

/** Sends one email. */
export const sendEmail = defineJob({
  name: 'email.send',
  schema: z.strictObject({ emailId: id }),
  retry: {
    limit: emailLimits.retryEntries,
    delaySeconds: emailLimits.retrySeconds,
    maxDelaySeconds: emailLimits.retryMaxSeconds,
  },
  timeoutMs: emailLimits.sendMs,
  concurrency: emailLimits.connectionEntries,
});
