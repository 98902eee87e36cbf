import { describe, expect, it } from 'vitest';
import { caseLimits } from './cases.limits.ts';
import { mergedAttributes } from './merged-attributes.ts';

describe('mergedAttributes', () => {
  it('keeps what was known and takes the newer value of one field', () => {
    expect(mergedAttributes({ a: 1, b: 1 }, { b: 2, c: 3 })).toEqual({ a: 1, b: 2, c: 3 });
  });

  it('does not grow with readings that each bring other fields', () => {
    let attributes: Record<string, unknown> = {};
    for (let reading = 0; reading < 200; reading++)
      attributes = mergedAttributes(attributes, { [`field ${reading}`]: 'x'.repeat(1000) });
    expect(JSON.stringify(attributes).length).toBeLessThan(caseLimits.attributesBytes + 1000);
    expect(attributes).toHaveProperty(['field 199']);
    for (let reading = 0; reading < 200; reading++)
      attributes = mergedAttributes(attributes, { [`flag ${reading}`]: true });
    expect(Object.keys(attributes).length).toBeLessThanOrEqual(caseLimits.attributes);
  });

  it('is the same again for the same reading', () => {
    const read = { big: 'x'.repeat(9000) };
    const once = mergedAttributes({ old: 'y'.repeat(9000), small: 1 }, read);
    expect(once).toEqual({ ...read, small: 1 });
    expect(mergedAttributes(once, read)).toEqual(once);
  });
});
