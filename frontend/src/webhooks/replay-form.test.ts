import { describe, expect, it } from 'vitest';
import { fromLocal, replayForm, toLocal } from './replay-form.ts';

describe('the times of the replay form', () => {
  it('come back as the instant they were made of, to the minute', () => {
    const ms = Date.parse('2026-03-01T09:30:00Z');
    expect(fromLocal(toLocal(ms))).toBe('2026-03-01T09:30:00.000Z');
  });

  it('are empty when the control is', () => {
    expect(fromLocal('')).toBe('');
  });
});

describe('replayForm', () => {
  const range = (from: string, to: string) =>
    replayForm.safeParse({ from, to, include: ['missed'] }).success;

  it('takes a range of up to 30 days and no other', () => {
    expect(range('2026-03-01T00:00:00Z', '2026-03-31T00:00:00Z')).toBe(true);
    expect(range('2026-03-01T00:00:00Z', '2026-03-31T00:00:01Z')).toBe(false);
    expect(range('2026-03-02T00:00:00Z', '2026-03-01T00:00:00Z')).toBe(false);
    expect(range('', '2026-03-01T00:00:00Z')).toBe(false);
  });
});
