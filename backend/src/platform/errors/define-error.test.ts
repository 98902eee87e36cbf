import { describe, expect, it } from 'vitest';
import { defineError } from './define-error.ts';

describe('defineError', () => {
  it('makes errors that say where they were thrown', () => {
    const make = defineError('TEST_ONE', { status: 404, level: 'debug', message: 'Not there' });
    expect(make('No page 7')).toMatchObject({ code: 'TEST_ONE', message: 'No page 7' });
    expect(make().stack).toContain('define-error.test.ts');
  });

  it('makes those of refusals in numbers without a stack, and leaves other errors theirs', () => {
    const make = defineError('TEST_MANY', {
      status: 503,
      level: 'debug',
      message: 'Too much',
      isStackless: true,
    });
    expect(make('At once').stack).toBe('AppError: At once');
    expect(new Error('another').stack).toContain('define-error.test.ts');
  });

  it('refuses a code that is taken', () => {
    const spec = { status: 404, level: 'debug', message: 'Twice' } as const;
    defineError('TEST_TWICE', spec);
    expect(() => defineError('TEST_TWICE', spec)).toThrow(/TEST_TWICE is defined twice/);
  });
});
