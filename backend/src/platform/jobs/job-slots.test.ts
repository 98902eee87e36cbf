import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JobPriority } from './define-job.ts';
import { JobSlots } from './job-slots.ts';

const rule = { slots: 8, highOnly: 2, low: 3 };

describe('JobSlots', () => {
  it('keeps slots for urgent work that nothing else takes', () => {
    const slots = new JobSlots(rule);
    expect(slots.take('normal', 100)).toBe(6);
    expect(slots.take('low', 1)).toBe(0);
    expect(slots.take('high', 100)).toBe(2);
    expect(slots.used).toBe(8);
  });

  it('gives slow work no more than its share', () => {
    const slots = new JobSlots(rule);
    expect(slots.take('low', 100)).toBe(3);
    expect(slots.take('normal', 100)).toBe(3);
    slots.give('low', 2);
    expect(slots.take('low', 100)).toBe(2);
  });

  it('lets urgent work use every slot, and others none beside it', () => {
    const slots = new JobSlots(rule);
    expect(slots.take('high', 100)).toBe(8);
    expect(slots.take('normal', 1)).toBe(0);
    slots.give('high', 7);
    expect(slots.take('normal', 100)).toBe(6);
  });

  it('never gives out more than there are, in any order of taking and giving', () => {
    const step = fc.record({
      priority: fc.constantFrom<JobPriority>('high', 'normal', 'low'),
      takes: fc.boolean(),
      count: fc.integer({ min: 0, max: 10 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const slots = new JobSlots(rule);
        const held = { high: 0, normal: 0, low: 0 };
        for (const { priority, takes, count } of steps) {
          if (takes) held[priority] += slots.take(priority, count);
          else {
            const given = Math.min(count, held[priority]);
            held[priority] -= given;
            slots.give(priority, given);
          }
          expect(slots.used).toBe(held.high + held.normal + held.low);
          expect(slots.used).toBeLessThanOrEqual(rule.slots);
          expect(held.low).toBeLessThanOrEqual(rule.low);
          expect(held.normal + held.low).toBeLessThanOrEqual(rule.slots - rule.highOnly);
        }
      }),
    );
  });
});
