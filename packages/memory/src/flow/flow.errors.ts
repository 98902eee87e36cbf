import { defineError } from '../errors.ts';

/** Every error the flow room throws. What is wrong with one record is not thrown but reported with it. */
export const flowErrors = {
  invalidOption: defineError('FLOW_OPTION_INVALID', {
    message: 'An option has a value outside its range.',
    hint: 'Use a value inside the range that the detail names.',
  }),
  notBytes: defineError('FLOW_SOURCE_NOT_BYTES', {
    message: 'The source gave something that is not bytes.',
    hint: 'Give Buffers or Uint8Arrays; do not set an encoding on the stream.',
  }),
  memoryRefused: defineError('FLOW_MEMORY_REFUSED', {
    message: 'There was no memory to go on reading.',
    hint: 'Try again later; the cause carries the numbers.',
  }),
} as const;
