import { emailAddress } from '@lexiflow/contracts';
import * as z from 'zod/mini';
import { defineJob } from '../../platform/jobs/define-job.ts';

/** Finds out, after the answer was given, whether the address has an account, and queues the email. */
export const sendResetLink = defineJob({
  name: 'auth.password-reset',
  schema: z.strictObject({ email: emailAddress }),
  timeoutMs: 30_000,
  concurrency: 2,
});
