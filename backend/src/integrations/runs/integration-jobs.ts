import * as z from 'zod/mini';
import { defineJob } from '../../platform/jobs/define-job.ts';
import { integrationLimits } from '../integrations.limits.ts';

/** Fetches what one integration brings; one at a time for each. */
export const syncIntegration = defineJob({
  name: 'integration.sync',
  schema: z.object({ integrationId: z.uuid(), actor: z.string() }),
  // A failure is recorded with the run, and the schedule tries again.
  retry: { limit: 2, delaySeconds: 60 },
  timeoutMs: integrationLimits.syncMs,
  concurrency: integrationLimits.syncEntries,
  priority: 'low',
  singleton: 'unfinished',
  memoryBytes: integrationLimits.syncBytes,
});

/** Puts the integrations that are due in the queue. */
export const dueIntegrations = defineJob({
  name: 'integration.due',
  schema: z.object({}),
  timeoutMs: 60_000,
  singleton: 'waiting',
  cron: '*/5 * * * *',
});

/** Encrypts all credentials with the current key. */
export const resealIntegrations = defineJob({
  name: 'integration.reseal',
  schema: z.object({}),
  timeoutMs: 10 * 60_000,
  singleton: 'waiting',
});
