import { expect, it } from 'vitest';
import { errorText } from './error-text.ts';
import { jobErrors } from './jobs.errors.ts';
import { jobsLimits } from './jobs.limits.ts';

it('says the code of an expected failure, and the sentence of any other', () => {
  expect(errorText(jobErrors.timedOut())).toBe('JOB_TIMED_OUT: A job ran longer than it may');
  expect(errorText(new Error('plain'))).toBe('plain');
  expect(errorText('thrown text')).toBe('thrown text');
});

it('is never longer than its bound, and holds nothing that the database refuses', () => {
  const cut = errorText(new Error('ü'.repeat(5_000)));
  expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(jobsLimits.errorTextBytes);
  expect(cut.endsWith('ü…')).toBe(true);
  expect(errorText(new Error('a\0b\uD800c'))).toBe('ab\uFFFDc');
});
