import { defineError } from '../platform/errors/define-error.ts';

/** What the monitoring routes refuse besides the memory library's own refusals. */
export const monitoringErrors = {
  leakDetectionAbsent: defineError('MEM_LEAK_DETECTION_ABSENT', {
    status: 501,
    level: 'info',
    message: 'Leak detection is not part of this version',
    hint: 'Compare GET /api/monitoring/memory/history over time, or take a heap snapshot.',
  }),
};
