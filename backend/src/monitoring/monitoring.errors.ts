import { defineError } from '../platform/errors/define-error.ts';

/** What the monitoring routes refuse besides the memory library's own refusals. */
export const monitoringErrors = {
  leakDetectionOff: defineError('MEM_LEAK_DETECTION_OFF', {
    status: 409,
    level: 'info',
    message: 'Leak detection is switched off',
    hint: 'Start the server with LEAK_DETECTION_ENABLED=true.',
  }),
  leakSettingInvalid: defineError('MEM_LEAK_SETTING_INVALID', {
    status: 422,
    level: 'debug',
    message: 'A leak setting is outside its range',
    hint: 'Use a value inside the range that the detail names.',
  }),
  historyTooFine: defineError('MONITORING_HISTORY_TOO_FINE', {
    status: 422,
    level: 'debug',
    message: 'The history has more points in this step than one answer may hold',
    hint: 'Ask for a longer step or a shorter range.',
  }),
};
