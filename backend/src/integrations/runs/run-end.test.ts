import { describe, expect, it } from 'vitest';
import { outboundErrors } from '../../platform/outbound/outbound.errors.ts';
import { endedBadly } from './run-end.ts';

describe('endedBadly', () => {
  it('keeps the step, code and detail of an expected failure', () => {
    expect(endedBadly(outboundErrors.nameUnknown('mail.example: ENOTFOUND'))).toEqual({
      outcome: 'failed',
      failedStep: 'dns',
      code: 'OUTBOUND_NAME_UNKNOWN',
      detail: 'The name of the host could not be resolved: mail.example: ENOTFOUND',
      facts: {},
    });
  });

  it('keeps nothing of what an unexpected error says', () => {
    const end = endedBadly(new Error('password hunter2'));
    expect(end).toMatchObject({ code: 'INTEGRATION_FAILED', failedStep: 'answer' });
    expect(JSON.stringify(end)).not.toContain('hunter2');
  });
});
