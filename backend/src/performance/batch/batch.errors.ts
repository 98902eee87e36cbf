import { defineError } from '../../platform/errors/define-error.ts';

export const batchErrors = {
  jobsBusy: defineError('BATCH_JOBS_BUSY', {
    status: 503,
    level: 'info',
    message: 'Too much batch work runs already',
    hint: 'Send the same work again after the time in Retry-After.',
  }),
  pausedTooLong: defineError('BATCH_PAUSED_TOO_LONG', {
    status: 503,
    level: 'warn',
    message: 'Batch work stood still for want of memory until its time was over',
    hint: 'What was answered is done. Send the rest again when the memory pressure has gone.',
  }),
  endedForMemory: defineError('BATCH_ENDED_FOR_MEMORY', {
    status: 503,
    level: 'warn',
    message: 'Batch work was ended because the server ran out of memory',
    hint: 'What was answered is done. Send the rest again when the memory pressure has gone.',
  }),
} as const;
