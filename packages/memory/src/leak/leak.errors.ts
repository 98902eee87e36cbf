import { defineError } from '../errors.ts';

/** Every error the leak detective throws. */
export const leakErrors = {
  unknownOption: defineError('LEAK_OPTION_UNKNOWN', {
    message: 'The leak detective has no such setting.',
    hint: 'Check the spelling; the accepted settings are listed in the detail.',
  }),
  invalidOption: defineError('LEAK_OPTION_INVALID', {
    message: 'A setting of the leak detective has a value outside its range.',
    hint: 'Use a value inside the range that the detail names.',
  }),
  stopped: defineError('LEAK_DETECTIVE_STOPPED', {
    message: 'The leak detective is stopped.',
    hint: 'Start it before asking for a check.',
  }),
  canaryFailed: defineError('LEAK_CANARY_FAILED', {
    message: 'The canary process gave no answer.',
    hint: 'The module has to export a function workload() that ends; the detail has its last output.',
  }),
} as const;
